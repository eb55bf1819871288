//! Somebody who has a bed sleeps elsewhere for a time: in hospital, at home.

use base::{Day, Error, Fault, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{begin, home, pack::BedRules, stay, table};

/// Begins a leave; the bed stays theirs.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Leave {
    pub stay: String,
    /// As in the pack's `beds.toml`.
    pub leave_kind: String,
    /// The first day away.
    pub from: Day,
    /// The first day back, when that is known.
    #[serde(default)]
    pub to: Option<Day>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Left {
    pub leave: String,
    pub bed: String,
    pub facility: String,
}

impl Verb for Leave {
    const NAME: &'static str = "beds.leave";
    const RIGHT: &'static str = "beds.write";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Left;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        home::place_of_stay(cx, &self.stay)
    }

    fn run(self, cx: &mut Cx) -> Result<Left> {
        let pack = cx.house.packs.county(cx.county())?;
        if !pack.get::<BedRules>().leave.contains_key(&self.leave_kind) {
            return Err(Error::invalid("leave_kind", "beds-no-such-leave"));
        }
        if cx.today() < self.from {
            return Err(Error::invalid("from", "beds-day-ahead"));
        }
        let row = table::get_stay(cx, &self.stay)?;
        let span = begin::span(self.from, self.to)?;
        if row.how == table::TAKEN_BACK || !row.stay.span.covers(self.from) {
            return Err(Error::invalid("from", "beds-not-there-then"));
        }
        let known = table::leaves_of(cx, &row.stay.person)?;
        if let Some(it) = known.iter().find(|it| it.leave.span.overlaps(span)) {
            return Err(Fault::new("from", "beds-away-already").arg("day", it.leave.span.from).into());
        }
        let it = stay::Leave {
            id: cx.mint(),
            person: row.stay.person.clone(),
            kind: self.leave_kind,
            span,
            first_at: cx.now,
        };
        table::put_leave(cx, &it, &row.stay.facility, None)?;
        cx.subject("person", &it.person);
        cx.note("leave", it.kind.as_str());
        cx.note("from", it.span.from.to_string());
        Ok(Left { leave: it.id, bed: row.stay.bed, facility: row.stay.facility })
    }
}
