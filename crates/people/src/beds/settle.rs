//! A scan spoke against a stay; somebody who neither made it nor keeps the stay looked into it.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{home, stay::Found, table};

/// Says what came of a scan: it stands, or it was explained and the days count.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Settle {
    pub scan: String,
    /// The scan stands: the days are not counted.
    pub upheld: bool,
    pub why: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Settled {
    pub scan: String,
    pub bed: String,
    pub facility: String,
}

impl Verb for Settle {
    const NAME: &'static str = "beds.settle";
    const RIGHT: &'static str = "beds.settle";
    const PURPOSE: Purpose = Purpose::Care;
    const APPROVAL: bool = true;
    type Answer = Settled;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        let row = table::get_scan(cx, &self.scan)?;
        home::place(cx, &row.facility)
    }

    fn run(self, cx: &mut Cx) -> Result<Settled> {
        if self.why.trim().is_empty() {
            return Err(Error::invalid("why", "beds-why-needed"));
        }
        let row = table::get_scan(cx, &self.scan)?;
        if row.scan.found == Found::AsSaid {
            return Err(Error::conflict("beds-nothing-to-settle"));
        }
        let own = &cx.actor.account;
        let kept = table::of_bed(cx, &row.scan.bed)?;
        let keeps =
            kept.iter().any(|it| it.account == *own && Some(&it.stay.person) == row.scan.person.as_ref());
        if row.account == *own || keeps {
            return Err(Error::denied("beds-another-hand"));
        }
        table::settle(cx, &row.scan.id, self.upheld, self.why.trim())?;
        cx.subject("bed", &row.scan.bed);
        cx.note("upheld", self.upheld);
        Ok(Settled { scan: row.scan.id, bed: row.scan.bed, facility: row.facility })
    }
}
