//! Takes one statement back: it was entered by mistake and was never so. It stays on record as
//! something that was once believed.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::edit::{self, Done, Target};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TakeBack {
    #[serde(flatten)]
    pub target: Target,
    pub statement: String,
    pub why: String,
}

impl Verb for TakeBack {
    const NAME: &'static str = "register.take-back";
    const RIGHT: &'static str = "register.write";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Done;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        edit::place(cx, &self.target.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Done> {
        edit::required("why", &self.why)?;
        cx.note("why", self.why.trim());
        edit::edit(cx, &self.target, |_, writing, held| {
            if writing.take_back(held, &self.statement) { Ok(()) } else { Err(Error::missing("statement")) }
        })
    }
}
