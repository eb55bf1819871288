//! Wipes a phone from the desk: at its next contact it deletes all it holds, and nothing unlocks it.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table;

const WHY_MAX: usize = 200;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Wipe {
    pub device: String,
    /// Lost, stolen, handed on: said in the journal.
    pub why: String,
}

impl Verb for Wipe {
    const NAME: &'static str = "field.wipe";
    const RIGHT: &'static str = "field.manage";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        let known = table::device(cx, &self.device)?.ok_or_else(|| Error::missing("device"))?;
        Ok(Place::Area(known.area))
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let why = self.why.trim();
        if why.is_empty() || WHY_MAX < why.chars().count() {
            return Err(Error::invalid("why", "field-why-needed"));
        }
        let known = table::device(cx, &self.device)?.ok_or_else(|| Error::missing("device"))?;
        if known.wiped_at.is_some() {
            return Err(Error::conflict("field-wiped-already"));
        }
        cx.subject("device", &known.id);
        table::wipe(cx, &known.id, why)
    }
}
