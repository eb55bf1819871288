//! Hears what became of an application, and writes it where runs and explanations look.

use base::{Day, Error, Result};
use casebooks::cases::step::Told;
use platform::{Cx, Step, Work};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::fields;
use crate::{
    benefits::Engines,
    entry::case::{self, Came, Outcome},
};

/// What a step of a book says in `tells`.
pub(super) const KIND: &str = "applications.decided";

/// A step of an application that decides it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Decided(pub Told);

impl Work for Decided {
    const KIND: &'static str = KIND;

    fn step(&self, cx: &mut Cx, _: Option<Value>) -> Result<Step> {
        let told = &self.0;
        let read = read(told)?;
        let pack = cx.house.packs.county(cx.county())?;
        let came = match pack.made::<Engines>().get(read.benefit) {
            // The county no longer has the benefit: there is nothing that could be given.
            Err(_) => Came::Otherwise,
            Ok(_) => case::settle(cx, &read)?,
        };
        let came = match came {
            Came::Written => "written",
            Came::Same => "same",
            Came::Otherwise => "otherwise",
        };
        Ok(Step::Done { answer: json!({ "case": told.case, "came": came }) })
    }
}

/// The decision in a case's values. A book that is checked has them; one that lacks them is told of.
fn read(told: &Told) -> Result<case::Decided<'_>> {
    let text = |id: &'static str| told.values.get(id).and_then(Value::as_str);
    let needed = |id: &'static str| text(id).ok_or_else(|| Error::invalid(id, "cases-needed"));
    let day = |id: &'static str| -> Result<Day> {
        needed(id)?.parse().map_err(|()| Error::invalid(id, "cases-needed"))
    };
    let outcome = match needed(fields::OUTCOME)? {
        "approved" => Outcome::Approved,
        "refused" => Outcome::Refused,
        "withdrawn" => Outcome::Withdrawn,
        _ => return Err(Error::invalid(fields::OUTCOME, "applications-outcome")),
    };
    Ok(case::Decided {
        case: &told.case,
        person: &told.subject,
        benefit: needed(fields::BENEFIT)?,
        outcome,
        applied_on: day(fields::APPLIED_ON)?,
        decided_on: day(fields::DECIDED_ON)?,
        why: text(fields::REASONS),
    })
}
