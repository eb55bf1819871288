//! The office answers what was said against a published case.

use base::{Error, Fault, Result};
use platform::{
    Cx, Place, Purpose, Verb,
    tasks::{self, Outcome},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{TASK, ask, hold, table};
use crate::cases::access;

const ANSWER_CHARS_MAX: usize = 1_000;

/// Answers an objection. What is wrong is then corrected in the case, or taken down.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AnswerObjection {
    pub objection: String,
    /// Whether the sender was right.
    pub upheld: bool,
    /// What the sender reads.
    pub answer: String,
}

impl Verb for AnswerObjection {
    const NAME: &'static str = "cases.answer-objection";
    const RIGHT: &'static str = "cases.act";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        let it = table::objection(cx, &self.objection)?;
        access::place(cx, &it.case).map_err(|_| Error::missing("objection"))
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let it = table::objection(cx, &self.objection)?;
        let (case, ready) = access::case(cx, &it.case)?;
        if !ask::is_office(cx, &ready.book.open) {
            return Err(Error::denied("cases-not-your-publication"));
        }
        let answer = self.answer.trim();
        if answer.is_empty() {
            return Err(Error::invalid("answer", "cases-needed"));
        }
        if ANSWER_CHARS_MAX < answer.chars().count() {
            return Err(Fault::new("answer", "cases-too-long").arg("most", ANSWER_CHARS_MAX).into());
        }
        table::settle(cx, &it.id, if self.upheld { "upheld" } else { "kept" }, answer)?;
        tasks::close(cx, TASK, &case.id, Some(&it.id), Outcome::Done, &it.id)?;
        hold::tell(cx, &case, "answered", answer)
    }
}
