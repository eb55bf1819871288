//! Hands a draft in for review.

use base::Result;
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    checked, table,
    write::{Written, to_write},
};

/// Hands a draft in: from here on somebody else judges it. A text with faults stays a draft.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Send {
    pub draft: String,
    pub revision: i64,
}

impl Verb for Send {
    const NAME: &'static str = "drafts.send";
    const RIGHT: &'static str = "books.design";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Written;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Written> {
        let it = to_write(cx, &self.draft, self.revision)?;
        checked::whole(cx, &it.book, &it.text)?;
        table::enter(cx, &it, table::REVIEW)?;
        cx.subject("draft", it.id.as_str());
        cx.note("book", it.book.as_str());
        Ok(Written { draft: it.id, book: it.book, revision: it.revision + 1 })
    }
}
