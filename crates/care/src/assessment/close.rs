//! No assessment takes place: somebody died, is not reachable, is outside the county, or does not want it.

use base::{Error, Result};
use platform::{
    Cx, Place, Purpose, Verb,
    tasks::{self, Outcome},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    TASKS,
    pack::Procedure,
    request::WORDS_MAX,
    state::{Act, State},
    table::{self, Assessment, objection},
};

/// Closes an assessment without a result.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Close {
    pub assessment: String,
    /// An id of the pack's refusals.
    pub why: String,
    /// What happened, in words.
    #[serde(default)]
    pub words: String,
}

impl Verb for Close {
    const NAME: &'static str = "assessment.close";
    const RIGHT: &'static str = "assessment.assign";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(table::get(cx, &self.assessment)?.place())
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let mut it = table::get(cx, &self.assessment)?;
        it.state.allow(Act::Close)?;
        let pack = cx.house.packs.county(cx.county())?;
        if !pack.get::<Procedure>().refusals.value.contains(&self.why) {
            return Err(Error::invalid("why", "assessment-no-such-refusal"));
        }
        if WORDS_MAX < self.words.chars().count() {
            return Err(Error::invalid("words", "assessment-too-long"));
        }
        self.words.trim().clone_into(&mut it.words);
        over(cx, it, &self.why)
    }
}

/// Ends an assessment without a result, and what waited for it.
pub(super) fn over(cx: &mut Cx, mut it: Assessment, why: &str) -> Result<()> {
    it.state = State::Closed;
    why.clone_into(&mut it.closed_why);
    table::update(cx, &it)?;
    for open in objection::about(cx, &it.id)?.into_iter().filter(|o| o.review == it.id && o.state == "open") {
        objection::decide(cx, &open.id, "dismissed", &it.words)?;
    }
    close_tasks(cx, &it.id, Outcome::Withdrawn)?;
    cx.subject("person", &it.person);
    cx.note("assessment", it.number);
    cx.note("why", why);
    Ok(())
}

/// What people had to do for an assessment is done, or is not needed any more.
pub(super) fn close_tasks(cx: &mut Cx, assessment: &str, outcome: Outcome) -> Result<()> {
    let by = cx.actor.account.clone();
    for kind in TASKS {
        tasks::close(cx, kind, assessment, None, outcome, &by)?;
    }
    Ok(())
}
