//! Prints the dossier of a run under a document number. The print holds as long as no line changes.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{dossier, table};
use crate::runs;

/// Enters that the dossier is printed under this number.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Print {
    pub run: String,
    /// Document number of the request for funds.
    pub number: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PrintedAs {
    pub checksum: String,
}

impl Verb for Print {
    const NAME: &'static str = "audit.print";
    const RIGHT: &'static str = "benefits.prepare";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = PrintedAs;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<PrintedAs> {
        if self.number.trim().is_empty() {
            return Err(Error::invalid("number", "runs-document-missing"));
        }
        let run = runs::table::run::get(cx, &self.run)?;
        if run.state == "drawing" || run.state == "void" {
            return Err(Error::conflict("runs-not-drafted"));
        }
        if table::number_taken(cx, self.number.trim())? {
            return Err(Error::invalid("number", "audit-number-taken"));
        }
        let scope = cx.actor.scope(Purpose::Benefits);
        let checksum = dossier::checksum(&runs::paper_lines(cx, &run.id, &scope)?);
        table::void(cx, &run.id, "audit-printed-again")?;
        table::insert(cx, &run.id, self.number.trim(), &checksum)?;
        cx.subject("run", &run.id);
        cx.note("number", self.number);
        cx.note("checksum", checksum.clone());
        Ok(PrintedAs { checksum })
    }
}
