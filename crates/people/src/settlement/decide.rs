//! A line that does not agree with what was recorded here: somebody asks, and says what came of it.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{bill::Verdict, table};

/// Recognises a line or does not, with the reason.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Decide {
    pub bill: String,
    pub line: i64,
    pub recognised: bool,
    pub why: String,
}

impl Verb for Decide {
    const NAME: &'static str = "settlement.decide";
    const RIGHT: &'static str = "benefits.prepare";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let bill = table::get(cx, &self.bill)?;
        if bill.cleared_at.is_some() {
            return Err(Error::conflict("settlement-cleared-already"));
        }
        let why = self.why.trim();
        if why.is_empty() {
            return Err(Error::invalid("why", "cases-needed"));
        }
        let lines = table::lines(cx, &bill.id)?;
        let line = lines.iter().find(|it| it.seq == self.line);
        let line = line.ok_or_else(|| Error::missing("settlement-line"))?;
        // An unknown, doubled, repeated or unreadable line is for whoever billed to mend.
        if !Verdict::is_arguable(&line.verdict) {
            return Err(Error::conflict("settlement-not-arguable"));
        }
        table::decide(cx, &bill.id, line.seq, self.recognised, why)?;
        cx.subject("settlement-bill", &bill.id);
        cx.note("line", line.seq);
        cx.note("recognised", self.recognised);
        Ok(())
    }
}
