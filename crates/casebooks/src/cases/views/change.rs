//! Renames a view, and shares it with the office or no longer.

use base::{Error, Fault, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{faults_of, table};
use crate::cases::access;

/// Changes one of the actor's own views.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeView {
    pub book: String,
    pub name: String,
    /// The name it shall have.
    pub to: String,
    /// Whether those who act at the same area see it, too.
    pub shared: bool,
}

impl Verb for ChangeView {
    const NAME: &'static str = "cases.change-view";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        access::book(cx, &self.book)?;
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let (name, to) = (self.name.trim(), self.to.trim());
        let mut faults = faults_of("to", to);
        if to != name && table::own(cx, &self.book)?.iter().any(|it| it.name == to) {
            faults.push(Fault::new("to", "cases-view-there").arg("name", to));
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        let office = if self.shared { cx.actor.area.clone() } else { String::new() };
        if !table::change(cx, &self.book, name, to, &office)? {
            return Err(Error::missing("view"));
        }
        cx.note("book", self.book.as_str());
        cx.note("shared", self.shared);
        Ok(())
    }
}
