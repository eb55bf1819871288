//! Takes a published case down by hand, and puts it back.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ask, table};
use crate::cases::{
    access,
    case::{Case, Changed},
    step::too_long,
    table::{self as cases, NewEvent},
};

/// Takes a published case down, or puts it back. The case itself does not change.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Hold {
    pub case: String,
    /// True takes it down.
    pub hold: bool,
    pub reason: String,
}

impl Verb for Hold {
    const NAME: &'static str = "cases.hold-publication";
    const RIGHT: &'static str = "cases.act";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        access::place(cx, &self.case)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let (case, ready) = access::case(cx, &self.case)?;
        let reason = self.reason.trim();
        too_long(reason)?;
        if reason.is_empty() {
            return Err(Error::invalid("reason", "cases-needed"));
        }
        if !ask::is_office(cx, &ready.book.open) {
            return Err(Error::denied("cases-not-your-publication"));
        }
        let known = table::find(cx, &case.id)?.ok_or_else(|| Error::conflict("cases-not-published"))?;
        if known.held_on.is_some() == self.hold {
            return Err(Error::conflict("record-moved-on"));
        }
        table::hold(cx, &case.id, self.hold.then_some(reason))?;
        tell(cx, &case, if self.hold { "taken-down" } else { "put-back" }, reason)
    }
}

/// A line of the case's history that moves nothing.
pub(in crate::cases) fn tell(cx: &mut Cx, case: &Case, kind: &'static str, note: &str) -> Result<()> {
    let changed = Changed::new();
    let (from, to) = (case.state.as_str(), case.state.as_str());
    cases::event(cx, &case.id, &NewEvent { kind, step: "", from, to, changed: &changed, note })
}
