//! `songhe benefits run`: opens a month and draws its roll.

use std::{thread, time::Duration};

use base::{Error, Month, Result};
use platform::{door::Caller, jobs::Did};
use serde_json::{Value, json};

use super::{Start, ask, month, which, yuan};
use crate::{
    process::Process,
    who::Who,
    wiring::{clock, seed},
};

/// Draws up a month's roll.
#[derive(clap::Args)]
pub struct Run {
    #[arg(long, value_parser = month)]
    month: Month,
    /// May be left out where the county has only one.
    #[arg(long, value_name = "ID")]
    benefit: Option<String>,
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
        let benefit = which(&installation, self.benefit.as_deref())?;
        let caller = Caller { actor: &actor, now: clock(), seed: seed()?, command_id: None };
        let input = json!({ "benefit": benefit, "month": self.month, "shadow": self.shadow });
        let run = match installation.door().submit(caller, "runs.open", input) {
            Ok(opened) => opened["run"].clone(),
            // A process that was killed while it drew left the month open: it is drawn to its end.
            Err(Error::Conflict(fault)) if fault.key == "runs-month-open-already" => {
                let input = json!({ "benefit": benefit, "month": self.month, "per_page": 500 });
                let all = ask(&installation, &actor, "runs.runs", input)?;
                let rows = all["rows"].as_array().cloned().unwrap_or_default();
                let drawing = rows.iter().find(|it| it["kind"] == "regular" && it["state"] == "drawing");
                drawing.ok_or(Error::Conflict(fault))?["id"].clone()
            }
            Err(error) => return Err(error),
        };
        let process = Process::begin(&installation)?;
        let mut runner = process.runner(0);
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
