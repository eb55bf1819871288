//! Two assessors did not agree: they look at it together, and one record of both goes on.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    answer::{self, Answered, Given},
    scoring,
    state::Act,
    table::{self, sheet},
};

/// Keeps the joint record of two assessors who differed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Settle {
    pub assessment: String,
    #[serde(default)]
    pub sheet: Option<String>,
    /// What they agreed on; `words` says how.
    #[serde(flatten)]
    pub given: Given,
}

impl Verb for Settle {
    const NAME: &'static str = "assessment.settle";
    const RIGHT: &'static str = "assessment.answer";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Answered;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        answer::place(cx, &self.assessment)
    }

    fn run(self, cx: &mut Cx) -> Result<Answered> {
        let it = table::get(cx, &self.assessment)?;
        answer::mine(cx, &it)?;
        it.state.allow(Act::Settle)?;
        if self.given.words.trim().is_empty() {
            return Err(Error::invalid("words", "assessment-why-settled"));
        }
        let sent = self.given.answers.clone();
        let (answers, context) = scoring::read(cx, &it.instrument, self.given.answers, self.given.context)?;
        let mut given = Given { answers, context, ..self.given };
        // It took as long as the two visits did; writing the record says nothing of that.
        let apart = sheet::now(cx, &it.id)?;
        given.began_at = apart.iter().map(|it| it.began_at).min();
        given.ended_at = apart.iter().map(|it| it.ended_at).max();
        let row = match given.sheet(cx, &it, self.sheet, true) {
            Ok(row) => row,
            Err(error) => return Err(scoring::beside(cx, &it.instrument, &sent, error)?),
        };
        sheet::insert(cx, &row)?;
        cx.subject("person", &it.person);
        cx.note("assessment", it.number.clone());
        let state = answer::rated(cx, it, &row)?;
        Ok(Answered { assessment: self.assessment, sheet: row.id, state, differing: Vec::new() })
    }
}
