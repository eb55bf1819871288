//! Adds a remark to the history of a case.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    access,
    case::Changed,
    step::too_long,
    table::{self, NewEvent},
};

/// Writes a remark into the history; the case itself does not change.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Remark {
    pub case: String,
    pub text: String,
}

impl Verb for Remark {
    const NAME: &'static str = "cases.remark";
    const RIGHT: &'static str = "cases.act";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        access::place(cx, &self.case)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let (case, _) = access::case(cx, &self.case)?;
        let text = self.text.trim();
        too_long(text)?;
        if text.is_empty() {
            return Err(Error::invalid("text", "cases-needed"));
        }
        let changed = Changed::new();
        let event = NewEvent {
            kind: "remark",
            step: "",
            from: &case.state,
            to: &case.state,
            changed: &changed,
            note: text,
        };
        table::event(cx, &case.id, &event)
    }
}
