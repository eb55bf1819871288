//! What a case decided in which somebody applied: it becomes the entrant that runs and explanations
//! go by. Told twice it changes nothing.

use base::{Day, Instant, Result};
use platform::Cx;

use super::{Entrant, entrant, look, move_to, table};
use crate::register;

/// How an application ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Approved,
    Refused,
    Withdrawn,
}

/// A decision about an application.
pub(crate) struct Decided<'d> {
    pub(crate) case: &'d str,
    pub(crate) person: &'d str,
    pub(crate) benefit: &'d str,
    pub(crate) outcome: Outcome,
    pub(crate) applied_on: Day,
    pub(crate) decided_on: Day,
    pub(crate) why: Option<&'d str>,
}

/// What became of the entrant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Came {
    /// It says what the case says.
    Written,
    /// It said so already.
    Same,
    /// The person has the benefit by another way, or the record is of somebody who is not there any more.
    Otherwise,
}

/// Writes what was decided.
pub(crate) fn settle(cx: &mut Cx, it: &Decided) -> Result<Came> {
    let own = table::case::of(cx, it.case)?;
    let latest = table::latest(cx, it.benefit, it.person)?;
    let stands = |other: &Entrant| !matches!(other.state.as_str(), "declined" | "refused");
    let other = latest.filter(|other| own.as_ref().is_none_or(|own| own.id != other.id) && stands(other));
    let approved = it.outcome == Outcome::Approved;
    let row = match (own, other) {
        (_, Some(other)) if approved && other.is_over() => return Ok(Came::Otherwise),
        // The entry under way is what the case has decided.
        (None, Some(other)) if approved => other,
        (Some(_), Some(_)) if approved => return Ok(Came::Otherwise),
        (Some(own), _) => own,
        (None, _) => match open(cx, it)? {
            Some(new) => new,
            None => return Ok(Came::Otherwise),
        },
    };
    let next = decided(&row, it, cx.actor.account.as_str(), cx.now);
    if table::case::case_of(cx, &row.id)?.as_deref() == Some(it.case) && next == row {
        return Ok(Came::Same);
    }
    table::case::bind(cx, &row.id, it.case)?;
    move_to(cx, &row, &next)?;
    Ok(Came::Written)
}

/// The row of somebody who has none, with the place and the name of today.
fn open(cx: &mut Cx, it: &Decided) -> Result<Option<Entrant>> {
    let lean = register::lean::one(cx, it.person)?;
    if lean.merged {
        return Ok(None);
    }
    let state = state_of(it.outcome);
    let new = look::open(cx, it.benefit, &lean, it.applied_on, "case", state);
    table::write::insert(cx, &new)?;
    Ok(Some(new))
}

fn state_of(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Approved => "approved",
        Outcome::Refused => "refused",
        Outcome::Withdrawn => "declined",
    }
}

/// An entrant as a decision leaves it; pure.
fn decided(row: &Entrant, it: &Decided, account: &str, now: Instant) -> Entrant {
    let mut next = row.clone();
    state_of(it.outcome).clone_into(&mut next.state);
    "case".clone_into(&mut next.mode);
    next.applied_on = Some(it.applied_on);
    next.why = it.why.map(str::to_owned);
    if it.outcome != Outcome::Approved {
        // What was granted until then stays owed.
        if entrant::is_granted(&row.state, row.left_on) {
            next.left_on = row.left_on.or(Some(it.decided_on));
        } else {
            (next.approved_by, next.approved_at) = (None, None);
        }
        return next;
    }
    next.left_on = None;
    let known = row.approved_at.filter(|at| row.state == "approved" && at.day() == it.decided_on);
    if known.is_none() {
        // Told on a later day than it was decided: the day of the decision counts.
        let at = if now.day() == it.decided_on { now } else { it.decided_on.starts_at() };
        (next.approved_by, next.approved_at) = (Some(account.to_owned()), Some(at));
    }
    next
}
