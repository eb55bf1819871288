//! Withdraws what the county published of a benefit.

use base::{Error, Fault, Instant, Result};
use platform::{Cx, Place, Purpose, Verb, door::Door, packs};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{page, table};

/// Withdraws the county's own text of a benefit: the pack's is in force again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Withdraw {
    pub benefit: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Withdrawn {
    pub benefit: String,
}

impl Verb for Withdraw {
    const NAME: &'static str = "benefit-drafts.withdraw";
    const RIGHT: &'static str = "benefits.publish";
    const PURPOSE: Purpose = Purpose::Benefits;
    const APPROVAL: bool = true;
    type Answer = Withdrawn;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Withdrawn> {
        if table::page(cx, &self.benefit)?.is_none() {
            return Err(Error::missing("benefit"));
        }
        // Without it, what else the county published may no longer hold.
        if let Err(faults) = cx.house.packs.without(cx.county(), &page::path(&self.benefit)) {
            let others: Vec<String> = faults.iter().map(|it| format!("{}:{}", it.file, it.line)).collect();
            let fault = Fault::new("benefit", "drafts-others-need").arg("places", others.join(", "));
            return Err(Error::Conflict(fault));
        }
        table::withdraw(cx, &self.benefit)?;
        cx.note("benefit", self.benefit.as_str());
        Ok(Withdrawn { benefit: self.benefit })
    }

    fn written(door: &Door, now: Instant) {
        drop(packs::lay(door.store, door.house, now));
    }
}
