//! Gives a bed a new code: the old one was torn off, or copied.

use base::Result;
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{bed, home, table};

/// Gives a bed a new code; the old one opens nothing any more.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RenewCode {
    pub bed: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Renewed {
    pub bed: String,
    pub facility: String,
}

impl Verb for RenewCode {
    const NAME: &'static str = "beds.renew-code";
    const RIGHT: &'static str = "beds.write";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Renewed;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        home::place_of_bed(cx, &self.bed)
    }

    fn run(self, cx: &mut Cx) -> Result<Renewed> {
        let known = table::get(cx, &self.bed)?;
        let code = bed::code(cx.secret_bytes()?);
        table::renew(cx, &known.id, &code)?;
        cx.subject("bed", &known.id);
        Ok(Renewed { bed: known.id, facility: known.facility })
    }
}
