//! Whether a phone may send, which verbs, and by which part of their input a day is told.

use std::collections::BTreeMap;

use base::{Instant, Result};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::field::{enrol::own, pack::Field};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Standing {
    pub device: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Stands {
    pub now: Instant,
    /// Each verb with the part of its input that holds a day by the phone's clock.
    pub verbs: BTreeMap<String, Option<String>>,
}

impl Question for Standing {
    const NAME: &'static str = "field.standing";
    const RIGHT: &'static str = "field.use";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Stands;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<Stands> {
        own(cx, &self.device)?;
        let pack = cx.house.packs.county(cx.county())?;
        let verbs = pack.get::<Field>().verb.iter().map(|it| (it.name.clone(), it.day.clone())).collect();
        Ok(Stands { now: cx.now, verbs })
    }
}
