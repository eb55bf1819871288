//! Cases of an older edition of their book, moved to the one in force.
//!
//! What becomes of a case is decided by `plan.rs` from the two texts: a state stays or goes where the new
//! book's `moves` says, a value stays, goes where `renamed` says, or falls away with its field (the history
//! keeps it). A case that would not be whole by the new book is refused and goes on by its old one.

pub mod ask;
pub mod pass;

mod plan;
mod table;

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb, Work};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::access;

/// Moves the open cases of a book that go by older editions to the edition in force.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MoveCases {
    pub book: String,
    /// The edition that the preview was of.
    pub edition: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MoveBegun {
    #[serde(rename = "move")]
    pub id: String,
    pub book: String,
    pub job: String,
    pub cases: i64,
}

impl Verb for MoveCases {
    const NAME: &'static str = "cases.move";
    const RIGHT: &'static str = "books.publish";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = MoveBegun;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        access::book(cx, &self.book)?;
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<MoveBegun> {
        let ready = access::book(cx, &self.book)?;
        if ready.book.edition != self.edition {
            return Err(Error::conflict("cases-move-other-edition"));
        }
        let groups = table::groups(cx, &ready.id, self.edition)?;
        let cases = groups.iter().map(|it| it.cases).sum();
        if cases == 0 {
            return Err(Error::conflict("cases-move-nothing"));
        }
        if table::of_book(cx, &ready.id, 1)?.first().is_some_and(|it| it.ended_at.is_none()) {
            return Err(Error::conflict("cases-move-under-way"));
        }
        let (id, now) = (cx.mint(), cx.now);
        let job = cx.enqueue(pass::Pass::KIND, &pass::Pass { id: id.clone() }, now)?.0;
        table::insert(cx, &id, &ready.id, self.edition, cases, &job)?;
        cx.subject("move", id.as_str());
        cx.note("book", ready.id.as_str());
        cx.note("edition", self.edition);
        cx.note("cases", cases);
        Ok(MoveBegun { id, book: ready.id.clone(), job, cases })
    }
}
