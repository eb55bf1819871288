//! Moves a whole database between SQLite and PostgreSQL.

use base::Result;
use schemars::JsonSchema;
use serde::Serialize;
use store::transfer::{self, Sum};

use super::Start;
use crate::out::{self, Out};

/// Copies a whole database into an empty one, of either kind, and compares every table.
#[derive(clap::Args)]
pub struct Copy {
    /// `sqlite:FILE` or `postgres://…`; without it the database of the settings.
    #[arg(long, value_name = "URL")]
    from: Option<String>,
    /// A database with no table in it: `sqlite:FILE` or `postgres://…`.
    #[arg(long, value_name = "URL")]
    to: String,
}

/// What was copied, table by table.
#[derive(Serialize, JsonSchema)]
pub struct Answer {
    pub tables: Vec<Line>,
    pub rows: u64,
}

#[derive(Serialize, JsonSchema)]
pub struct Line {
    pub table: String,
    pub rows: u64,
    /// Of all rows in the order of their keys; the same in both databases.
    pub sha256: String,
}

impl Answer {
    pub(super) fn of(sums: Vec<Sum>) -> Answer {
        let rows = sums.iter().map(|it| it.rows).sum();
        let line = |it: Sum| Line { table: it.table, rows: it.rows, sha256: it.sha256 };
        Answer { tables: sums.into_iter().map(line).collect(), rows }
    }
}

impl Copy {
    pub fn run(self, start: &Start) -> Result<()> {
        let from = match self.from {
            Some(from) => from,
            None => start.settings()?.database_url(),
        };
        let mut progress = start.out.progress("copy", None);
        let sums = transfer::copy(&from, &self.to, &mut |at| {
            progress.at(at.tables_done as u64, Some(at.tables as u64));
        })?;
        progress.end();
        say(start.out, &Answer::of(sums))
    }
}

pub(super) fn say(out: Out, answer: &Answer) -> Result<()> {
    out.answer(answer, |to| {
        let rows: Vec<Vec<String>> = answer
            .tables
            .iter()
            .filter(|it| 0 < it.rows)
            .map(|it| vec![it.table.clone(), it.rows.to_string(), it.sha256[..16].to_owned()])
            .collect();
        let heads = ["transfer-table", "transfer-rows", "transfer-digest"].map(|key| out.words(key, &[]));
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        out::table(to, &heads, &rows)?;
        writeln!(to, "{}", out.words("transfer-whole", &[("rows", answer.rows.to_string())]))
    })
}
