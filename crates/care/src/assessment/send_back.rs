//! Another hand does not accept a result: the assessors answer anew; what they said before is kept.

use base::{Error, Result};
use platform::{
    Cx, Place, Purpose, Verb,
    tasks::{self, NewTask, Outcome},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    CONFIRM, FIELD,
    request::OWN,
    state::{Act, State},
    table::{self, hand, sheet},
};

/// Sends a result back to those who gave it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SendBack {
    pub assessment: String,
    pub why: String,
}

impl Verb for SendBack {
    const NAME: &'static str = "assessment.send-back";
    const RIGHT: &'static str = "assessment.confirm";
    const PURPOSE: Purpose = Purpose::Register;
    const APPROVAL: bool = true;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(table::get(cx, &self.assessment)?.place())
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let mut it = table::get(cx, &self.assessment)?;
        it.state.allow(Act::SendBack)?;
        let why = self.why.trim();
        if why.is_empty() {
            return Err(Error::invalid("why", "assessment-why-needed"));
        }
        if it.origin != OWN {
            // A paper of others is not answered anew; it is not accepted.
            return super::close::over(cx, it, "not_accepted");
        }
        for sheet in sheet::now(cx, &it.id)? {
            sheet::supersede(cx, &it.id, &sheet.id)?;
        }
        it.state = State::Assigned;
        why.clone_into(&mut it.words);
        (it.total, it.first_level, it.level, it.agreement) = (None, None, None, None);
        it.outcome = String::new();
        table::update(cx, &it)?;
        let by = cx.actor.account.clone();
        tasks::close(cx, CONFIRM, &it.id, None, Outcome::Done, &by)?;
        for hand in hand::now(cx, &it.id)? {
            let task = NewTask {
                kind: FIELD,
                reason: &hand.who.account,
                subject_kind: "assessment",
                subject_id: &it.id,
                label: &it.number,
                area: it.area(),
                due_on: None,
                detail: json!({ "assessor": hand.who.name, "why": why }),
            };
            tasks::open(cx, &task)?;
        }
        cx.subject("person", &it.person);
        cx.note("assessment", it.number);
        Ok(())
    }
}
