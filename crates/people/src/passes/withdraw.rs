//! A pass is taken back: the elder does not want it any more, or the paper is lost.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table;
use crate::runs;

/// Takes a pass back; whoever is in by it is out.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Withdraw {
    pub pass: String,
    pub why: String,
}

impl Verb for Withdraw {
    const NAME: &'static str = "passes.withdraw";
    const RIGHT: &'static str = "passes.give";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = String;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        let it = table::by_id(cx, &self.pass)?.ok_or_else(|| Error::missing("pass"))?;
        runs::source::place(cx, &it.person)
    }

    fn run(self, cx: &mut Cx) -> Result<String> {
        let why = self.why.trim();
        if why.is_empty() {
            return Err(Error::invalid("why", "entry-why-missing"));
        }
        let it = table::by_id(cx, &self.pass)?.ok_or_else(|| Error::missing("pass"))?;
        if it.withdrawn_at.is_some() {
            return Err(Error::conflict("passes-withdrawn-already"));
        }
        table::withdraw(cx, &it.id, why)?;
        cx.subject("person", &it.person);
        cx.note("pass", it.id.clone());
        Ok(it.id)
    }
}
