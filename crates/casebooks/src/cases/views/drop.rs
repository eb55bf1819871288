//! Drops a view.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table;
use crate::cases::access;

/// Drops one of the actor's own views.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropView {
    pub book: String,
    pub name: String,
}

impl Verb for DropView {
    const NAME: &'static str = "cases.drop-view";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        access::book(cx, &self.book)?;
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        if !table::remove(cx, &self.book, self.name.trim())? {
            return Err(Error::missing("view"));
        }
        cx.note("book", self.book.as_str());
        Ok(())
    }
}
