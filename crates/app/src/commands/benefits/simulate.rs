//! `songhe benefits simulate`: a text of a benefit tried on the register as it stands; nothing is written.

use std::{
    fs,
    io::{self, Write},
    path::PathBuf,
};

use base::{Error, Fault, Money, Month, Result};
use people::foresee::{
    ask::{Foreseen, Told, WhatIf},
    told::{Figures, Span},
};

use super::{Start, month};
use crate::{out::Out, who::Who, wiring::clock};

/// Tries a text of a benefit on the register as it stands.
#[derive(clap::Args)]
pub struct Simulate {
    /// The text, as `benefits/<id>.toml` of a pack would have it; left out, the one in force goes on.
    #[arg(long, value_name = "FILE")]
    draft: Option<PathBuf>,
    /// Id of the benefit; the name of the file when nothing is said.
    #[arg(long, value_name = "ID")]
    benefit: Option<String>,
    /// This month when nothing is said.
    #[arg(long, value_parser = month)]
    month: Option<Month>,
    /// Months to look ahead.
    #[arg(long, default_value_t = 0)]
    months: i64,
    /// Within the area of this path only.
    #[arg(long, value_name = "PATH")]
    area: Option<String>,
    #[command(flatten)]
    who: Who,
}

impl Simulate {
    pub fn run(self, start: &Start) -> Result<()> {
        let text = self.draft.as_ref().map(|file| {
            fs::read_to_string(file).map_err(|why| {
                Fault::new("--draft", "foresee-no-file").arg("file", file.display()).arg("why", why).into()
            })
        });
        let text: Option<String> = text.transpose().map_err(|it: Error| it)?;
        let stem =
            self.draft.as_ref().and_then(|it| it.file_stem()).map(|it| it.to_string_lossy().into_owned());
        let installation = start.open()?;
        let actor = self.who.actor(&installation)?;
        let question = WhatIf {
            benefit: self.benefit.or(stem),
            text,
            draft: None,
            month: self.month,
            months: Some(self.months),
            area: self.area,
        };
        let answer = installation.door().ask(&actor, clock(), question)?;
        start.out.answer(&answer, |to| print(&start.out, to, &answer))?;
        let faults = answer.faults.len();
        if faults == 0 {
            Ok(())
        } else {
            Err(Fault::new("--draft", "packs-faults").arg("count", faults).into())
        }
    }
}

fn print(out: &Out, to: &mut dyn Write, answer: &Foreseen) -> io::Result<()> {
    for fault in &answer.faults {
        let args: Vec<(&str, String)> =
            fault.args.iter().map(|(name, value)| (name.as_ref(), value.clone())).collect();
        writeln!(to, "{}:{}:{}: {}", fault.file, fault.line, fault.column, out.words(&fault.key, &args))?;
    }
    match &answer.told {
        Some(told) => print_told(out, to, answer, told),
        None => Ok(()),
    }
}

fn print_told(out: &Out, to: &mut dyn Write, answer: &Foreseen, told: &Told) -> io::Result<()> {
    writeln!(to, "{} {}", answer.benefit, answer.month)?;
    writeln!(to, "{}", line(out, "foresee-line", &told.all))?;
    for area in &told.areas {
        let name = if area.zh.is_empty() { &area.area } else { &area.zh };
        writeln!(to, "  {name}: {}", line(out, "foresee-line", &area.figures))?;
    }
    let Some(ahead) = &told.ahead else { return Ok(()) };
    for it in ahead.months.iter().filter(|it| answer.month.until(it.month) % 12 == 0) {
        writeln!(to, "{}: {} → {}", it.month, it.now.middle.grouped(), span(&it.draft))?;
    }
    let args = [
        ("months", ahead.months.len().to_string()),
        ("now", ahead.now.middle.grouped()),
        ("draft", span(&ahead.draft)),
        ("more", span(&ahead.more)),
    ];
    writeln!(to, "{}", out.words("foresee-sum-line", &args))?;
    if let Some(until) = ahead.complete_until {
        writeln!(to, "{}", out.words("foresee-complete-until", &[("month", until.to_string())]))?;
    }
    writeln!(to, "{}", ahead.table_basis)
}

fn line(out: &Out, key: &str, it: &Figures) -> String {
    let money = |it: Money| it.grouped();
    let args = [
        ("gains", it.gains.to_string()),
        ("loses", it.loses.to_string()),
        ("same", it.same.to_string()),
        ("undecided", it.undecided.to_string()),
        ("now", money(it.now)),
        ("draft", money(it.draft)),
        ("more", money(it.more)),
    ];
    out.words(key, &args)
}

fn span(it: &Span) -> String {
    format!("{} [{} … {}]", it.middle.grouped(), it.low.grouped(), it.high.grouped())
}
