//! The county approves. Townships that have not confirmed by their day go, with their lines, into
//! a supplementary run, and delay nobody.

use base::{Error, Fault, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    apart, ask,
    confirm::{Signed, enter},
    open,
    post::Post,
    steps::{self, StepKind},
    table::{
        roll,
        run::{self, RunRow},
    },
};

/// Approves a run for the county.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Approve {
    pub run: String,
    pub revision: i64,
    /// Leaves townships that are late to a supplementary run.
    #[serde(default)]
    pub leave_late: bool,
    #[serde(default, flatten)]
    pub signed: Signed,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Approved {
    /// The run that carries the late townships, if any.
    pub supplementary: Option<String>,
}

impl Verb for Approve {
    const NAME: &'static str = "runs.approve";
    const RIGHT: &'static str = "benefits.approve";
    const PURPOSE: Purpose = Purpose::Benefits;
    const APPROVAL: bool = true;
    type Answer = Approved;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Approved> {
        let mut it = run::get(cx, &self.run)?;
        if it.revision != self.revision {
            return Err(Error::conflict("runs-moved-on"));
        }
        if it.state != "drafted" || it.kind == "shadow" {
            return Err(Error::conflict("runs-not-drafted"));
        }
        let rule = it.steps.iter().find(|it| it.kind == StepKind::Approve).cloned();
        let rule = rule.ok_or_else(|| Error::conflict("runs-not-this-step"))?;
        let at = |id: &str| it.steps.iter().position(|step| step.id == id);
        if at(&rule.id) < at(&it.step) {
            return Err(Error::conflict("runs-not-this-step"));
        }
        apart(cx, &it, &rule)?;
        let late = unconfirmed(cx, &it)?;
        let supplementary = if late.is_empty() { None } else { Some(self.leave(cx, &it, &late)?) };
        enter(cx, &it, &rule, &it.area.clone(), &self.signed)?;
        let second = ask::needs_second(cx, &it.id)?;
        advance(cx, &mut it, &rule.id, second)?;
        cx.subject("run", &it.id);
        cx.note("late-townships", late.len());
        Ok(Approved { supplementary })
    }
}

impl Approve {
    fn leave(&self, cx: &mut Cx, it: &RunRow, late: &[String]) -> Result<String> {
        let fault = |key: &'static str| {
            Fault::new("leave_late", key).arg("count", late.len()).arg("areas", late.join(" "))
        };
        if !self.leave_late {
            return Err(fault("runs-townships-missing").into());
        }
        let days = it.steps.iter().find(|it| it.kind == StepKind::Township).map_or(0, |it| it.due_days);
        let due = it.opened_at.day().plus_days(days);
        if cx.today() <= due && 0 < days {
            return Err(Error::Conflict(fault("runs-townships-not-late-yet").arg("due", due)));
        }
        if late.len() == ask::townships(cx, it)?.len() {
            return Err(Error::Conflict(fault("runs-no-township-confirmed")));
        }
        let mut other = open::new(cx, &it.benefit, it.month, "supplementary", it.known_at)?;
        other.parent = Some(it.id.clone());
        other.pack_version.clone_from(&it.pack_version);
        other.opened_by.clone_from(&it.opened_by);
        "drafted".clone_into(&mut other.state);
        other.step = it.steps.first().map_or_else(|| "approve".to_owned(), |it| it.id.clone());
        run::insert(cx, &other)?;
        for area in late {
            roll::move_area(cx, &it.id, area, &other.id)?;
        }
        let moved = ask::count_lines(cx, &other.id)?;
        run::set_population(cx, &other.id, moved)?;
        run::set_population(cx, &it.id, it.population - moved)?;
        crate::audit::void_prints(cx, &it.id, "audit-line-changed")?;
        Ok(other.id)
    }
}

/// Townships of the run that have not confirmed, if the pack asks them to.
fn unconfirmed(cx: &mut Cx, it: &RunRow) -> Result<Vec<String>> {
    let Some(rule) = it.steps.iter().find(|it| it.kind == StepKind::Township && !it.optional) else {
        return Ok(Vec::new());
    };
    let done = run::steps_done(cx, &it.id)?;
    let mut areas = ask::townships(cx, it)?;
    areas.retain(|area| !done.iter().any(|step| step.step == rule.id && &step.area == area));
    Ok(areas)
}

/// Moves on from an approval; after the last of them the money is put in force.
pub(crate) fn advance(cx: &mut Cx, it: &mut RunRow, done: &str, second: bool) -> Result<()> {
    let next = steps::next(&it.steps, done, second).to_owned();
    if steps::locks(&it.steps, done, second) {
        run::move_on(cx, it, "posting", &next)?;
        cx.enqueue("runs.post", &Post { run: it.id.clone(), persons: None }, cx.now)?;
    } else {
        run::move_on(cx, it, &it.state.clone(), &next)?;
    }
    it.revision += 1;
    Ok(())
}
