//! `songhe benefits run`: opens a month and draws its roll.

use std::{thread, time::Duration};

use base::{Month, Result};
use platform::{
    door::Caller,
    jobs::{Did, Runner, accounts},
};
use serde_json::{Value, json};

use super::{ALLOWANCE, Start, ask, month, yuan};
use crate::{
    who::Who,
    wiring::{clock, secret, seed},
};

/// Draws up a month's roll.
#[derive(clap::Args)]
pub struct Run {
    #[arg(long, value_parser = month)]
    month: Month,
    #[arg(long, default_value = ALLOWANCE, value_name = "ID")]
    benefit: String,
    /// Beside the old way: posts nothing.
    #[arg(long)]
    shadow: bool,
    #[command(flatten)]
    who: Who,
}

/// Another process may be drawing: how often to look.
const LOOK: Duration = Duration::from_millis(200);

impl Run {
    pub fn run(self, start: &Start) -> Result<()> {
        let installation = start.open()?;
        let actor = self.who.actor(&installation)?;
        let caller = Caller { actor: &actor, now: clock(), seed: seed()?, command_id: None };
        let input = json!({ "benefit": self.benefit, "month": self.month, "shadow": self.shadow });
        let opened = installation.door().submit(caller, "runs.open", input)?;
        let run = opened["run"].clone();
        let name = format!("terminal-{}-{:08x}", std::process::id(), u32::from_le_bytes(secret()?));
        let mut runner = Runner::new(name, accounts::whois);
        let mut progress = start.out.progress(&start.out.words("runs-state-drawing", &[]), None);
        let mut steps = 0;
        // Started again after a kill it is the queue that goes on where it was.
        loop {
            match runner.turn(&installation.door(), clock(), seed()?)? {
                Did::Step => {
                    steps += 1;
                    progress.at(steps, None);
                }
                Did::Nothing | Did::Failed | Did::Ended(_) => {
                    let state = ask(&installation, &actor, "runs.run", json!({ "run": run }))?;
                    if state["state"] != "drawing" {
                        return shown(start, &state);
                    }
                    thread::sleep(LOOK);
                }
            }
        }
    }
}

fn shown(start: &Start, run: &Value) -> Result<()> {
    let figures = &run["figures"];
    start.out.answer(run, |out| {
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let args = [
            ("batch", text(&run["batch"])),
            ("population", text(&figures["population"])),
            ("due", text(&figures["due"])),
            ("amount", yuan(&figures["amount"])),
        ];
        writeln!(out, "{}", start.out.words("audit-run-summary", &args))?;
        for (key, field) in [
            ("runs-new", "new"),
            ("runs-stopped", "stopped"),
            ("runs-changed", "changed"),
            ("runs-newly-suspended", "newly_suspended"),
            ("runs-pending", "pending"),
            ("runs-suspended", "suspended"),
            ("runs-ineligible", "ineligible"),
        ] {
            writeln!(out, "  {} {}", start.out.words(key, &[]), figures[field])?;
        }
        writeln!(out, "  {} {}", start.out.words("runs-arrears", &[]), yuan(&figures["arrears"]))
    })
}
