//! What of the months waits for the reader: a roll to open, changes to confirm, an approval, the
//! budget, the bank. Who may not do a step because they did an earlier one is not asked for it.

use base::{Month, Result};
use platform::{
    Cx, Purpose, Question, Scope,
    waits::{Wait, Waits},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::townships;
use crate::{
    benefits::Engines,
    runs::{
        apart,
        steps::{StepKind, StepRule},
        table::run::{self, RunRow, StepRow},
    },
};

/// What of the months waits for the reader.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct RunWaits {}

impl Question for RunWaits {
    const NAME: &'static str = "runs.waits";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Waits;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Waits> {
        let mut waits = Waits::default();
        if scope.area().is_empty() {
            return Ok(waits);
        }
        to_open(cx, &mut waits)?;
        for it in run::unfinished(cx)? {
            let found = match it.state.as_str() {
                "drafted" => drafted(cx, &it, scope)?,
                "posted" => posted(cx, &it)?,
                _ => None,
            };
            if let Some(wait) = found {
                let key = format!("benefit-{}", it.benefit);
                waits.add(wait.about_key(key).about(&it.batch).month(it.month));
            }
        }
        Ok(waits)
    }
}

/// Benefits whose roll of this month nobody has opened.
fn to_open(cx: &mut Cx, waits: &mut Waits) -> Result<()> {
    if !cx.actor.may("benefits.prepare") {
        return Ok(());
    }
    let month: Month = cx.today().month();
    let pack = cx.house.packs.county(cx.county())?;
    for benefit in pack.made::<Engines>().paid() {
        // What was never paid here and nobody was granted waits for nobody.
        let paid = benefit.benefit.main
            || run::opening(cx, &benefit.id)?.is_some()
            || crate::entry::anybody_granted(cx, &benefit.id)?;
        if !paid || !benefit.benefit.period.ends_with(month) {
            continue;
        }
        if run::of_month(cx, &benefit.id, month)?.is_empty() && run::drafting(cx, &benefit.id, "")?.is_none()
        {
            let wait = Wait::new("runs-wait-open", 1, "/runs");
            waits.add(wait.about_key(format!("benefit-{}", benefit.id)).month(month));
        }
    }
    Ok(())
}

fn drafted(cx: &mut Cx, it: &RunRow, scope: &Scope) -> Result<Option<Wait>> {
    let here = format!("/runs/{}", it.id);
    let (confirms, accepts) = (cx.actor.may("benefits.confirm"), cx.actor.may("benefits.accept"));
    let (approves, prepares) = (cx.actor.may("benefits.approve"), cx.actor.may("benefits.prepare"));
    if !(confirms || accepts || approves || prepares) {
        return Ok(None);
    }
    let rule = |kind: StepKind| it.steps.iter().find(|it| it.kind == kind);
    let done = run::steps_done(cx, &it.id)?;
    let mut late = Vec::new();
    let township = rule(StepKind::Township).filter(|it| !it.optional);
    if let Some(rule) = township {
        late = townships(cx, it)?;
        late.retain(|area| !did(&done, rule, area));
    }
    let due = |rule: &StepRule| (0 < rule.due_days).then(|| it.opened_at.day().plus_days(rule.due_days));
    if let Some(rule) = township.filter(|_| confirms) {
        let mine = late.iter().filter(|it| scope.covers(it)).count() as i64;
        if 0 < mine && apart(cx, it, rule).is_ok() {
            return Ok(Some(Wait::new("runs-wait-confirm", mine, here).due(due(rule))));
        }
    }
    // A village answers for itself, as long as its township has not.
    let village = it.area.len() < scope.area().len()
        && scope.area()[it.area.len()..].matches('/').count() == 2
        && late.iter().any(|it| scope.area().starts_with(it.as_str()));
    if let Some(rule) = rule(StepKind::Village).filter(|_| accepts && village)
        && !did(&done, rule, scope.area())
        && apart(cx, it, rule).is_ok()
    {
        return Ok(Some(Wait::new("runs-wait-village", 1, here).due(due(rule))));
    }
    if !(approves || prepares) {
        return Ok(None);
    }
    let passed = township.and_then(due).is_some_and(|it| it < cx.today());
    let may_leave_late = passed && approves;
    if !late.is_empty() && !may_leave_late {
        let wait = Wait::new("runs-wait-townships", late.len() as i64, here);
        return Ok(Some(wait.due(township.and_then(due)).others()));
    }
    let second = it.steps.iter().find(|rule| rule.id == it.step && rule.kind == StepKind::Second);
    let (label, rule) = match second {
        Some(rule) => ("runs-wait-second", Some(rule)),
        None => ("runs-wait-approve", rule(StepKind::Approve)),
    };
    let mine = match rule {
        Some(rule) => approves && apart(cx, it, rule).is_ok(),
        None => false,
    };
    let wait = Wait::new(label, 1, here);
    Ok(Some(if mine { wait } else { wait.others() }))
}

fn posted(cx: &mut Cx, it: &RunRow) -> Result<Option<Wait>> {
    let Some(rule) = it.steps.iter().find(|rule| rule.id == it.step) else { return Ok(None) };
    let run = format!("/runs/{}", it.id);
    let bank = format!("{run}/bank");
    // What is to be done, where, whose right it needs, and who waits for it.
    let (label, link, right, waiting) = match rule.kind {
        StepKind::Finance => ("runs-wait-finance", run, "benefits.finance", "benefits.prepare"),
        StepKind::Bank => ("runs-wait-bank", bank, "bank.send", "benefits.finance"),
        // The books are shut from the step of the return on, as soon as nothing is out any more.
        StepKind::Reply if 0 < at_the_bank(cx, &it.id)? => {
            ("runs-wait-reply", bank, "bank.answer", "bank.close")
        }
        StepKind::Reply | StepKind::Close => ("runs-wait-close", bank, "bank.close", "benefits.prepare"),
        _ => return Ok(None),
    };
    let wait = Wait::new(label, 1, link);
    let closes = it.steps.iter().find(|it| label == "runs-wait-close" && it.kind == StepKind::Close);
    let mine = cx.actor.may(right) && apart(cx, it, closes.unwrap_or(rule)).is_ok();
    Ok(if mine {
        Some(wait)
    } else if cx.actor.may(waiting) {
        Some(wait.others())
    } else {
        None
    })
}

/// Elders whose payment the bank has not answered.
fn at_the_bank(cx: &mut Cx, run: &str) -> Result<i64> {
    let county = cx.county();
    let (count,): (i64,) = cx.get(
        "instruction",
        "SELECT COUNT(*) FROM instruction
         WHERE county = $1 AND run = $2 AND (month_state = 'sent' OR arrears_state = 'sent')",
        &[county.into(), run.into()],
    )?;
    Ok(count)
}

fn did(done: &[StepRow], rule: &StepRule, area: &str) -> bool {
    done.iter().any(|it| it.step == rule.id && it.area == area)
}
