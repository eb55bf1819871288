//! Records a life event other than death or a move: an admission to a home, a hospital stay, and
//! what else the pack lists; with its source, its proof and the dates that count.

use base::{Day, Error, Fault, Result};
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
pub struct RecordEvent {
    #[serde(flatten)]
    pub target: Target,
    /// An id of the pack's list of events.
    pub event: String,
    /// The slot of an event that is corrected or ended; a new one when nothing is said.
    #[serde(default)]
    pub which: Option<String>,
    pub day: Day,
    /// The last day, for what lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// The home, the hospital.
    #[serde(default)]
    pub place: Option<String>,
    #[serde(default)]
    pub proof: Option<String>,
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Verb for RecordEvent {
    const NAME: &'static str = "register.record-event";
    const RIGHT: &'static str = "register.write";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Done;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        edit::place(cx, &self.target.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Done> {
        edit::known(cx, Kind::Event, "event", &self.event)?;
        let (place, proof) = (self.place.unwrap_or_default(), self.proof.unwrap_or_default());
        edit::short("place", &place)?;
        edit::short("proof", &proof)?;
        let to = self.until.map_or(Day::LAST, |it| it.plus_days(1));
        let span = Span::new(self.day, to)
            .ok_or_else(|| Fault::new("until", "register-ends-before").arg("from", self.day))?;
        if self.which.as_deref() == Some(DEATH) {
            return Err(Error::invalid("which", "register-death-has-its-form"));
        }
        let slot = match self.which.filter(|it| !it.is_empty()) {
            Some(slot) => slot,
            None => cx.mint(),
        };
        let state = if proof.trim().is_empty() { REPORTED } else { CONFIRMED };
        let said = Said::new(Kind::Event, slot, &self.event, span)
            .with("state", state)
            .with_text("place", place.trim())
            .with_text("proof", proof.trim());
        edit::say(cx, &self.target, &self.evidence, &[said])
    }
}
