//! Proof of life: entered when somebody is seen, and the daily look at who has not been.

use base::{Day, Error, Result, error::OrBroken};
use platform::{
    Cx, Place, Purpose, Step, Verb, Work,
    tasks::{self, NewTask},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    recovery::{Next, Rules, Way, next},
    table::proofs,
};
use crate::{
    register,
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
        proofs::insert(cx, &self.person, self.day, self.way.as_str(), self.evidence.trim())?;
        let pack = cx.house.packs.county(cx.county())?;
        let proof = &pack.get::<Rules>().proof;
        if next(proof, Some(self.day), None, cx.today()) == Next::Proved {
            resume(cx, &self.person)?;
        }
        cx.subject("person", &self.person);
        cx.note("way", self.way.as_str());
        Ok(())
    }
}

fn resume(cx: &mut Cx, person: &str) -> Result<()> {
    proofs::proved(cx, person)?;
    tasks::close(cx, "prove-life", person, None, tasks::Outcome::Done, "recovery.prove-life")?;
    runs::suspend::end(cx, person, SuspendReason::ProofOverdue, "recovery-proved")
}

/// Looks through everybody who is paid: asks, reminds, suspends, each when its day has come.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Look {}

const CHUNK_PERSONS: i64 = 1_000;

impl Work for Look {
    const KIND: &'static str = "recovery.look-for-proof";

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
        let (seen, stands) = proofs::of_range(cx, &persons[0], &last)?;
        let today = cx.today();
        for person in &persons {
            let stands = stands.get(person);
            let next = next(
                &proof,
                seen.get(person).copied(),
                stands.map(|(state, since)| (state.as_str(), *since)),
                today,
            );
            match next {
                Next::Proved if stands.is_some_and(|(state, _)| state != "proved") => resume(cx, person)?,
                Next::Ask => ask(cx, person, "asked")?,
                Next::Remind => ask(cx, person, "reminded")?,
                Next::Suspend => {
                    ask(cx, person, "suspended")?;
                    runs::suspend::begin(cx, person, today.month(), SuspendReason::ProofOverdue)?;
                }
                Next::Proved | Next::Wait => (),
            }
        }
        let done = done + persons.len() as i64;
        Ok(Step::More { cursor: json!((last, done)), done, total: None })
    }
}

fn ask(cx: &mut Cx, person: &str, state: &str) -> Result<()> {
    let it = register::lean::one(cx, person)?;
    let label: String = it.name.chars().take(1).chain(['*']).collect();
    tasks::open(
        cx,
        &NewTask {
            kind: "prove-life",
            reason: "",
            subject_kind: "person",
            subject_id: person,
            label: &label,
            area: &it.registered,
            due_on: None,
            detail: json!({ "state": state }),
        },
    )?;
    proofs::set(cx, person, &it.registered, state)
}
