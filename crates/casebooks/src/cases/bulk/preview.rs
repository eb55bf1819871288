//! What a step of many cases would come to: which would be refused, and why. Nothing is written.

use base::{Error, Result};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{ask::RefusedCase, cases_of, own_step};
use crate::cases::{
    access,
    ask::list::Cases,
    refusal::{Reason, reasons},
    step,
};

/// Cases that are judged one by one; beyond them a look ahead would take longer than it is worth.
const JUDGED_MAX: usize = 2_000;
/// Refused cases that are named.
const NAMED_MAX: usize = 100;

/// Looks ahead at `cases.bulk`, with the same input.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Preview {
    pub book: String,
    pub step: String,
    /// The cases by id; nothing when a list is given.
    pub cases: Vec<String>,
    /// All cases of the book under these filters.
    pub list: Option<Cases>,
    pub values: Map<String, Value>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Previewed {
    /// Cases that are chosen, and the first of them, which were looked at.
    pub cases: i64,
    pub judged: i64,
    /// Of those looked at, how many take the step.
    pub fits: i64,
    /// Every reason of those that do not, with how many have it.
    pub why: Vec<Why>,
    /// The first of them.
    pub refused: Vec<RefusedCase>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Why {
    pub reason: Reason,
    pub cases: i64,
}

impl Question for Preview {
    const NAME: &'static str = "cases.bulk-preview";
    const RIGHT: &'static str = "cases.act";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Previewed;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<Previewed> {
        let ready = access::book(cx, &self.book)?;
        own_step(cx, &ready, &self.step)?;
        let cases = cases_of(cx, &ready, &self.cases, self.list.as_ref())?;
        if cases.is_empty() {
            return Err(Error::invalid("cases", "cases-none-chosen"));
        }
        let mut told = Previewed { cases: cases.len() as i64, ..Previewed::default() };
        for case in cases.into_iter().take(JUDGED_MAX) {
            told.judged += 1;
            let (id, number, title) = (case.id.clone(), case.number.clone(), case.title.clone());
            let Err(error) = step::tried(cx, &ready, case, &self.step, &self.values) else {
                told.fits += 1;
                continue;
            };
            let reasons = reasons(error)?;
            for reason in &reasons {
                match told.why.iter_mut().find(|it| it.reason == *reason) {
                    Some(why) => why.cases += 1,
                    None => told.why.push(Why { reason: reason.clone(), cases: 1 }),
                }
            }
            if told.refused.len() < NAMED_MAX {
                told.refused.push(RefusedCase { case: id, number, title, reasons });
            }
        }
        told.why.sort_by_key(|it| std::cmp::Reverse(it.cases));
        Ok(told)
    }
}
