//! Somebody comes into a bed.

use std::collections::HashMap;

use base::{Day, Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    bed::Bed,
    home,
    stay::{self, Stay},
    table,
};
use crate::register::{self, interval::Span};

/// Begins a stay.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Begin {
    pub bed: String,
    pub person: String,
    /// The first day there.
    pub from: Day,
    /// The first day no longer there, of a stay that is over.
    #[serde(default)]
    pub to: Option<Day>,
    #[serde(default)]
    pub note: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Begun {
    pub stay: String,
    pub bed: String,
    pub facility: String,
}

impl Verb for Begin {
    const NAME: &'static str = "beds.begin";
    const RIGHT: &'static str = "beds.write";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Begun;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        home::place_of_bed(cx, &self.bed)
    }

    fn run(self, cx: &mut Cx) -> Result<Begun> {
        let bed = table::get(cx, &self.bed)?;
        let person = home::person(cx, &self.person)?;
        let span = span(self.from, self.to)?;
        let it = Stay {
            id: cx.mint(),
            facility: bed.facility.clone(),
            bed: bed.id.clone(),
            person: person.id,
            span,
        };
        fits(cx, &it, &bed, &[])?;
        table::put_stay(cx, &it, None, "", self.note.trim())?;
        cx.subject("person", &it.person);
        cx.note("bed", it.bed.as_str());
        cx.note("from", it.span.from.to_string());
        Ok(Begun { stay: it.id, bed: it.bed, facility: it.facility })
    }
}

/// The days of a stay.
pub(super) fn span(from: Day, to: Option<Day>) -> Result<Span> {
    let to = to.unwrap_or(Day::LAST);
    Span::new(from, to).ok_or_else(|| Error::invalid("to", "beds-ends-before-it-begins"))
}

/// Refuses what cannot be: two in a bed, one in two, a bed that is not in use, a day after death. The
/// stays of `but` are said anew in the same act.
pub(super) fn fits(cx: &mut Cx, it: &Stay, bed: &Bed, but: &[&str]) -> Result<()> {
    let mut others = table::any_of(cx, &it.person, &bed.id)?;
    others.retain(|other| other.id != it.id && !but.contains(&other.id.as_str()));
    let deaths: HashMap<String, Day> =
        register::deaths(cx, std::slice::from_ref(&it.person), base::Instant::MAX)?;
    let died = deaths.get(&it.person).copied();
    let faults = stay::against(it.span, &it.person, bed, &others, died, cx.today());
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}
