//! Withdraws what the county published of a book.

use base::{Error, Fault, Instant, Result};
use platform::{Cx, Place, Purpose, Verb, door::Door, packs};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{page, table};
use crate::cases;

/// Withdraws the county's own edition of a book: the pack's is in force again, or there is no such book any
/// more. Only while no case stands on it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Withdraw {
    pub book: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Withdrawn {
    pub book: String,
    pub edition: i64,
}

impl Verb for Withdraw {
    const NAME: &'static str = "drafts.withdraw";
    const RIGHT: &'static str = "books.publish";
    const PURPOSE: Purpose = Purpose::Register;
    const APPROVAL: bool = true;
    type Answer = Withdrawn;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Withdrawn> {
        let Some(page) = table::page(cx, &self.book)? else { return Err(Error::missing("casebook")) };
        let standing = cases::standing_on(cx, &self.book, page.edition)?;
        if 0 < standing {
            return Err(Error::Conflict(Fault::new("book", "drafts-cases-stand").arg("count", standing)));
        }
        // Without it, what other books say of this one may no longer hold.
        if let Err(faults) = cx.house.packs.without(cx.county(), &page::path(&self.book)) {
            let others: Vec<String> = faults.iter().map(|it| format!("{}:{}", it.file, it.line)).collect();
            let fault = Fault::new("book", "drafts-others-need").arg("places", others.join(", "));
            return Err(Error::Conflict(fault));
        }
        table::withdraw(cx, &self.book)?;
        cx.note("book", self.book.as_str());
        cx.note("edition", page.edition);
        Ok(Withdrawn { book: self.book, edition: page.edition })
    }

    fn written(door: &Door, now: Instant) {
        drop(packs::lay(door.store, door.house, now));
    }
}
