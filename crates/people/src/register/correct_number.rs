//! Says the resident number of a person, from a day on. A corrected birth date is a new number;
//! the number before stays, with its end. What is wrong or held by another is marked.

use base::{Day, Error, ResidentNumber, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    edit::{self, Done, Evidence, Target},
    interval::Span,
    statement::Said,
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CorrectNumber {
    #[serde(flatten)]
    pub target: Target,
    /// As written; fifteen digits are made eighteen.
    pub number: String,
    /// From when; since ever, when it was always this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Verb for CorrectNumber {
    const NAME: &'static str = "register.correct-number";
    const RIGHT: &'static str = "register.write";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Done;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        edit::place(cx, &self.target.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Done> {
        let number = ResidentNumber::read(&self.number);
        if number.text.is_empty() {
            return Err(Error::invalid("number", "register-required"));
        }
        edit::short("number", &number.text)?;
        let said = Said::number(&number, Span::since(self.from.unwrap_or(Day::FIRST)));
        edit::say(cx, &self.target, &self.evidence, &[said])
    }
}
