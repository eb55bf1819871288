//! Copies a running system's database into a file.

use std::path::PathBuf;

use base::Result;
use schemars::JsonSchema;
use serde::Serialize;
use store::transfer::{self, Manifest};

use super::{Start, copy::Line};
use crate::{out::Out, wiring::clock};

/// Copies the database, which may be in use, into one new file. The key file is not in it: keep
/// that one apart.
#[derive(clap::Args)]
pub struct Backup {
    /// The new file.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// Another database than that of the settings.
    #[arg(long, value_name = "URL")]
    from: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub struct Answer {
    pub file: String,
    /// The version of the program that took it.
    pub program: String,
    /// `sqlite` or `postgres`: what it was taken from.
    pub engine: String,
    pub taken_at: String,
    pub tables: Vec<Line>,
    pub rows: u64,
}

impl Answer {
    pub(super) fn of(file: &std::path::Path, manifest: Manifest) -> Answer {
        let sums = super::copy::Answer::of(manifest.tables);
        Answer {
            file: file.display().to_string(),
            program: manifest.program,
            engine: manifest.engine,
            taken_at: manifest.taken_at.rfc3339(),
            tables: sums.tables,
            rows: sums.rows,
        }
    }
}

impl Backup {
    pub fn run(self, start: &Start) -> Result<()> {
        let from = match self.from {
            Some(from) => from,
            None => start.settings()?.database_url(),
        };
        let mut progress = start.out.progress("backup", None);
        let manifest = transfer::backup(&from, &self.to, clock(), &mut |at| {
            progress.at(at.tables_done as u64, Some(at.tables as u64));
        })?;
        progress.end();
        say(start.out, "backup-done", &Answer::of(&self.to, manifest))
    }
}

pub(super) fn say(out: Out, key: &str, answer: &Answer) -> Result<()> {
    out.answer(answer, |to| {
        let args = [
            ("file", answer.file.clone()),
            ("rows", answer.rows.to_string()),
            ("at", answer.taken_at.clone()),
            ("program", answer.program.clone()),
        ];
        writeln!(to, "{}", out.words(key, &args))
    })
}
