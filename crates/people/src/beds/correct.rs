//! What was said of a stay was wrong: its days are said anew, or it is taken back.

use base::{Day, Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{begin, home, stay::Stay, table};

/// Says the days of a stay anew, or that it never was. What was said before stays in its history.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Correct {
    pub stay: String,
    #[serde(default)]
    pub from: Option<Day>,
    /// The first day no longer there; empty: it lasts.
    #[serde(default)]
    pub to: Option<Day>,
    /// It never was.
    #[serde(default)]
    pub take_back: bool,
    pub reason: String,
}

impl Verb for Correct {
    const NAME: &'static str = "beds.correct";
    const RIGHT: &'static str = "beds.write";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = begin::Begun;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        home::place_of_stay(cx, &self.stay)
    }

    fn run(self, cx: &mut Cx) -> Result<begin::Begun> {
        let reason = self.reason.trim();
        if reason.is_empty() {
            return Err(Error::invalid("reason", "beds-why-needed"));
        }
        let row = table::get_stay(cx, &self.stay)?;
        if row.how == table::TAKEN_BACK {
            return Err(Error::conflict("beds-ended-already"));
        }
        let bed = table::get(cx, &row.stay.bed)?;
        let span = begin::span(self.from.unwrap_or(row.stay.span.from), self.to)?;
        let it = if self.take_back { row.stay.clone() } else { Stay { span, ..row.stay.clone() } };
        let how = match (self.take_back, it.span.is_open()) {
            (true, _) => table::TAKEN_BACK,
            (false, true) => "",
            (false, false) if row.how.is_empty() => "other",
            (false, false) => row.how.as_str(),
        };
        if !self.take_back {
            begin::fits(cx, &it, &bed, &[])?;
        }
        table::put_stay(cx, &it, Some(row.version), how, reason)?;
        cx.subject("person", &it.person);
        cx.note("bed", it.bed.as_str());
        cx.note("take_back", self.take_back);
        Ok(begin::Begun { stay: it.id, bed: it.bed, facility: it.facility })
    }
}
