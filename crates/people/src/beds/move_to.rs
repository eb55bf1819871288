//! Somebody moves into another bed: one stay ends and the next begins on the same day.

use base::{Day, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{begin, end, home, stay::Stay, table};
use crate::register::interval::Span;

/// Moves somebody into another bed, of the same home or of another in the actor's area.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Move {
    pub stay: String,
    pub bed: String,
    /// The first day in the new bed.
    pub day: Day,
    #[serde(default)]
    pub note: String,
}

/// The `how` of a stay that went on in another bed.
pub const MOVED: &str = "moved";

impl Verb for Move {
    const NAME: &'static str = "beds.move";
    const RIGHT: &'static str = "beds.write";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = begin::Begun;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        home::place_of_stay(cx, &self.stay)
    }

    fn run(self, cx: &mut Cx) -> Result<begin::Begun> {
        let row = end::lasting(cx, &self.stay)?;
        let bed = table::get(cx, &self.bed)?;
        // The new bed's home must be the actor's to keep, too.
        let scope = cx.actor.scope(Purpose::Care);
        home::seen(cx, &scope, &bed.facility)?;
        let ended = end::ending(&row, self.day, cx.today())?;
        let it = Stay {
            id: cx.mint(),
            facility: bed.facility.clone(),
            bed: bed.id.clone(),
            person: row.stay.person.clone(),
            span: Span::since(self.day),
        };
        begin::fits(cx, &it, &bed, &[&row.stay.id])?;
        table::put_stay(cx, &ended, Some(row.version), MOVED, self.note.trim())?;
        table::put_stay(cx, &it, None, "", self.note.trim())?;
        cx.subject("person", &it.person);
        cx.note("from", ended.bed.as_str());
        cx.note("bed", it.bed.as_str());
        cx.note("day", self.day.to_string());
        Ok(begin::Begun { stay: it.id, bed: it.bed, facility: it.facility })
    }
}
