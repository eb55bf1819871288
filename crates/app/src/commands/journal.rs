//! Verifies the journal's chain, and shows its head to be kept outside.

use std::{fs, path::PathBuf};

use base::{Error, Fault, Result};
use clap::Subcommand;
use platform::journal::{
    anchor,
    verify::{Report, verify},
};

use super::Start;
use crate::{loops, out::Out, wiring::clock};

/// Verifies the journal's chain, and shows its head to be kept outside.
#[derive(clap::Args)]
pub struct Journal {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Finds any entry altered, removed, inserted or cut off, and says what is unverified.
    Verify {
        /// Heads that were kept outside; also finds an older state that was put back whole.
        #[arg(long, value_name = "FILE")]
        anchor: Option<PathBuf>,
    },
    /// The head of the chain, a line of JSON: keep it where this machine cannot write.
    Head {
        /// Adds it to this file.
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
}

impl Journal {
    pub fn run(self, start: &Start) -> Result<()> {
        let installation = start.open()?;
        let door = installation.door();
        match self.command {
            Command::Head { to } => {
                let head = anchor::head(&door, clock())?.ok_or_else(|| Error::missing("journal-head"))?;
                let line = anchor::line(&head)?;
                if let Some(to) = to {
                    loops::keep(&to, &line)?;
                }
                start.out.answer(&head, |out| writeln!(out, "{line}"))
            }
            Command::Verify { anchor: file } => {
                let anchors = match file {
                    None => Vec::new(),
                    Some(file) => {
                        let text = fs::read_to_string(&file).map_err(|why| {
                            let fault = Fault::new("anchor", "settings-file-unreadable");
                            Error::from(fault.arg("file", file.display()).arg("why", why))
                        })?;
                        anchor::parse(&text)?
                    }
                };
                let report = verify(&door, clock(), &anchors)?;
                say(start.out, &report)?;
                if report.sound { Ok(()) } else { Err(Error::conflict("journal-not-sound")) }
            }
        }
    }
}

fn say(out: Out, report: &Report) -> Result<()> {
    out.answer(report, |to| {
        let mut line = |key: &str, args: &[(&str, String)]| writeln!(to, "{}", out.words(key, args));
        line("journal-county", &[("county", report.county.clone())])?;
        match report.sealed {
            Some(it) => line("journal-sealed", &[("from", it.from.to_string()), ("to", it.to.to_string())])?,
            None => line("journal-sealed-none", &[])?,
        }
        if let Some(to) = report.pruned_to {
            line("journal-pruned", &[("to", to.to_string())])?;
        }
        if let Some(to) = report.anchored_to {
            line("journal-anchored", &[("to", to.to_string())])?;
        }
        if let Some(it) = report.sealed_not_anchored {
            line("journal-not-anchored", &[("from", it.from.to_string()), ("to", it.to.to_string())])?;
        }
        line("journal-unverified", &[("count", report.unverified.to_string())])?;
        for found in &report.findings {
            let what = serde_json::to_value(found.what).unwrap_or_default();
            let what = what.as_str().unwrap_or_default().to_owned();
            let at = found.seq.map_or_else(|| "-".to_owned(), |it| it.to_string());
            let to = found.to.map_or_else(|| at.clone(), |it| it.to_string());
            let id = found.id.clone().unwrap_or_default();
            line("journal-finding", &[("what", what), ("from", at), ("to", to), ("id", id)])?;
        }
        line(
            if report.sound { "journal-sound" } else { "journal-unsound" },
            &[("found", report.found.to_string())],
        )
    })
}
