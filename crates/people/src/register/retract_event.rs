//! Takes a life event back: it did not happen. A false death is the case that matters: whoever was
//! taken for dead lives, and what was stopped can go on. That it was once told stays on record.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    edit::{self, Done, Evidence, Target},
    person::RETRACTED,
    statement::{Kind, Said},
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RetractEvent {
    #[serde(flatten)]
    pub target: Target,
    /// The event's slot: `death`, or the id of another event.
    pub event: String,
    pub why: String,
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Verb for RetractEvent {
    const NAME: &'static str = "register.retract-event";
    const RIGHT: &'static str = "register.write";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Done;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        edit::place(cx, &self.target.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Done> {
        edit::required("why", &self.why)?;
        let from = self.evidence.provenance(cx)?;
        edit::edit(cx, &self.target, |cx, writing, held| {
            let told = held.slot(Kind::Event, &self.event).find(|it| it.text("state") != RETRACTED);
            let told = told.ok_or_else(|| Error::missing("event"))?;
            let said = Said::new(Kind::Event, &self.event, &told.value, told.span)
                .with("state", RETRACTED)
                .with("why", self.why.trim());
            writing.say(cx, held, &said, &from)?;
            Ok(())
        })
    }
}
