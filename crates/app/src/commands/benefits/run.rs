//! `songhe benefits run`: opens a month and draws its roll, for one benefit or all, in one county or several.

use std::{path::PathBuf, thread, time::Duration};

use base::{Error, Money, Month, Result};
use platform::{Actor, door::Caller, jobs::Did};
use serde_json::{Value, json};

use super::{Start, ask, month, which, yuan};
use crate::{
    process::Process,
    settings::Settings,
    who::Who,
    wiring::{Installation, clock, seed},
};

/// Draws up a month's roll, or those of all benefits that are paid in a county.
#[derive(clap::Args)]
pub struct Run {
    #[arg(long, value_parser = month)]
    month: Month,
    /// May be left out where the county has only one.
    #[arg(long, value_name = "ID", conflicts_with = "all")]
    benefit: Option<String>,
    /// Every benefit that is paid here, on what is known at one instant.
    #[arg(long)]
    all: bool,
    /// The settings of another county, on the same database or its own: its month is drawn up as well.
    /// May be given several times.
    #[arg(long, value_name = "FILE")]
    county: Vec<PathBuf>,
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
        let mut drawn = self.of_county(start, &start.open()?)?;
        for config in &self.county {
            drawn.extend(self.of_county(start, &Installation::open(Settings::read(Some(config))?)?)?);
        }
        match drawn.as_slice() {
            [one] if !self.all && self.county.is_empty() => shown(start, one),
            _ => all_shown(start, &drawn),
        }
    }

    /// Opens the runs of one county and draws them to their end.
    fn of_county(&self, start: &Start, installation: &Installation) -> Result<Vec<Value>> {
        let actor = self.who.actor(installation)?;
        let runs = if self.all {
            let input = json!({ "month": self.month, "shadow": self.shadow });
            match submit(installation, &actor, "runs.open-month", input) {
                Ok(opened) => {
                    let runs = opened["opened"].as_array().cloned().unwrap_or_default();
                    runs.into_iter().map(|it| it["run"].clone()).collect()
                }
                // A process that was killed while it drew left them open: they are drawn to their end.
                Err(Error::Conflict(fault)) if fault.key == OPEN_ALREADY => {
                    let runs = drawing(installation, &actor, None, self.month)?;
                    if runs.is_empty() { Err(Error::Conflict(fault)) } else { Ok(runs) }?
                }
                Err(error) => return Err(error),
            }
        } else {
            let benefit = which(installation, self.benefit.as_deref())?;
            let input = json!({ "benefit": benefit, "month": self.month, "shadow": self.shadow });
            match submit(installation, &actor, "runs.open", input) {
                Ok(opened) => vec![opened["run"].clone()],
                Err(Error::Conflict(fault)) if fault.key == OPEN_ALREADY => {
                    let runs = drawing(installation, &actor, Some(&benefit), self.month)?;
                    if runs.is_empty() { Err(Error::Conflict(fault)) } else { Ok(runs) }?
                }
                Err(error) => return Err(error),
            }
        };
        draw(start, installation, &actor, &runs)
    }
}

const OPEN_ALREADY: &str = "runs-month-open-already";

fn submit(installation: &Installation, actor: &Actor, verb: &str, input: Value) -> Result<Value> {
    let caller = Caller { actor, now: clock(), seed: seed()?, command_id: None };
    installation.door().submit(caller, verb, input)
}

/// The regular runs of a month that are being drawn.
fn drawing(
    installation: &Installation,
    actor: &Actor,
    benefit: Option<&str>,
    month: Month,
) -> Result<Vec<Value>> {
    let all = ask(
        installation,
        actor,
        "runs.runs",
        json!({ "benefit": benefit, "month": month, "per_page": 500 }),
    )?;
    let rows = all["rows"].as_array().cloned().unwrap_or_default();
    let rows = rows.iter().filter(|it| it["kind"] == "regular" && it["state"] == "drawing");
    Ok(rows.map(|it| it["id"].clone()).collect())
}

/// Turns the queue until these runs are drawn.
fn draw(start: &Start, installation: &Installation, actor: &Actor, runs: &[Value]) -> Result<Vec<Value>> {
    let process = Process::begin(installation)?;
    let mut runner = process.runner(0);
    let mut progress = start.out.progress(&start.out.words("runs-state-drawing", &[]), None);
    let mut steps = 0;
    let mut drawn = Vec::new();
    for run in runs {
        // Started again after a kill it is the queue that goes on where it was.
        loop {
            match runner.turn(&installation.door(), clock(), seed()?)? {
                Did::Step => {
                    steps += 1;
                    progress.at(steps, None);
                }
                Did::Nothing | Did::Failed | Did::Ended(_) => {
                    let state = ask(installation, actor, "runs.run", json!({ "run": run }))?;
                    if state["state"] != "drawing" {
                        drawn.push(state);
                        break;
                    }
                    thread::sleep(LOOK);
                }
            }
        }
    }
    Ok(drawn)
}

/// A line for each run, and the sum.
fn all_shown(start: &Start, runs: &[Value]) -> Result<()> {
    start.out.answer(&json!(runs), |out| {
        let mut sum = Money::ZERO;
        for run in runs {
            let figures = &run["figures"];
            let args = [
                ("batch", text(&run["batch"])),
                ("population", text(&figures["population"])),
                ("due", text(&figures["due"])),
                ("amount", yuan(&figures["amount"])),
            ];
            writeln!(out, "{}", start.out.words("audit-run-summary", &args))?;
            sum += Money(figures["amount"].as_i64().unwrap_or(0));
        }
        writeln!(out, "{} {}", start.out.words("runs-total", &[]), sum.grouped())
    })
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn shown(start: &Start, run: &Value) -> Result<()> {
    let figures = &run["figures"];
    start.out.answer(run, |out| {
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
