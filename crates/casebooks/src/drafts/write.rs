//! Writes a draft's text; and drops a draft.

use base::{Error, Fault, Result};
use platform::{Cx, Place, Purpose, Verb, packs::text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::table::{self, Draft};

/// Longest text of a book: the longest shipped one has a twentieth of it.
const TEXT_BYTES_MAX: usize = 512 * 1024;

/// Writes the text of a draft. It may have faults: they are told, and keep it from review only.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Write {
    pub draft: String,
    /// Of the draft that was on the page; another one since is a conflict.
    pub revision: i64,
    /// `text`: the whole text.
    pub values: Map<String, Value>,
}

/// What writing came to.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Written {
    pub draft: String,
    pub book: String,
    pub revision: i64,
}

impl Verb for Write {
    const NAME: &'static str = "drafts.write";
    const RIGHT: &'static str = "books.design";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Written;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Written> {
        let it = to_write(cx, &self.draft, self.revision)?;
        let Some(text) = typed(&self.values) else {
            return Err(Error::invalid("values.text", "web-required"));
        };
        put(cx, &it, &text)
    }
}

/// The text that was typed, as it is kept.
pub(super) fn typed(values: &Map<String, Value>) -> Option<String> {
    values.get("text").and_then(Value::as_str).map(text::tidy)
}

/// A draft that can be written in, as its reader last saw it.
pub(super) fn to_write(cx: &mut Cx, id: &str, revision: i64) -> Result<Draft> {
    let it = table::current(cx, id, revision)?;
    if it.is_written() { Ok(it) } else { Err(Error::conflict("drafts-not-to-write")) }
}

pub(super) fn put(cx: &mut Cx, it: &Draft, text: &str) -> Result<Written> {
    if TEXT_BYTES_MAX < text.len() {
        return Err(Fault::new("values.text", "drafts-too-long").arg("most", TEXT_BYTES_MAX / 1024).into());
    }
    table::write(cx, it, text)?;
    cx.subject("draft", it.id.as_str());
    cx.note("book", it.book.as_str());
    Ok(Written { draft: it.id.clone(), book: it.book.clone(), revision: it.revision + 1 })
}

/// Drops a draft that is not published. Its text stays in the database and is shown no more.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Drop {
    pub draft: String,
    pub revision: i64,
}

impl Verb for Drop {
    const NAME: &'static str = "drafts.drop";
    const RIGHT: &'static str = "books.design";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Written;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Written> {
        let it = to_write(cx, &self.draft, self.revision)?;
        table::enter(cx, &it, table::DROPPED)?;
        cx.subject("draft", it.id.as_str());
        cx.note("book", it.book.as_str());
        Ok(Written { draft: it.id, book: it.book, revision: it.revision + 1 })
    }
}
