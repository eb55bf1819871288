//! Checks packs and starts new ones.

use std::{fs, path::PathBuf};

use base::{Fault, Result, error::OrBroken};
use platform::packs::{self, Bundle, PackFault};

use super::Start;
use crate::{out::Out, wiring};

/// Checks packs and starts new ones.
#[derive(clap::Args)]
pub struct Pack {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Reports every fault of the packs at file, line and column, and what to write instead.
    Check(CheckArgs),
    /// Starts a county's pack: files with comments that say what belongs in them.
    New(NewArgs),
    /// Reads a form that stands in a workbook (`XLSForm`) and writes it as the form part of a casebook.
    Xlsform(FormArgs),
}

#[derive(clap::Args)]
struct FormArgs {
    /// The workbook, with sheets `survey`, `choices` and `settings`.
    file: PathBuf,
}

#[derive(clap::Args)]
struct CheckArgs {
    /// The packs' folder; without it `packs` here, or else the packs inside the program.
    dir: Option<PathBuf>,
}

#[derive(clap::Args)]
struct NewArgs {
    /// Folder and county key: lower case pinyin, such as `dechang`.
    id: String,
    /// The pack it is laid over.
    #[arg(long)]
    parent: String,
    /// The county's six digits, as its resident numbers begin.
    #[arg(long, value_name = "CODE")]
    county: String,
    /// The area above it, such as `sc/liangshan/`.
    #[arg(long, value_name = "PATH")]
    under: String,
    #[arg(long, value_name = "NAME")]
    name_zh: String,
    #[arg(long, value_name = "NAME")]
    name_en: String,
    /// The packs' folder.
    #[arg(long, default_value = "packs")]
    dir: PathBuf,
}

/// What `pack check` answers a program.
#[derive(serde::Serialize, schemars::JsonSchema)]
pub struct Checked {
    /// The counties whose packs were checked with their layers.
    pub packs: Vec<String>,
    pub faults: Vec<PackFault>,
}

impl Pack {
    pub fn run(self, start: &Start) -> Result<()> {
        match self.command {
            Command::Check(args) => check(&start.out, args),
            Command::New(args) => new(&start.out, &args),
            Command::Xlsform(args) => xlsform(&start.out, &args),
        }
    }
}

fn check(out: &Out, args: CheckArgs) -> Result<()> {
    let here = PathBuf::from("packs");
    let (bundle, folder) = match args.dir.or_else(|| here.is_dir().then_some(here)) {
        Some(dir) => {
            // A single pack's own folder is checked with its neighbours, because they are its layers.
            let inside = dir.join("pack.toml").is_file();
            let dir = if inside { dir.join("..") } else { dir };
            (wiring::read_packs(&dir)?, Some(dir))
        }
        None => (Bundle::shipped(), None),
    };
    let sections = wiring::catalogue().sections();
    let faults = packs::check(&bundle, &sections);
    let ids: Vec<String> = bundle.ids().into_iter().map(str::to_owned).collect();
    if ids.is_empty() {
        let folder = folder.unwrap_or_default();
        return Err(Fault::new("dir", "packs-none-here").arg("folder", folder.display()).into());
    }
    let count = faults.len();
    let answer = Checked { packs: ids, faults };
    out.answer(&answer, |to| {
        for fault in &answer.faults {
            let args: Vec<(&str, String)> =
                fault.args.iter().map(|(name, value)| (name.as_ref(), value.clone())).collect();
            let place = match &folder {
                Some(folder) => folder.join(&fault.file).display().to_string(),
                None => fault.file.clone(),
            };
            let words = out.words(&fault.key, &args);
            let path = if fault.path.is_empty() { String::new() } else { format!("{}: ", fault.path) };
            writeln!(to, "{place}:{}:{}: {path}{words}", fault.line, fault.column)?;
            if let Some((_, meant)) = args.iter().find(|(name, _)| *name == "suggestion") {
                writeln!(to, "    {}", out.words("packs-suggestion", &[("meant", meant.clone())]))?;
            }
        }
        if count == 0 {
            let packs = [("packs", answer.packs.join(", "))];
            writeln!(to, "{}", out.words("packs-all-well", &packs))?;
        }
        Ok(())
    })?;
    // Each fault is on standard output; this says how many and gives the exit code.
    if count == 0 { Ok(()) } else { Err(Fault::new("", "packs-faults").arg("count", count).into()) }
}

/// What `pack xlsform` answers a program.
#[derive(serde::Serialize, schemars::JsonSchema)]
pub struct FormRead {
    /// The parts, fields and checks as TOML.
    pub text: String,
    /// What has no meaning in a casebook.
    pub left: Vec<FormLeft>,
}

#[derive(serde::Serialize, schemars::JsonSchema)]
pub struct FormLeft {
    pub at: String,
    pub why: String,
}

fn xlsform(out: &Out, args: &FormArgs) -> Result<()> {
    let unreadable = |why: std::io::Error| {
        let fault = Fault::new("file", "settings-packs-unreadable");
        fault.arg("folder", args.file.display()).arg("why", why)
    };
    let bytes = fs::read(&args.file).map_err(unreadable)?;
    let name = args.file.file_name().unwrap_or_default().to_string_lossy();
    let form = casebooks::xlsform::read(&sheets::read(&name, &bytes)?)?;
    let text = casebooks::xlsform::into_text("", &form)?;
    let left = form.left.iter().map(|it| {
        let args: Vec<(&str, String)> =
            it.args.iter().map(|(name, value)| (name.as_ref(), value.clone())).collect();
        FormLeft { at: it.path.to_string(), why: out.words(&it.key, &args) }
    });
    let answer = FormRead { text, left: left.collect() };
    out.answer(&answer, |to| {
        write!(to, "{}", answer.text)?;
        if !answer.left.is_empty() {
            writeln!(to, "\n# {}", out.words("packs-form-left", &[]))?;
        }
        for it in &answer.left {
            writeln!(to, "# {}: {}", it.at, it.why)?;
        }
        Ok(())
    })
}

fn new(out: &Out, args: &NewArgs) -> Result<()> {
    let existing = if args.dir.is_dir() { wiring::read_packs(&args.dir)? } else { Bundle::shipped() };
    let files = packs::start(
        &packs::Start {
            id: &args.id,
            parent: &args.parent,
            code: &args.county,
            under: &args.under,
            name_zh: &args.name_zh,
            name_en: &args.name_en,
        },
        &existing,
    )?;
    for (path, text) in &files {
        let path = args.dir.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).or_broken()?;
        }
        fs::write(&path, text).or_broken()?;
    }
    let written: Vec<String> =
        files.iter().map(|(path, _)| args.dir.join(path).display().to_string()).collect();
    out.answer(&written, |to| {
        for path in &written {
            writeln!(to, "{path}")?;
        }
        writeln!(to, "{}", out.words("packs-started", &[("id", args.id.clone())]))
    })
}
