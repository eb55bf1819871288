//! A person decides a review: whose a row is, what its marks mean, why somebody is missing.

use base::{Day, Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    file::File,
    judge::{self, Verdict},
    review::{Decision, Review},
    table, unlisted,
};
use crate::register::{
    bulk::{self, Entry},
    draft::{Dated, Death, Draft, Provenance},
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decide {
    pub review: String,
    /// The revision that was seen.
    pub revision: i64,
    pub decision: Decision,
    /// Whose the row is; the person proposed when it is not said.
    #[serde(default)]
    pub person: Option<String>,
    /// The day of the death or the move, or the first on which what a list said is over.
    #[serde(default)]
    pub day: Option<Day>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Decided {
    pub review: String,
    pub revision: i64,
    /// Whose record the row went to, or who was entered for it.
    pub person: Option<String>,
}

impl Verb for Decide {
    const NAME: &'static str = "intake.decide";
    const RIGHT: &'static str = "intake.review";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Decided;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(Place::Area(table::review(cx, &self.review)?.area))
    }

    fn run(self, cx: &mut Cx) -> Result<Decided> {
        let mut review = table::review(cx, &self.review)?;
        if review.revision != self.revision || review.decided_at.is_some() {
            return Err(Error::conflict("intake-review-decided"));
        }
        let person = self.person.clone().or_else(|| review.person.clone());
        self.decision.fits(&review.kind, person.is_some(), self.day.is_some())?;
        if self.day.is_some_and(|it| cx.today() < it) {
            return Err(Error::invalid("day", "intake-day-in-future"));
        }
        let file = table::file(cx, &review.file)?;
        let person = self.write(cx, &review, &file, person)?;
        review.decision = Some(self.decision.as_str().to_owned());
        review.decided_for.clone_from(&person);
        review.decided_by = Some(cx.actor.account.clone());
        review.decided_at = Some(cx.now);
        table::update_review(cx, &review)?;
        cx.subject("review", review.id.clone());
        cx.note("decision", self.decision.as_str());
        Ok(Decided { review: review.id, revision: review.revision + 1, person })
    }
}

impl Decide {
    /// Writes what follows from the decision; answers whose record it is.
    fn write(
        &self,
        cx: &mut Cx,
        review: &Review,
        file: &File,
        person: Option<String>,
    ) -> Result<Option<String>> {
        let read = match review.seq {
            Some(seq) => {
                let row = table::row(cx, &file.id, seq)?;
                judge::judge(cx, file, &[row])?.pop()
            }
            None => None,
        };
        let from = Provenance { source: file.source.clone(), basis: basis(&review.id) };
        let of_row = read.as_ref().map(|it| it.entry(file).draft).unwrap_or_default();
        let draft = match (self.decision, self.day) {
            (Decision::Same, _) => Draft { death: None, name: None, ..of_row.clone() },
            (Decision::New, _) => {
                let living = of_row.living.clone().or_else(|| of_row.registered.clone());
                let named =
                    read.as_ref().map(|it| it.reading.record.name.clone()).filter(|it| !it.is_empty());
                let name = of_row.name.clone().or(named);
                Draft { death: None, living, name, ..of_row.clone() }
            }
            (Decision::Dead, Some(day)) => Draft {
                death: Some(Death { day, confirmed: false, proof: String::new() }),
                ..Draft::default()
            },
            (Decision::Moved, Some(day)) => {
                Draft { registered: Some(Dated::since(String::new(), day)), ..Draft::default() }
            }
            (Decision::Ended, Some(day)) => {
                let Some(person) = &person else { return Ok(None) };
                unlisted::end(cx, file, person, day, &from)?;
                return Ok(Some(person.clone()));
            }
            _ => {
                return Ok(person.filter(|_| self.decision == Decision::Stays));
            }
        };
        let whom = if self.decision == Decision::New { None } else { person };
        let entry = Entry { person: whom, draft, from, day: file.as_of };
        let outcome = bulk::commit(cx, &[entry])?.pop().ok_or_else(|| Error::missing("person"))?;
        if let Some(seq) = review.seq {
            let verdict = if self.decision == Decision::New { Verdict::New } else { Verdict::Changed };
            let now = cx.now;
            table::take_row(cx, &file.id, seq, verdict, Some(&outcome.person), Some(now))?;
        }
        Ok(Some(outcome.person))
    }
}

/// What statements that follow from a review name as their paper.
pub(crate) fn basis(review: &str) -> String {
    format!("review#{review}")
}
