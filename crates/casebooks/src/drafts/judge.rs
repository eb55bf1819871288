//! Judges a draft that was handed in: publishes it, or returns it with a reason.

use base::{Error, Fault, Instant, Result};
use platform::{Cx, Place, Purpose, Verb, door::Door, packs};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    begin, checked, source,
    table::{self, Draft},
    write::Written,
};
use crate::editions;

const REASON_CHARS_MAX: usize = 1_000;

/// Puts a draft in force: the county's book is what it says, from now on and in every process. Cases under
/// way finish by their old steps.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Publish {
    pub draft: String,
    pub revision: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Published {
    pub draft: String,
    pub book: String,
    pub edition: i64,
    pub revision: i64,
}

impl Verb for Publish {
    const NAME: &'static str = "drafts.publish";
    const RIGHT: &'static str = "books.publish";
    const PURPOSE: Purpose = Purpose::Register;
    const APPROVAL: bool = true;
    type Answer = Published;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Published> {
        let it = in_review(cx, &self.draft, self.revision)?;
        // What the packs and the other books are may have changed since it was handed in.
        let edition = begin::next_edition(cx, &it.book)?;
        let text = source::with_edition(&it.text, edition);
        checked::whole(cx, &it.book, &text)?;
        let pack = cx.house.packs.county(cx.county())?;
        if let Some(ready) = checked::text(&pack, &it.book, &text).ready {
            editions::keep_one(cx, &ready)?;
        }
        table::publish(cx, &it, edition, &text)?;
        table::judge(cx, &it, table::PUBLISHED, &text, "", Some(edition))?;
        cx.subject("draft", it.id.as_str());
        cx.note("book", it.book.as_str());
        cx.note("edition", edition);
        Ok(Published { draft: it.id, book: it.book, edition, revision: it.revision + 1 })
    }

    fn written(door: &Door, now: Instant) {
        // What fails here is done again within seconds by the loop that looks for news.
        drop(packs::lay(door.store, door.house, now));
    }
}

/// Returns a draft to whoever wrote it, with a reason.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Return {
    pub draft: String,
    pub revision: i64,
    pub reason: String,
}

impl Verb for Return {
    const NAME: &'static str = "drafts.return";
    const RIGHT: &'static str = "books.publish";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Written;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Written> {
        let it = in_review(cx, &self.draft, self.revision)?;
        let reason = self.reason.trim();
        if reason.is_empty() {
            return Err(Error::invalid("reason", "web-required"));
        }
        if REASON_CHARS_MAX < reason.chars().count() {
            return Err(Fault::new("reason", "cases-too-long").arg("most", REASON_CHARS_MAX).into());
        }
        let text = it.text.clone();
        table::judge(cx, &it, table::RETURNED, &text, reason, None)?;
        cx.subject("draft", it.id.as_str());
        cx.note("book", it.book.as_str());
        Ok(Written { draft: it.id, book: it.book, revision: it.revision + 1 })
    }
}

/// A draft that was handed in, by others than the actor.
fn in_review(cx: &mut Cx, id: &str, revision: i64) -> Result<Draft> {
    let it = table::current(cx, id, revision)?;
    if it.state != table::REVIEW {
        return Err(Error::conflict("drafts-not-in-review"));
    }
    if it.hands.contains(&cx.actor.account) {
        return Err(Error::denied("drafts-own-hand"));
    }
    Ok(it)
}
