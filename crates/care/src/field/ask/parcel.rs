//! How much of a photo or voice has arrived.

use base::Result;
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::field::{enrol::own, parcel::Taken, table};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Arrived {
    pub device: String,
    pub parcel: String,
}

impl Question for Arrived {
    const NAME: &'static str = "field.arrived";
    const RIGHT: &'static str = "field.use";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Taken;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<Taken> {
        own(cx, &self.device)?;
        let begun = table::parcel(cx, &self.parcel)?.filter(|it| it.account == cx.actor.account);
        Ok(begun
            .map_or(Taken { received: 0, file: None }, |it| Taken { received: it.received, file: it.file }))
    }
}
