//! Moves a person from a day on: the registered place (户籍), the living place (常住), or both.
//! The place before stays, with its end. A move out of the county ends the place here; the record
//! stays where it was last.

use base::{Day, Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    edit::{self, Done, Evidence, Target},
    interval::Span,
    statement::{Kind, Said},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    Registered,
    Living,
    Both,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Move {
    #[serde(flatten)]
    pub target: Target,
    pub which: Which,
    /// The village's path; nothing for a place outside the county.
    #[serde(default)]
    pub to: Option<String>,
    /// Where to, when it is outside the county; the address, when it is inside.
    #[serde(default)]
    pub address: Option<String>,
    /// The first day at the new place: the date that counts.
    pub day: Day,
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Verb for Move {
    const NAME: &'static str = "register.move";
    const RIGHT: &'static str = "register.write";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Done;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        edit::place(cx, &self.target.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Done> {
        let to = self.to.as_deref().unwrap_or("");
        let address = self.address.as_deref().unwrap_or("").trim();
        edit::village(cx, "to", to)?;
        edit::short("address", address)?;
        if to.is_empty() && address.is_empty() {
            return Err(Error::invalid("to", "register-place-required"));
        }
        let kinds: &[Kind] = match self.which {
            Which::Registered => &[Kind::Registered],
            Which::Living => &[Kind::Living],
            Which::Both => &[Kind::Registered, Kind::Living],
        };
        let said: Vec<Said> = kinds
            .iter()
            .map(|kind| Said::new(*kind, "", to, Span::since(self.day)).with_text("address", address))
            .collect();
        edit::say(cx, &self.target, &self.evidence, &said)
    }
}
