//! Makes a synthetic county, and its rosters as messy Excel files.

use std::{fs, path::PathBuf};

use base::{Error, Fault, Result};
use clap::ValueEnum;
use platform::{
    areas::{Atlas, Level},
    packs::{Bundle, Pack},
};
use synth::{County, Township, Village};

use super::Start;
use crate::wiring;

/// Makes a synthetic county, and its rosters as messy Excel files.
#[derive(clap::Args)]
pub struct Synth {
    /// The county whose divisions and census it is made from.
    #[arg(long, value_enum, default_value = "mianning")]
    county: Known,
    /// The same seed gives the same bytes.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Makes a smaller county: one elder for so many.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=50))]
    one_in: u16,
    /// The folder the files are written to; it is made when it is not there.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// The counties whose census the program knows.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Known {
    Mianning,
    Xishan,
}

impl Known {
    pub fn slug(self) -> &'static str {
        match self {
            Known::Mianning => "mianning",
            Known::Xishan => "xishan",
        }
    }
}

impl Synth {
    pub fn run(self, start: &Start) -> Result<()> {
        let county = county(self.county.slug(), self.one_in)?;
        let mut progress = start.out.progress("synth", None);
        let mut done = 0;
        let summary = synth::make(&county, self.seed, &mut |file| {
            let path = self.out.join(&file.path);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).map_err(|why| unwritable(&path, &why))?;
            }
            fs::write(&path, &file.bytes).map_err(|why| unwritable(&path, &why))?;
            done += 1;
            progress.at(done, None);
            Ok(())
        })?;
        progress.end();
        start.out.answer(&summary, |to| {
            let args = [
                ("living", summary.living.to_string()),
                ("eighty", summary.eighty.to_string()),
                ("dead", summary.dead.to_string()),
                ("moved", summary.moved.to_string()),
                ("files", summary.files.to_string()),
                ("folder", self.out.display().to_string()),
            ];
            writeln!(to, "{}", start.out.words("synth-made", &args))
        })
    }
}

fn unwritable(path: &std::path::Path, why: &std::io::Error) -> Error {
    Fault::new("out", "synth-unwritable").arg("file", path.display()).arg("why", why).into()
}

/// The divisions of a shipped county as they are in the demo month, with one elder in so many.
pub fn county(slug: &str, one_in: u16) -> Result<County> {
    let sections = wiring::catalogue().sections();
    let pack = Pack::open(&Bundle::shipped(), slug, &sections).map_err(wiring::faults)?;
    let known = pack.county().ok_or_else(|| Error::missing("pack"))?.clone();
    let atlas = pack.made::<Atlas>();
    let on = synth::as_of();
    let name = |path: &str| atlas.get(path).map(|it| it.name_zh.clone()).unwrap_or_default();
    // Villages that were abolished and went on as another: the names old lists still have.
    let mut old_names: Vec<(String, String)> = atlas.former_names(on);
    for area in atlas.under(&known.area).iter().filter(|it| it.level == Level::Village && !it.holds_on(on)) {
        let was = name(area.parent());
        if let Some(today) = atlas.today(&area.path, on)
            && today.parent() != area.parent()
        {
            old_names.push((today.path.clone(), format!("{was}{}", area.name_zh)));
        }
    }
    let villages = |path: &str| {
        atlas.children(path, on).into_iter().map(|village| Village {
            path: village.path.clone(),
            name: village.name_zh.clone(),
            old_names: old_names.iter().filter(|it| it.0 == village.path).map(|it| it.1.clone()).collect(),
        })
    };
    let townships = atlas.townships(on).into_iter().map(|town| Township {
        path: town.path.clone(),
        name: town.name_zh.clone(),
        kind: town.kind.clone(),
        villages: villages(&town.path).collect(),
    });
    Ok(County {
        slug: known.slug,
        code: known.code,
        name: name(&known.area),
        townships: townships.collect(),
        one_in: usize::from(one_in),
        path: known.area,
    })
}
