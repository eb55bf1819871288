//! Says the phone of a person, from a day on.

use base::{Day, Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    edit::{self, Done, Evidence, Target},
    interval::Span,
    statement::{OWN, Said},
};

/// Shortest and longest phone number in digits: a local line, a mobile with its country.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SetContact {
    #[serde(flatten)]
    pub target: Target,
    pub phone: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Verb for SetContact {
    const NAME: &'static str = "register.set-contact";
    const RIGHT: &'static str = "register.write";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Done;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        edit::place(cx, &self.target.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Done> {
        let said = Said::phone(OWN, &self.phone, Span::since(self.from.unwrap_or_else(|| cx.today())));
        if !DIGITS.contains(&said.value.len()) {
            return Err(Error::invalid("phone", "register-not-a-phone"));
        }
        edit::say(cx, &self.target, &self.evidence, &[said])
    }
}
