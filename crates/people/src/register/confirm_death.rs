//! Confirms a death with its proof, on the day that counts. It stays in the register with its end.

use base::{Day, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    edit::{self, Done, Evidence, Target},
    person::CONFIRMED,
    record_death::said,
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ConfirmDeath {
    #[serde(flatten)]
    pub target: Target,
    pub day: Day,
    /// The certificate: death certificate, cremation certificate, cancelled registration.
    pub proof: String,
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Verb for ConfirmDeath {
    const NAME: &'static str = "register.confirm-death";
    const RIGHT: &'static str = "register.write";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Done;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        edit::place(cx, &self.target.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Done> {
        edit::past(cx, "day", self.day)?;
        edit::required("proof", &self.proof)?;
        let said = [said(self.day, CONFIRMED, self.proof.trim())];
        edit::say(cx, &self.target, &self.evidence, &said)
    }
}
