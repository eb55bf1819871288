//! Proof of life: entered when somebody is seen, and the daily look at who has not been.

use std::collections::HashMap;

use base::{Day, Error, Month, Result, error::OrBroken, name::masked};
use platform::{
    Cx, Place, Purpose, Step, Verb, Work, notices,
    tasks::{self, NewTask},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    recovery::{Next, Proof, Rules, Way, next},
    table::proofs,
};
use crate::{
    entry,
    register::{self, lean::Lean},
    runs::{self, suspend::SuspendReason},
};

/// Enters that somebody was seen alive; what a suspension for this held back is paid again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Prove {
    pub person: String,
    pub day: Day,
    pub way: Way,
    /// What shows it: a record, a file, who was spoken to.
    pub evidence: String,
}

impl Verb for Prove {
    const NAME: &'static str = "recovery.prove-life";
    const RIGHT: &'static str = "proof.write";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        runs::source::place(cx, &self.person)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        if cx.today() < self.day {
            return Err(Error::invalid("day", "recovery-proof-in-future"));
        }
        if self.evidence.trim().is_empty() {
            return Err(Error::invalid("evidence", "recovery-needed"));
        }
        let pack = cx.house.packs.county(cx.county())?;
        let proof = &pack.get::<Rules>().proof;
        if !proof.takes(self.way) {
            return Err(Error::invalid("way", "recovery-way-not-taken"));
        }
        seen(cx, proof, &self.person, self.day, self.way, self.evidence.trim())?;
        cx.subject("person", &self.person);
        cx.note("way", self.way.as_str());
        Ok(())
    }
}

/// Keeps that somebody was seen; what a suspension for this held back is paid again.
pub(super) fn seen(
    cx: &mut Cx,
    proof: &Proof,
    person: &str,
    day: Day,
    way: Way,
    evidence: &str,
) -> Result<()> {
    proofs::insert(cx, person, day, way.as_str(), evidence)?;
    if next(proof, Some(day), None, cx.today()) == Next::Proved {
        resume(cx, person)?;
    }
    Ok(())
}

fn resume(cx: &mut Cx, person: &str) -> Result<()> {
    proofs::proved(cx, person)?;
    tasks::close(cx, TASK, person, None, tasks::Outcome::Done, "recovery.prove-life")?;
    runs::suspend::end(cx, person, SuspendReason::ProofOverdue, "recovery-proved")
}

/// The task of the village.
const TASK: &str = "prove-life";

/// Looks through everybody who is paid: asks, reminds, suspends, each when its day has come.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Look {}

const CHUNK_PERSONS: i64 = 1_000;

impl Work for Look {
    const KIND: &'static str = "recovery.look-for-proof";
    const NIGHTLY: bool = true;

    fn step(&self, cx: &mut Cx, cursor: Option<serde_json::Value>) -> Result<Step> {
        let pack = cx.house.packs.county(cx.county())?;
        let proof = pack.get::<Rules>().proof.clone();
        let (after, done): (String, i64) =
            cursor.map(serde_json::from_value).transpose().or_broken()?.unwrap_or_default();
        if !proof.asked {
            return Ok(Step::Done { answer: json!({ "asked": false }) });
        }
        let persons = runs::paid_after(cx, &after, CHUNK_PERSONS)?;
        let Some(last) = persons.last().cloned() else {
            return Ok(Step::Done { answer: json!({ "persons": done }) });
        };
        let seen = last_seen(cx, &proof, &persons)?;
        let stands = proofs::of_range(cx, &persons[0], &last)?;
        let today = cx.today();
        for person in &persons {
            let stands = stands.get(person);
            let next = next(&proof, seen.get(person).copied(), stands, today);
            if next == Next::Wait || (next == Next::Proved && stands.is_none_or(|it| it.state == "proved")) {
                continue;
            }
            let it = register::lean::one(cx, person)?;
            if it.died || it.merged || !register::lean::registered_here(cx, &it)? {
                // Nobody is paid here who could be asked; a task of before is not needed any more.
                tasks::close(cx, TASK, person, None, tasks::Outcome::Withdrawn, Look::KIND)?;
                continue;
            }
            match next {
                Next::Proved => resume(cx, person)?,
                Next::Ask(step) => ask(cx, &it, step, &proof)?,
                Next::Remind => say(cx, &it, "reminded")?,
                Next::Suspend => {
                    say(cx, &it, "suspended")?;
                    runs::suspend::begin(cx, person, "", today.month(), SuspendReason::ProofOverdue)?;
                }
                Next::Wait => (),
            }
        }
        let done = done + persons.len() as i64;
        Ok(Step::More { cursor: json!((last, done)), done, total: None })
    }
}

/// When each of these was last seen, by whatever was recorded: proofs that somebody entered, events
/// that only the living have, the village's look at an entrant. The roll that the county began with
/// was confirmed by villages and townships, so nobody is asked sooner than its time after that.
fn last_seen(cx: &mut Cx, proof: &Proof, persons: &[String]) -> Result<HashMap<String, Day>> {
    let (Some(first), Some(last)) = (persons.first(), persons.last()) else { return Ok(HashMap::new()) };
    let began = runs::first_opening(cx)?.map(Month::first_day);
    let mut seen: HashMap<String, Day> =
        began.map_or_else(HashMap::new, |day| persons.iter().map(|it| (it.clone(), day)).collect());
    let mut all = proofs::seen(cx, first, last)?;
    all.extend(register::lean::events_on(cx, (first, last), &proof.silent_events)?);
    all.extend(entry::seen_alive(cx, (first, last))?);
    for (person, day) in all {
        let latest = seen.entry(person).or_insert(day);
        *latest = day.max(*latest);
    }
    Ok(seen)
}

/// Gives the village the next ways to try, in the task that is open or a new one.
fn ask(cx: &mut Cx, it: &Lean, step: usize, proof: &Proof) -> Result<()> {
    let ways = proof.step.get(step).map_or(&[][..], |it| &it.ways);
    let detail = json!({ "state": "asked", "ways": ways });
    let task = tasks::open(
        cx,
        &NewTask {
            kind: TASK,
            reason: "",
            subject_kind: "person",
            subject_id: &it.id,
            label: &masked(&it.name),
            area: &it.registered,
            due_on: None,
            detail: detail.clone(),
        },
    )?;
    tasks::tell(cx, &task, &detail)?;
    proofs::set(cx, &it.id, &it.registered, "asked", step)
}

/// Reminds, or tells of the suspension: the person by a notice, the village by an urgent task.
fn say(cx: &mut Cx, it: &Lean, state: &str) -> Result<()> {
    let (message, today) =
        (if state == "reminded" { "proof-reminded" } else { "proof-suspended" }, cx.today());
    notices::write(
        cx,
        &notices::NewNotice {
            way: notices::Way::Paper,
            message,
            args: json!({}),
            to_kind: "person",
            to_id: &it.id,
            area: &it.registered,
            once: &format!("{message}/{}/{today}", it.id),
        },
    )?;
    if let Some(task) = tasks::open_about(cx, TASK, &it.id)? {
        tasks::urge(cx, &task, &json!({ "state": state }))?;
    }
    proofs::set(cx, &it.id, &it.registered, state, 0)
}
