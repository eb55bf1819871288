//! Says that a notice went out, or that it will not.

use base::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table;
use crate::{Cx, Place, Purpose, Verb};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Settle {
    pub notice: String,
    /// Nothing when it went out; else why it will not.
    #[serde(default)]
    pub failed: Option<String>,
}

impl Verb for Settle {
    const NAME: &'static str = "notices.settle";
    const RIGHT: &'static str = "tasks.do";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(Place::Area(table::area(cx, &self.notice)?))
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        if self.failed.as_ref().is_some_and(|it| it.trim().is_empty()) {
            return Err(Error::invalid("failed", "notices-reason-needed"));
        }
        cx.subject("notice", &self.notice);
        let state = if self.failed.is_some() { "failed" } else { "settled" };
        table::settle(cx, &self.notice, state, self.failed.as_deref())
    }
}
