//! Scores assessments and screenings without the web and without a database.

use std::{
    fs,
    io::{self, Write},
    path::PathBuf,
};

use base::{Error, Fault, Result, error::OrBroken};
use care::screenings::Instruments;
use instruments::{Confidence, Instrument, Kind, Names, Outcome, Scoring};
use platform::packs::{Pack, section};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Start;
use crate::{out::Out, settings::Language, wiring};

/// Scores assessments and screenings by the instruments of a pack.
#[derive(clap::Args)]
pub struct Assess {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Scores one set of answers and says how the score came about.
    Score(ScoreArgs),
    /// The instruments of the pack.
    List(ListArgs),
}

#[derive(clap::Args)]
struct ScoreArgs {
    /// The instrument's id, such as `gbt42195-2022`.
    #[arg(long, value_name = "ID")]
    instrument: String,
    /// JSON: `{"answers": {"B.1.1": 4, …}, "context": {"coma": false}}`; `-` is standard input.
    file: PathBuf,
    /// The pack whose instruments are used; else the settings'.
    #[arg(long, value_name = "PACK")]
    pack: Option<String>,
}

#[derive(clap::Args)]
struct ListArgs {
    /// The pack whose instruments are listed; else the settings'.
    #[arg(long, value_name = "PACK")]
    pack: Option<String>,
}

/// One instrument of `assess list`.
#[derive(Serialize, JsonSchema)]
pub struct Listed {
    pub id: String,
    pub name: Names,
    pub edition: String,
    pub basis: String,
    pub confidence: Confidence,
    /// Something in it was not found in print.
    pub unverified: bool,
    pub licence: Names,
    pub items: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    answers: Map<String, Value>,
    #[serde(default)]
    context: Map<String, Value>,
}

impl Assess {
    pub fn run(self, start: &Start) -> Result<()> {
        match self.command {
            Command::Score(args) => score(start, &args),
            Command::List(args) => list(start, &args),
        }
    }
}

/// Only the instruments of the pack: the rest of it would take longer than scoring.
fn pack(start: &Start, named: Option<&String>) -> Result<Pack> {
    let sections = [section::<Instruments>()];
    let settings = start.settings()?;
    let bundle = wiring::bundle(&settings)?.of_sections(&sections);
    let id = named.unwrap_or(&settings.pack);
    Pack::open(&bundle, id, &sections).map_err(wiring::faults)
}

fn score(start: &Start, args: &ScoreArgs) -> Result<()> {
    let pack = pack(start, args.pack.as_ref())?;
    let all = pack.get::<Instruments>();
    let Some(instrument) = all.0.get(&args.instrument) else {
        let known: Vec<&str> = all.0.keys().map(String::as_str).collect();
        let fault = Fault::new("--instrument", "instruments-no-such").arg("written", &args.instrument);
        return Err(fault.arg("known", known.join(", ")).into());
    };
    let given = read(&args.file)?;
    let outcome = instruments::score(instrument, &given.answers, &given.context).map_err(Error::Invalid)?;
    start.out.answer(&outcome, |to| explain(&start.out, to, instrument, &given.answers, &outcome))
}

fn read(file: &PathBuf) -> Result<Given> {
    let text = if file.as_os_str() == "-" {
        io::read_to_string(io::stdin()).or_broken()?
    } else {
        fs::read_to_string(file).map_err(|why| {
            let fault = Fault::new("FILE", "settings-file-unreadable");
            Error::from(fault.arg("file", file.display()).arg("why", why))
        })?
    };
    serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|why| {
        let fault = Fault::new("FILE", "terminal-not-json").arg("line", why.line());
        fault.arg("column", why.column()).arg("why", why).into()
    })
}

fn list(start: &Start, args: &ListArgs) -> Result<()> {
    let pack = pack(start, args.pack.as_ref())?;
    let listed = pack.get::<Instruments>().0.values().map(|it| Listed {
        id: it.id.clone(),
        name: Names { zh: it.zh.clone(), en: it.en.clone() },
        edition: it.edition.clone(),
        basis: it.basis.clone(),
        confidence: it.confidence,
        unverified: it.is_unverified(),
        licence: it.licence.clone(),
        items: it.items.len(),
    });
    let listed: Vec<Listed> = listed.collect();
    start.out.answer(&listed, |to| {
        for it in &listed {
            let name = pick(&start.out, &it.name.zh, &it.name.en);
            writeln!(to, "{:<18} {name}  {}", it.id, it.edition)?;
        }
        Ok(())
    })
}

fn pick<'a>(out: &Out, zh: &'a str, en: &'a str) -> &'a str {
    match out.language {
        Language::Zh => zh,
        Language::En => en,
    }
}

/// The score as a person reads it: each answer with its points, the sums, the level and why.
fn explain(
    out: &Out,
    to: &mut dyn Write,
    instrument: &Instrument,
    answers: &Map<String, Value>,
    outcome: &Outcome,
) -> io::Result<()> {
    writeln!(to, "{}  {}", pick(out, &instrument.zh, &instrument.en), instrument.edition)?;
    for (item, points) in instrument.items.iter().zip(&outcome.points) {
        let Some(answer) = answers.get(&item.id) else { continue };
        let said = match item.kind {
            Kind::Choice => {
                let option = instrument.options(item).iter().find(|it| match &it.value {
                    instruments::Scalar::Int(value) => answer.as_i64() == Some(*value),
                    instruments::Scalar::Text(value) => answer.as_str() == Some(value),
                });
                option.map_or_else(|| answer.to_string(), |it| pick(out, &it.zh, &it.en).to_owned())
            }
            Kind::YesNo => match answer.as_bool() {
                Some(true) => out.words("instruments-yes", &[]),
                Some(false) => out.words("instruments-no", &[]),
                None => out.words("instruments-null", &[]),
            },
            _ => answer.to_string(),
        };
        let points = points.map_or_else(String::new, |it| format!("  {it}"));
        writeln!(to, "  {} {}: {said}{points}", item.id, pick(out, &item.zh, &item.en))?;
    }
    for (id, score) in &outcome.scores {
        if instrument.scoring != Scoring::None && outcome.types.is_empty() {
            let section = instrument.sections.iter().find(|it| it.id == *id);
            let name = section.map_or_else(
                || out.words("instruments-total", &[]),
                |it| pick(out, &it.zh, &it.en).to_owned(),
            );
            writeln!(to, "{name}: {score}")?;
        }
    }
    for it in outcome.types.values() {
        let verdict = it.verdict_names.as_ref().map_or("", |it| pick(out, &it.zh, &it.en));
        writeln!(to, "{}: {}  {verdict}", pick(out, &it.zh, &it.en), it.score)?;
    }
    for it in &outcome.changes {
        writeln!(to, "{}", pick(out, &it.reason, &it.reason_en))?;
    }
    if let (Some(level), Some(names)) = (outcome.level, &outcome.bands) {
        let args = [("level", level.to_string()), ("name", pick(out, &names.zh, &names.en).to_owned())];
        writeln!(to, "{}", out.words("instruments-level", &args))?;
    }
    for it in &outcome.alerts {
        writeln!(to, "! {}", pick(out, &it.zh, &it.en))?;
    }
    if outcome.unverified {
        writeln!(to, "{}", out.words("instruments-unverified", &[]))?;
    }
    Ok(())
}
