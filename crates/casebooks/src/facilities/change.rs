//! Changes what is said of a facility.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb, subjects::SubjectSource};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    facility::Facility,
    register::{Kept, check, clean},
    subject::Places,
    table,
};
use crate::cases::relocate;

/// Says anew what a facility is; the history keeps what it was.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    pub id: String,
    pub revision: i64,
    pub facility: Facility,
    #[serde(default)]
    pub note: String,
}

impl Verb for Change {
    const NAME: &'static str = "facilities.change";
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
        let facility = clean(self.facility.placed()?);
        check(cx, &facility, Some(&self.id))?;
        // A facility moves only where its keeper sees.
        if !cx.actor.scope(Purpose::Care).covers(&facility.area) {
            return Err(Error::invalid("facility.area", "door-outside-area"));
        }
        if table::named(cx, &facility.area, &facility.name, &self.id)? {
            return Err(Error::invalid("facility.name", "facilities-known-already"));
        }
        cx.subject("facility", &self.id);
        if facility == known.said {
            return Ok(Kept { facility: self.id, revision: known.revision });
        }
        table::update(cx, &known, &facility, self.note.trim())?;
        if facility.area != known.said.area
            && let Some(it) = Places.find(cx, &self.id)?
        {
            // What is under way goes to the new place's office, in the same transaction.
            let moved = relocate::follow(cx, Places.kind(), &it)?;
            cx.note("area", facility.area.as_str());
            cx.note("cases", moved);
        }
        Ok(Kept { facility: self.id, revision: known.revision + 1 })
    }
}
