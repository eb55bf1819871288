//! A person settles a row of an answer that nobody may guess: doubled, altered, unknown.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{layout::Outcome, settle, table::answer};

/// Settles a doubtful row, after asking the bank.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SettleDoubt {
    pub answer: String,
    pub row: i64,
    /// What the bank says became of our line; nothing when the row concerns none of ours.
    #[serde(default)]
    pub outcome: Option<Outcome>,
    pub why: String,
}

impl Verb for SettleDoubt {
    const NAME: &'static str = "bank.settle-doubt";
    const RIGHT: &'static str = "bank.answer";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        if self.why.trim().is_empty() {
            return Err(Error::invalid("why", "runs-why-missing"));
        }
        let batch = answer::batch_of_answer(cx, &self.answer)?;
        let doubt = answer::doubt(cx, &self.answer, self.row)?;
        if let Some(outcome) = self.outcome {
            let line = answer::clear_row(cx, &batch.id, &doubt.number, self.row, outcome)?;
            let line = line.ok_or_else(|| Error::invalid("outcome", "bank-doubt-no-line"))?;
            let backwards = match line.was.as_str() {
                "unanswered" => false,
                "paid" => outcome != Outcome::Returned,
                _ => true,
            };
            if backwards {
                return Err(Error::invalid("outcome", "bank-doubt-backwards"));
            }
            settle::enter(cx, &batch, vec![line])?;
        }
        answer::settle_doubt(cx, &self.answer, self.row, self.why.trim())?;
        cx.subject("bank-batch", &batch.id);
        cx.note("row", self.row);
        cx.note("why", self.why);
        Ok(())
    }
}
