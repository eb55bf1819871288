//! Throws a file away before anything of it was taken. Its rows go; that it was here stays.

use base::Result;
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Discard {
    pub file: String,
}

impl Verb for Discard {
    const NAME: &'static str = "intake.discard";
    const RIGHT: &'static str = "intake.import";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(Place::Area(table::file(cx, &self.file)?.area))
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let mut file = table::file(cx, &self.file)?;
        file.state = file.state.discard()?;
        file.ended_at = Some(cx.now);
        table::update_file(cx, &file)?;
        table::delete_rows(cx, &file.id)?;
        cx.subject("file", file.id);
        Ok(())
    }
}
