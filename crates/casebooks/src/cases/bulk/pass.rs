//! Passes through the chosen cases, chunk by chunk.

use base::{Error, Fault, Result, error::OrBroken};
use platform::{Cx, Step, Work};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    GIVEN, Given, ask,
    table::{self, Chosen},
};
use crate::cases::{
    access,
    refusal::{Reason, reasons},
    step,
};

/// Cases of one transaction.
const CHUNK: i64 = 100;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pass {
    pub bulk: String,
}

impl Work for Pass {
    const KIND: &'static str = "cases.bulk";

    fn step(&self, cx: &mut Cx, _: Option<Value>) -> Result<Step> {
        // What waits says how far it is; a cursor would only say it again.
        let bulk = table::get(cx, &self.bulk)?;
        let waiting = table::waiting(cx, &bulk.id, CHUNK)?;
        let Some(last) = waiting.last().map(|it| it.seq) else {
            table::end(cx, &bulk.id)?;
            let counts = ask::counts(cx, &bulk.id)?;
            return Ok(Step::Done { answer: serde_json::to_value(counts).or_broken()? });
        };
        let given: Given = serde_json::from_str(&cx.house.keys.open(GIVEN, &bulk.given)?).or_broken()?;
        let mut outcomes = Vec::with_capacity(waiting.len());
        for chosen in waiting {
            cx.mark()?;
            let refused = match take(cx, &bulk.step, &chosen, &given) {
                Ok(()) => {
                    cx.keep()?;
                    Vec::new()
                }
                Err(error) => {
                    // Trouble of the house's own ends the chunk, and it is done again.
                    let reasons = reasons(error)?;
                    cx.take_back()?;
                    reasons
                }
            };
            outcomes.push((chosen.seq, refused));
        }
        table::settle(cx, &bulk.id, &outcomes)?;
        Ok(Step::More { cursor: json!(last), done: last, total: Some(bulk.cases) })
    }
}

/// The step of one case, by the code of `cases.step`: sight, role, state, form and checks.
fn take(cx: &mut Cx, step: &str, chosen: &Chosen, given: &Given) -> Result<()> {
    let (case, ready) = access::case(cx, &chosen.case)?;
    if case.revision != chosen.revision {
        return Err(Error::Conflict(Fault::new("revision", "record-moved-on")));
    }
    step::by_hand(cx, &ready, case, step, &given.values, &given.note).map(drop)
}

/// Reasons as they are kept.
pub(super) fn told(reasons: &[Reason]) -> Result<String> {
    serde_json::to_string(reasons).or_broken()
}
