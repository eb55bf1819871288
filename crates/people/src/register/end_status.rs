//! Says that a status no longer holds from a day on.

use base::{Day, Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    edit::{self, Done, Target},
    status::Status,
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EndStatus {
    #[serde(flatten)]
    pub target: Target,
    pub status: Status,
    pub value: String,
    /// The first day on which it does not hold.
    pub on: Day,
}

impl Verb for EndStatus {
    const NAME: &'static str = "register.end-status";
    const RIGHT: &'static str = "register.write";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Done;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        edit::place(cx, &self.target.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Done> {
        let (slot, _) = self.status.slot(&self.value);
        edit::edit(cx, &self.target, |cx, writing, held| {
            if writing.end(cx, held, (self.status.kind(), slot), self.on, None) {
                Ok(())
            } else {
                Err(Error::invalid("value", "register-does-not-hold"))
            }
        })
    }
}
