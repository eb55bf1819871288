//! States what a list covers: an area, completely, until a day.

use base::{Day, Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Covered, lists::Lists, table};
use crate::{Cx, Place, Purpose, Verb};

/// Somebody vouches that a list is complete.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct State {
    /// Id of the list in the pack.
    pub list: String,
    /// Path of the area that it covers.
    pub area: String,
    /// The last day until which everybody whom it concerns is on it.
    pub complete_until: Day,
    /// Where the list came from: a file, a letter with its number.
    pub source: String,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Stated {
    pub id: String,
}

impl Verb for State {
    const NAME: &'static str = "facts.state";
    const RIGHT: &'static str = "intake.import";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Stated;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::Area(self.area.clone()))
    }

    fn run(self, cx: &mut Cx) -> Result<Stated> {
        let pack = cx.house.packs.county(cx.county())?;
        if !pack.get::<Lists>().0.contains_key(&self.list) {
            return Err(Error::invalid("list", "facts-no-such-list"));
        }
        if cx.today() < self.complete_until {
            return Err(Error::invalid("complete_until", "facts-complete-in-future"));
        }
        if self.source.trim().is_empty() {
            return Err(Error::invalid("source", "facts-source-missing"));
        }
        let covered =
            Covered { list: self.list, area: self.area, until: self.complete_until, stated_at: cx.now };
        let id = cx.mint();
        table::insert(cx, &id, &covered, &self.source)?;
        cx.subject("list", covered.list);
        cx.note("area", covered.area);
        cx.note("complete_until", covered.until.to_string());
        Ok(Stated { id })
    }
}
