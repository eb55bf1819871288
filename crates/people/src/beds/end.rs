//! Somebody's stay ends.

use base::{Day, Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    home,
    stay::Stay,
    table::{self, StayRow},
};
use crate::register::interval::Span;

/// Why a stay ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// Went home, or to relatives.
    Left,
    Died,
    Hospital,
    OtherHome,
    Other,
}

impl How {
    pub const ALL: [How; 5] = [How::Left, How::Died, How::Hospital, How::OtherHome, How::Other];

    pub fn as_str(self) -> &'static str {
        match self {
            How::Left => "left",
            How::Died => "died",
            How::Hospital => "hospital",
            How::OtherHome => "other-home",
            How::Other => "other",
        }
    }
}

/// Ends a stay: `day` is the first on which the bed is free, the day of leaving or of death.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct End {
    pub stay: String,
    pub day: Day,
    pub how: How,
    #[serde(default)]
    pub note: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Ended {
    pub stay: String,
    pub bed: String,
    pub facility: String,
}

impl Verb for End {
    const NAME: &'static str = "beds.end";
    const RIGHT: &'static str = "beds.write";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Ended;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        home::place_of_stay(cx, &self.stay)
    }

    fn run(self, cx: &mut Cx) -> Result<Ended> {
        let row = lasting(cx, &self.stay)?;
        let ended = ending(&row, self.day, cx.today())?;
        table::put_stay(cx, &ended, Some(row.version), self.how.as_str(), self.note.trim())?;
        back(cx, &ended.person, self.day)?;
        cx.subject("person", &ended.person);
        cx.note("bed", ended.bed.as_str());
        cx.note("day", self.day.to_string());
        cx.note("how", self.how.as_str());
        Ok(Ended { stay: ended.id, bed: ended.bed, facility: ended.facility })
    }
}

/// A stay that was not ended or taken back.
pub(super) fn lasting(cx: &mut Cx, id: &str) -> Result<StayRow> {
    let row = table::get_stay(cx, id)?;
    if row.stay.span.is_open() && row.how != table::TAKEN_BACK {
        Ok(row)
    } else {
        Err(Error::conflict("beds-ended-already"))
    }
}

/// The stay up to a day.
pub(super) fn ending(row: &StayRow, day: Day, today: Day) -> Result<Stay> {
    if today < day {
        return Err(Error::invalid("day", "beds-day-ahead"));
    }
    let span = Span::new(row.stay.span.from, day);
    let span = span.ok_or_else(|| Error::invalid("day", "beds-ends-before-it-begins"))?;
    Ok(Stay { span, ..row.stay.clone() })
}

/// A leave that still lasts ends with the stay, unless it began later.
fn back(cx: &mut Cx, person: &str, day: Day) -> Result<()> {
    for mut it in table::leaves_of(cx, person)? {
        if let Some(span) = Span::new(it.leave.span.from, day).filter(|_| day < it.leave.span.to) {
            it.leave.span = span;
            table::put_leave(cx, &it.leave, &it.facility, Some(it.version))?;
        }
    }
    Ok(())
}
