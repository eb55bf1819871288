//! `songhe benefits verify`: decides a month's rolls again and compares them, fen and bytes.

use base::{Error, Month, Result};
use serde_json::{Value, json};

use super::{Start, ask, month, runs_of, which, yuan};
use crate::who::Who;

/// Decides posted months again, on the facts known then.
#[derive(clap::Args)]
pub struct Verify {
    #[arg(long, value_parser = month)]
    month: Month,
    /// May be left out where the county has only one.
    #[arg(long, value_name = "ID")]
    benefit: Option<String>,
    #[command(flatten)]
    who: Who,
}

impl Verify {
    pub fn run(self, start: &Start) -> Result<()> {
        let installation = start.open()?;
        let actor = self.who.actor(&installation)?;
        let benefit = which(&installation, self.benefit.as_deref())?;
        let mut verified = Vec::new();
        for run in runs_of(&installation, &actor, &benefit, self.month)? {
            verified.push(ask(&installation, &actor, "runs.verify", json!({ "run": run["id"] }))?);
        }
        if verified.is_empty() {
            return Err(Error::missing("run"));
        }
        let same = verified.iter().all(|it| it["same"] == true);
        start.out.answer(&Value::Array(verified.clone()), |out| {
            for it in &verified {
                let text = |name: &str| it[name].as_str().map_or_else(|| it[name].to_string(), str::to_owned);
                let count = it["differences"].as_array().map_or(0, Vec::len).to_string();
                let args = [
                    ("batch", text("batch")),
                    ("lines", text("lines")),
                    ("amount", yuan(&it["written"])),
                    ("count", count),
                ];
                let key = if it["same"] == true { "audit-run-verified" } else { "audit-run-differs" };
                writeln!(out, "{}", start.out.words(key, &args))?;
            }
            Ok(())
        })?;
        if same { Ok(()) } else { Err(Error::conflict("audit-does-not-tie")) }
    }
}
