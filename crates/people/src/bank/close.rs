//! The bank's statement, and the month's end: it closes only when it adds up.

use base::{Day, Error, Fault, Money, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{ask, make::hex, table};
use crate::runs;

/// Enters what the bank's statement says of a batch.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EnterStatement {
    pub batch: String,
    pub day: Day,
    #[schemars(range(min = 0))]
    pub count: i64,
    pub amount: Money,
    /// Number of the statement.
    pub document: String,
}

impl Verb for EnterStatement {
    const NAME: &'static str = "bank.enter-statement";
    const RIGHT: &'static str = "bank.check";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        if self.document.trim().is_empty() {
            return Err(Error::invalid("document", "runs-document-missing"));
        }
        if self.count < 0 || self.amount.0 < 0 {
            return Err(Error::invalid("amount", "runs-amount-not-positive"));
        }
        let it = table::get(cx, &self.batch)?;
        if it.state != "sent" {
            return Err(Error::conflict("bank-not-sent"));
        }
        table::statement(cx, &it.id, self.day, self.count, self.amount, self.document.trim())?;
        cx.subject("bank-batch", &it.id);
        cx.note("count", self.count);
        cx.note("amount", self.amount.0);
        Ok(())
    }
}

/// Closes a run: its books are shut under a checksum.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Close {
    pub run: String,
    pub revision: i64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Closed {
    pub checksum: String,
}

impl Verb for Close {
    const NAME: &'static str = "bank.close";
    const RIGHT: &'static str = "bank.close";
    const PURPOSE: Purpose = Purpose::Benefits;
    const APPROVAL: bool = true;
    type Answer = Closed;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Closed> {
        let balance = ask::balance(cx, &self.run)?;
        let open = balance.open();
        if let Some(first) = open.first() {
            let key = match first {
                super::balance::Open::Adds => "bank-open-adds",
                super::balance::Open::Unsent => "bank-open-unsent",
                super::balance::Open::Doubts => "bank-open-doubts",
                super::balance::Open::NoStatement => "bank-open-no-statement",
                super::balance::Open::Statement => "bank-open-statement",
            };
            let count = balance.unsent.count.max(balance.doubts);
            return Err(Error::Conflict(Fault::new("", key).arg("count", count)));
        }
        let mut hash = Sha256::new();
        for line in table::sum_lines(cx, &self.run)? {
            hash.update(line.as_bytes());
            hash.update(b"\n");
        }
        let checksum = hex(&hash.finalize());
        runs::close(cx, &self.run, self.revision, &checksum)?;
        cx.subject("run", &self.run);
        cx.note("checksum", checksum.clone());
        Ok(Closed { checksum })
    }
}
