//! Runs, explains, tries and audits benefits.

mod audit;
mod explain;
mod run;
mod simulate;
mod verify;

use base::{Month, Result};
use people::benefits::Engines;
use platform::Actor;
use serde_json::{Value, json};

use super::Start;
use crate::wiring::{Installation, clock};

/// Runs, explains, tries and audits benefits.
#[derive(clap::Args)]
pub struct Benefits {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Explains what one person is owed for a month: the condition with its values, the month
    /// rules and the rate, each with its clause.
    Explain(explain::Explain),
    /// Draws up a month's roll. Approvals are done at a page, by people.
    Run(run::Run),
    /// Tries a text of a benefit on the register as it stands: who gains, who loses, what it costs.
    Simulate(simulate::Simulate),
    /// Decides posted months again, on the facts known then, and compares fen and bytes.
    Verify(verify::Verify),
    /// Writes the month's audit pack into a folder.
    Audit(audit::Audit),
}

impl Benefits {
    pub fn run(self, start: &Start) -> Result<()> {
        match self.command {
            Command::Explain(it) => it.run(start),
            Command::Run(it) => it.run(start),
            Command::Simulate(it) => it.run(start),
            Command::Verify(it) => it.run(start),
            Command::Audit(it) => it.run(start),
        }
    }
}

/// The benefit that was named, or the only one of the county.
fn which(installation: &Installation, named: Option<&str>) -> Result<String> {
    Ok(installation.house.packs.now().made::<Engines>().named(named)?.id.clone())
}

fn month(text: &str) -> Result<Month, String> {
    text.parse().map_err(|()| "a month is written 2026-10".to_owned())
}

fn ask(installation: &Installation, actor: &Actor, question: &str, input: Value) -> Result<Value> {
    installation.door().answer(actor, clock(), question, input)
}

/// The regular and supplementary runs of a month.
fn runs_of(installation: &Installation, actor: &Actor, benefit: &str, month: Month) -> Result<Vec<Value>> {
    let input = json!({ "benefit": benefit, "month": month, "per_page": 500 });
    let all = ask(installation, actor, "runs.runs", input)?;
    let rows = all["rows"].as_array().cloned().unwrap_or_default();
    let counts = |it: &&Value| {
        matches!(it["kind"].as_str(), Some("regular" | "supplementary")) && it["state"] != "void"
    };
    Ok(rows.iter().filter(counts).cloned().collect())
}

/// Fen of an answer as people read them.
fn yuan(value: &Value) -> String {
    base::Money(value.as_i64().unwrap_or(0)).grouped()
}
