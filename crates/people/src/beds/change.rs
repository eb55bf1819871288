//! Says of which type beds are from a day on, or in which state: taken out of service, used again, closed.

use base::{Day, Error, Fault, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{bed::Status, home, pack::BedRules, table};
use crate::register::interval::Span;

/// Beds at once at most.
const BEDS_MAX: usize = 500;

/// Changes the type or the state of some beds of one home from a day on, until the next change that is known.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    pub facility: String,
    pub beds: Vec<String>,
    #[serde(default)]
    pub r#type: Option<String>,
    #[serde(default)]
    pub status: Option<Status>,
    pub day: Day,
    #[serde(default)]
    pub note: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Changed {
    pub facility: String,
    pub beds: i64,
}

impl Verb for Change {
    const NAME: &'static str = "beds.change";
    const RIGHT: &'static str = "beds.write";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Changed;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        home::place(cx, &self.facility)
    }

    fn run(self, cx: &mut Cx) -> Result<Changed> {
        let pack = cx.house.packs.county(cx.county())?;
        let kind = self.r#type.as_deref().filter(|it| !it.is_empty());
        if kind.is_some_and(|it| !pack.get::<BedRules>().r#type.contains_key(it)) {
            return Err(Error::invalid("type", "beds-no-such-type"));
        }
        if kind.is_none() && self.status.is_none() {
            return Err(Error::invalid("type", "beds-nothing-to-change"));
        }
        if self.beds.is_empty() || BEDS_MAX < self.beds.len() {
            return Err(Error::invalid("beds", "beds-which"));
        }
        if cx.today() < self.day {
            return Err(Error::invalid("day", "beds-day-ahead"));
        }
        for id in &self.beds {
            let bed = table::find(cx, id)?.filter(|it| it.facility == self.facility);
            let bed = bed.ok_or_else(|| Error::missing("bed"))?;
            if bed.states.days().next().is_some_and(|first| self.day < first) {
                return Err(Fault::new("day", "beds-before-the-bed").arg("bed", bed.name()).into());
            }
            if let Some(kind) = kind {
                table::change(cx, &bed, "type", kind, self.day, self.note.trim())?;
            }
            let Some(status) = self.status else { continue };
            if status != Status::InUse {
                // Up to the next change that is known; whoever lies there then has to go first.
                let next = bed.states.days().find(|it| self.day < *it).unwrap_or(Day::LAST);
                let span = Span { from: self.day, to: next };
                let there = table::any_of(cx, "", id)?;
                if let Some(stay) = there.iter().find(|it| it.span.overlaps(span)) {
                    let fault = Fault::new("status", "beds-somebody-lies-there").arg("bed", bed.name());
                    return Err(fault.arg("from", stay.span.from).into());
                }
            }
            table::change(cx, &bed, "status", status.as_str(), self.day, self.note.trim())?;
        }
        cx.subject("facility", &self.facility);
        cx.note("beds", self.beds.clone());
        if let Some(kind) = kind {
            cx.note("type", kind);
        }
        if let Some(status) = self.status {
            cx.note("status", status.as_str());
        }
        Ok(Changed { facility: self.facility, beds: self.beds.len() as i64 })
    }
}
