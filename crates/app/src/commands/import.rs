//! `songhe import persons FILE…`: takes rosters and lists in, row by row.

use std::{fs, path::PathBuf};

use base::{Day, Error, Fault, Result};

use super::Start;
use crate::{
    out,
    taking::{self, Sent, Taken},
    who::Who,
};

/// Reads rosters and lists from townships and departments.
#[derive(clap::Args)]
pub struct Import {
    /// What the files list.
    #[arg(value_enum)]
    list: List,
    /// Workbooks or CSV files.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What the sender declares them to be.
    #[arg(long, value_enum, default_value = "additions")]
    kind: Kind,
    /// The area they are about; else the township that the file's name names.
    #[arg(long, value_name = "PATH")]
    area: Option<String>,
    /// Who sent them: an id of the pack's list of sources.
    #[arg(long, default_value = "township")]
    source: String,
    /// The day they speak of; else today.
    #[arg(long, value_name = "DAY", value_parser = day)]
    as_of: Option<Day>,
    /// The last day up to which they are complete: there absence means no.
    #[arg(long, value_name = "DAY", value_parser = day)]
    complete_until: Option<Day>,
    /// A full roster names everybody from this age on.
    #[arg(long, value_name = "AGE")]
    min_age: Option<i64>,
    /// The people in them are made up.
    #[arg(long)]
    synthetic: bool,
    /// Say row by row what they would come to, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// A folder for the wrong rows, each with its reason in the last column.
    #[arg(long, value_name = "DIR")]
    wrong_rows: Option<PathBuf>,
    #[command(flatten)]
    who: Who,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum List {
    Persons,
    Deaths,
    Moves,
    Support,
    LowIncome,
    Disability,
    Payees,
    Roll,
    Arrears,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Kind {
    /// Everybody: who is missing is asked about, never stopped.
    Full,
    Additions,
    /// Stops and changes.
    Changes,
}

fn day(text: &str) -> Result<Day, String> {
    text.parse().map_err(|()| "2026-11-22".to_owned())
}

impl Import {
    pub fn run(self, start: &Start) -> Result<()> {
        let installation = start.open()?;
        let actor = self.who.actor(&installation)?;
        let mut taken: Vec<Taken> = Vec::new();
        for path in &self.files {
            let name = path.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
            let bytes = fs::read(path).map_err(|why| {
                let fault = Fault::new("file", "settings-file-unreadable");
                Error::from(fault.arg("file", path.display()).arg("why", why))
            })?;
            let area = self.area.clone();
            let area = area.unwrap_or_else(|| taking::area_of(&installation, &actor, &name));
            let sent = Sent {
                name: name.clone(),
                bytes,
                list: self.list.as_str().to_owned(),
                declared: self.kind.as_str().to_owned(),
                source: self.source.clone(),
                area,
                as_of: self.as_of,
                complete_until: self.complete_until,
                min_age: self.min_age,
                synthetic: self.synthetic,
            };
            let it = taking::take(&installation, &actor, &sent, self.dry_run, &start.out)?;
            if let Some(folder) = &self.wrong_rows
                && let Some(book) = taking::wrong_rows(&installation, &actor, &it.file, &start.out)?
            {
                fs::create_dir_all(folder).map_err(Error::broken)?;
                let stem = path.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
                fs::write(folder.join(format!("{stem}-wrong.xlsx")), book).map_err(Error::broken)?;
            }
            taken.push(it);
        }
        start.out.answer(&taken, |text| {
            let heads = ["file", "rows", "new", "changed", "same", "doubtful", "wrong", "unknown", "missing"];
            let rows: Vec<Vec<String>> = taken
                .iter()
                .map(|it| {
                    let counts = &it.counts;
                    let figures = [
                        it.rows,
                        counts.new,
                        counts.changed,
                        counts.same,
                        counts.doubtful,
                        counts.wrong,
                        counts.unknown,
                        counts.missing,
                    ];
                    std::iter::once(it.name.clone()).chain(figures.iter().map(i64::to_string)).collect()
                })
                .collect();
            out::table(text, &heads, &rows)
        })
    }
}

impl List {
    fn as_str(self) -> &'static str {
        match self {
            List::Persons => "persons",
            List::Deaths => "deaths",
            List::Moves => "moves",
            List::Support => "support",
            List::LowIncome => "low_income",
            List::Disability => "disability",
            List::Payees => "payees",
            List::Roll => "roll",
            List::Arrears => "arrears",
        }
    }
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Kind::Full => "full",
            Kind::Additions => "additions",
            Kind::Changes => "changes",
        }
    }
}
