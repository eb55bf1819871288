//! Somebody comes back from a leave.

use base::{Day, Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{home, leave::Left, table};
use crate::register::interval::Span;

/// Ends a leave.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Return {
    pub leave: String,
    /// The first day back.
    pub day: Day,
}

impl Verb for Return {
    const NAME: &'static str = "beds.return";
    const RIGHT: &'static str = "beds.write";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Left;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        let row = table::get_leave(cx, &self.leave)?;
        home::place(cx, &row.facility)
    }

    fn run(self, cx: &mut Cx) -> Result<Left> {
        let mut row = table::get_leave(cx, &self.leave)?;
        if cx.today() < self.day {
            return Err(Error::invalid("day", "beds-day-ahead"));
        }
        let span = Span::new(row.leave.span.from, self.day);
        row.leave.span = span.ok_or_else(|| Error::invalid("day", "beds-ends-before-it-begins"))?;
        table::put_leave(cx, &row.leave, &row.facility, Some(row.version))?;
        cx.subject("person", &row.leave.person);
        cx.note("day", self.day.to_string());
        let stays = table::of_person(cx, &row.leave.person)?;
        let bed = stays.into_iter().find(|it| it.stay.facility == row.facility).map(|it| it.stay.bed);
        Ok(Left { leave: row.leave.id, bed: bed.unwrap_or_default(), facility: row.facility })
    }
}
