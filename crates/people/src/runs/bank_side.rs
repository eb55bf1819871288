//! What the rooms below this one ask of a run: the bank what to pay, payees whether they are frozen.

use base::{Error, Money, Result};
use platform::Cx;

use super::{
    steps::{self, StepKind},
    table::{
        owed::{self, Part},
        run,
    },
    withdraw,
};
use crate::bank::balance::Sum;

/// What a batch says of the run it pays.
pub(crate) struct ForBank {
    pub(crate) id: String,
    pub(crate) batch: String,
    pub(crate) benefit: String,
}

/// A part of an instruction that may be paid.
pub(crate) struct Payable {
    pub(crate) person: String,
    pub(crate) benefit: String,
    pub(crate) part: Part,
    pub(crate) area: String,
    pub(crate) amount: Money,
}

/// A run that may go to the bank: everybody has confirmed it, and it is not closed.
pub(crate) fn for_bank(cx: &mut Cx, id: &str) -> Result<ForBank> {
    let it = run::get(cx, id)?;
    let at = |step: &str| it.steps.iter().position(|it| it.id == step);
    let bank = it.steps.iter().position(|it| it.kind == StepKind::Bank);
    if it.state != "posted" || at(&it.step) < bank {
        return Err(Error::conflict("bank-run-not-confirmed"));
    }
    Ok(ForBank { id: it.id, batch: it.batch, benefit: it.benefit })
}

pub(crate) fn benefit_of(cx: &mut Cx, id: &str) -> Result<String> {
    Ok(run::get(cx, id)?.benefit)
}

/// What waits to be paid, or (`again`) what failed or came back.
pub(crate) fn payable(cx: &mut Cx, id: &str, again: bool) -> Result<Vec<Payable>> {
    let wanted = if again { "failed" } else { "locked" };
    let mut all = Vec::new();
    for it in owed::instructions(cx, id)? {
        for part in [Part::Month, Part::Arrears] {
            let (amount, state) = it.part(part);
            if state == wanted {
                all.push(Payable {
                    person: it.person.clone(),
                    benefit: it.benefit.clone(),
                    part,
                    area: it.area.clone(),
                    amount,
                });
            }
        }
    }
    Ok(all)
}

/// What went into a batch, and what could not.
pub(crate) fn gone_to_bank(
    cx: &mut Cx,
    id: &str,
    sent: &[(String, Part)],
    without: &[(String, Part)],
    again: bool,
) -> Result<()> {
    if again {
        return mark(cx, id, sent, "sent");
    }
    owed::all_sent(cx, id)?;
    mark(cx, id, without, "locked")
}

/// A batch was dropped before it was sent.
pub(crate) fn back_from_bank(cx: &mut Cx, id: &str, lines: &[(String, Part)], again: bool) -> Result<()> {
    mark(cx, id, lines, if again { "failed" } else { "locked" })
}

fn mark(cx: &mut Cx, id: &str, lines: &[(String, Part)], state: &str) -> Result<()> {
    for (person, part) in lines {
        let mut it = owed::instruction(cx, id, person)?;
        it.set(*part, state);
        owed::save_instruction(cx, &it, None)?;
    }
    Ok(())
}

/// The first file went out: the step `bank` is done.
pub(crate) fn file_sent(cx: &mut Cx, id: &str) -> Result<()> {
    let it = run::get(cx, id)?;
    let rule = it.steps.iter().find(|rule| rule.id == it.step && rule.kind == StepKind::Bank);
    if let Some(rule) = rule.cloned() {
        super::confirm::enter(cx, &it, &rule, &it.area.clone(), &super::confirm::Signed::default())?;
        let next = steps::next(&it.steps, &rule.id, false).to_owned();
        run::move_on(cx, &it, "posted", &next)?;
    }
    Ok(())
}

/// Enters answers of the bank.
pub(crate) fn settle(cx: &mut Cx, id: &str, answers: &[super::settle::Answered]) -> Result<()> {
    let it = run::get(cx, id)?;
    super::settle::settle(cx, &it, answers)
}

/// Shuts the books of a run. What failed and was not paid again is owed still: a later run pays it.
pub(crate) fn close(cx: &mut Cx, id: &str, revision: i64, checksum: &str) -> Result<()> {
    let mut it = run::get(cx, id)?;
    if it.revision != revision {
        return Err(Error::conflict("runs-moved-on"));
    }
    if it.state != "posted" {
        return Err(Error::conflict("runs-not-posted"));
    }
    let rule = it.steps.iter().find(|it| it.kind == StepKind::Close).cloned();
    let rule = rule.ok_or_else(|| Error::conflict("runs-not-this-step"))?;
    let at = |step: &str| it.steps.iter().position(|it| it.id == step);
    let reply = it.steps.iter().position(|it| it.kind == StepKind::Reply);
    if at(&it.step) < reply {
        return Err(Error::conflict("runs-not-this-step"));
    }
    super::apart(cx, &it, &rule)?;
    let area = it.area.clone();
    super::confirm::enter(cx, &it, &rule, &area, &super::confirm::Signed::default())?;
    withdraw::all_failed(cx, &it)?;
    it.revision = revision;
    run::close(cx, &it, checksum)
}

/// Whether a payment to this person is locked or at the bank.
pub(crate) fn in_flight(cx: &mut Cx, person: &str) -> Result<bool> {
    owed::in_flight(cx, person)
}

/// Parts that a run instructed, whatever became of them.
pub(crate) fn approved(cx: &mut Cx, id: &str) -> Result<Sum> {
    let mut sum = sum(cx, id, |state| state != "none")?;
    sum.count = owed::instructions(cx, id)?.len() as i64;
    Ok(sum)
}

/// Parts that a run instructed and did not withdraw.
pub(crate) fn instructed(cx: &mut Cx, id: &str) -> Result<Sum> {
    sum(cx, id, |state| !matches!(state, "none" | "withdrawn"))
}

/// Parts that have not gone to the bank.
pub(crate) fn unsent(cx: &mut Cx, id: &str) -> Result<Sum> {
    sum(cx, id, |state| state == "locked")
}

fn sum(cx: &mut Cx, id: &str, counts: impl Fn(&str) -> bool) -> Result<Sum> {
    let mut sum = Sum::default();
    for it in owed::instructions(cx, id)? {
        for part in [Part::Month, Part::Arrears] {
            let (amount, state) = it.part(part);
            if counts(state) {
                sum.add(Sum { count: 1, amount });
            }
        }
    }
    Ok(sum)
}

/// The next persons who were paid anything, by id.
pub(crate) fn paid_after(cx: &mut Cx, after: &str, limit: i64) -> Result<Vec<String>> {
    owed::paid_after(cx, after, limit)
}
