//! Facts that nobody found out in time (待核实): the nightly look.
//!
//! Unknown stops nobody who is being paid. The draw opens a task with a deadline; found out, the
//! task closes by itself and what was held back is paid. Overdue, the person is reminded, and only
//! where the pack says after how many days the payments are suspended, not stopped.

use base::{Day, Result, error::OrBroken};
use platform::{Cx, Step, Work, notices, tasks};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    suspend::{self, SuspendReason},
    table::owed,
};
use crate::benefits::{Engines, Unknown, unknown_facts};

/// The task that the draw opens, once a benefit and person.
pub(crate) const TASK: &str = "verify-fact";
/// Tasks of one transaction.
const CHUNK_TASKS_MAX: i64 = 500;

/// Looks through the facts that are to be found out, one benefit after the other.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Look {}

#[derive(Debug, Default, Serialize, Deserialize)]
struct At {
    /// The benefit, by its place in the pack.
    benefit: usize,
    after: String,
    seen: i64,
    settled: i64,
}

impl Work for Look {
    const KIND: &'static str = "runs.look-for-facts";
    const NIGHTLY: bool = true;

    fn step(&self, cx: &mut Cx, cursor: Option<Value>) -> Result<Step> {
        let mut at: At = cursor.map(serde_json::from_value).transpose().or_broken()?.unwrap_or_default();
        let pack = cx.house.packs.county(cx.county())?;
        let engines = pack.made::<Engines>();
        let Some(engine) = engines.iter().nth(at.benefit) else {
            return Ok(Step::Done { answer: json!({ "seen": at.seen, "settled": at.settled }) });
        };
        let open = tasks::open_of(cx, TASK, &engine.id, &at.after, CHUNK_TASKS_MAX)?;
        let Some(last) = open.last().map(|it| it.subject_id.clone()) else {
            return more(At { benefit: at.benefit + 1, after: String::new(), ..at });
        };
        let ids: Vec<String> = open.iter().map(|it| it.subject_id.clone()).collect();
        let (month, now) = (cx.today().month(), cx.now);
        let unknown = unknown_facts(cx, &engine.id, &ids, month, now)?;
        for (task, facts) in open.iter().zip(&unknown) {
            at.seen += 1;
            if facts.is_empty() {
                at.settled += 1;
                found_out(cx, &engine.id, &task.subject_id)?;
            } else {
                overdue(cx, &engine.id, &engine.benefit.unknown, task, facts)?;
            }
        }
        at.after = last;
        more(at)
    }
}

fn more(at: At) -> Result<Step> {
    let done = at.seen;
    Ok(Step::More { cursor: serde_json::to_value(at).or_broken()?, done, total: None })
}

fn found_out(cx: &mut Cx, benefit: &str, person: &str) -> Result<()> {
    tasks::close(cx, TASK, person, Some(benefit), tasks::Outcome::Done, Look::KIND)?;
    suspend::end(cx, person, SuspendReason::FactOverdue, "runs-fact-known")
}

/// What is due of somebody whose facts are still not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Wait,
    Remind,
    Suspend,
}

fn next(rules: &Unknown, due_on: Day, today: Day) -> Next {
    let late = due_on.days_until(today);
    match &rules.suspend_days {
        Some(days) if days.value <= late => Next::Suspend,
        _ if 0 < late => Next::Remind,
        _ => Next::Wait,
    }
}

fn overdue(cx: &mut Cx, benefit: &str, rules: &Unknown, task: &tasks::Open, facts: &[String]) -> Result<()> {
    let person = task.subject_id.as_str();
    let today = cx.today();
    let (message, state) = match next(rules, task.due_on, today) {
        Next::Wait => return Ok(()),
        Next::Remind => ("fact-reminded", "reminded"),
        Next::Suspend => ("fact-suspended", "suspended"),
    };
    let first = notices::write(
        cx,
        &notices::NewNotice {
            way: notices::Way::Paper,
            message,
            args: json!({ "benefit": benefit, "facts": facts }),
            to_kind: "person",
            to_id: person,
            area: &task.area,
            once: &format!("{message}/{benefit}/{}", task.id),
        },
    )?;
    if !first {
        return Ok(());
    }
    tasks::urge(cx, &task.id, &json!({ "facts": facts, "state": state }))?;
    // Who waits for the fact to enter is paid nothing that could be held back.
    let paid = owed::of_person(cx, benefit, person)?.iter().any(|it| base::Money::ZERO < it.paid);
    if state == "suspended" && paid {
        suspend::begin(cx, person, benefit, today.month(), SuspendReason::FactOverdue)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(suspend_days: Option<i64>, today: &str, want: Next) {
        let days = |value: i64| serde_json::json!({ "value": value, "basis": "x", "confidence": "local" });
        let mut rules = json!({ "verify_days": days(30) });
        if let Some(after) = suspend_days {
            rules["suspend_days"] = days(after);
        }
        let rules: Unknown = serde_json::from_value(rules).expect("rules");
        let due_on: Day = "2026-11-10".parse().expect("a day");
        assert_eq!(next(&rules, due_on, today.parse().expect("a day")), want, "{today}");
    }

    #[test]
    fn overdue_is_told_first_and_suspended_where_the_pack_says() {
        check(Some(20), "2026-11-10", Next::Wait);
        check(Some(20), "2026-11-11", Next::Remind);
        check(Some(20), "2026-11-29", Next::Remind);
        check(Some(20), "2026-11-30", Next::Suspend);
        check(None, "2026-11-11", Next::Remind);
        check(None, "2028-11-11", Next::Remind);
    }
}
