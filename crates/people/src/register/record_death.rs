//! Records a death: reported, until it is confirmed with its proof. A reported death suspends
//! nothing by itself; those who pay hear of it and decide.

use base::{Day, Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    edit::{self, Done, Evidence, Target},
    interval::Span,
    person::{CONFIRMED, DEATH, REPORTED},
    statement::{Kind, Said},
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RecordDeath {
    #[serde(flatten)]
    pub target: Target,
    /// The day of death: the date that counts.
    pub day: Day,
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Verb for RecordDeath {
    const NAME: &'static str = "register.record-death";
    const RIGHT: &'static str = "register.write";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Done;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        edit::place(cx, &self.target.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Done> {
        edit::past(cx, "day", self.day)?;
        let from = self.evidence.provenance(cx)?;
        edit::edit(cx, &self.target, |cx, writing, held| {
            let confirmed = held.slot(Kind::Event, DEATH).any(|it| it.text("state") == CONFIRMED);
            if confirmed {
                return Err(Error::conflict("register-death-confirmed-already"));
            }
            writing.say(cx, held, &said(self.day, REPORTED, &from.basis), &from)?;
            Ok(())
        })
    }
}

pub(crate) fn said(day: Day, state: &str, proof: &str) -> Said {
    Said::new(Kind::Event, DEATH, DEATH, Span::since(day)).with("state", state).with_text("proof", proof)
}
