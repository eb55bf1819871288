//! Opens, suspends and closes a facility.

use base::{Day, Error, Fault, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    register::{Kept, not_ahead},
    table,
};

/// Which states follow which.
const WAYS: &[(&str, &str)] = &[
    ("planned", "open"),
    ("planned", "closed"),
    ("open", "suspended"),
    ("open", "closed"),
    ("suspended", "open"),
    ("suspended", "closed"),
    ("closed", "open"),
];

/// Says that a facility opened, stopped for a time, or closed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SetState {
    pub id: String,
    pub revision: i64,
    /// open, suspended, closed
    pub state: String,
    /// The day that counts.
    pub day: Day,
    pub reason: String,
}

/// The states that can follow `state`, for the form.
pub fn after(state: &str) -> impl Iterator<Item = &'static str> {
    WAYS.iter().filter(move |it| it.0 == state).map(|it| it.1)
}

impl Verb for SetState {
    const NAME: &'static str = "facilities.set-state";
    const RIGHT: &'static str = "facilities.write";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Kept;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(Place::Area(table::get(cx, &self.id)?.said.area))
    }

    fn run(self, cx: &mut Cx) -> Result<Kept> {
        let known = table::get(cx, &self.id)?;
        if known.revision != self.revision {
            return Err(Error::conflict("record-moved-on"));
        }
        if !WAYS.contains(&(known.state.as_str(), self.state.as_str())) {
            let fault = Fault::new("state", "facilities-no-such-way");
            return Err(Error::Conflict(fault.arg("from", known.state).arg("to", self.state)));
        }
        not_ahead(self.day, cx.today())?;
        if self.day < known.state_since {
            return Err(Fault::new("day", "facilities-before-the-last").arg("day", known.state_since).into());
        }
        let reason = self.reason.trim();
        if reason.is_empty() {
            return Err(Error::invalid("reason", "facilities-needed"));
        }
        if self.state == "closed" && 0 < table::attached(cx, &self.id)? {
            return Err(Error::conflict("facilities-has-stations"));
        }
        table::set_state(cx, &known, &self.state, self.day, reason)?;
        cx.subject("facility", &self.id);
        cx.note("state", self.state.as_str());
        Ok(Kept { facility: self.id, revision: known.revision + 1 })
    }
}
