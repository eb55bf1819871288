//! Begins a draft: a copy of a book in force, or a new book.

use base::{Error, Fault, Result};
use platform::{Cx, Place, Purpose, Verb, packs::text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{page, source, table, write::Written};
use crate::{
    books::{Groups, Shelf, books},
    editions,
};

/// Begins a draft of a book that is in force, or of a new one.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Begin {
    /// The book: its id.
    pub book: String,
    /// Of a new book: its names, and where it stands in the navigation.
    pub zh: Option<String>,
    pub en: Option<String>,
    pub group: Option<String>,
}

impl Verb for Begin {
    const NAME: &'static str = "drafts.begin";
    const RIGHT: &'static str = "books.design";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Written;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Written> {
        let book = self.book.trim().to_owned();
        let pack = cx.house.packs.county(cx.county())?;
        let known = pack.made::<Shelf>().get(&book).is_some();
        let new = self.zh.is_some() || self.en.is_some();
        if let Some(open) = table::of_book(cx, &book)?.into_iter().find(table::Draft::is_open) {
            return Err(Error::Conflict(Fault::new("book", "drafts-open-already").arg("draft", open.id)));
        }
        let text = match (known, new) {
            (true, false) => copied(cx, &book)?,
            (true, true) => return Err(Fault::new("book", "drafts-book-there").arg("book", &book).into()),
            (false, false) => return Err(Error::missing("casebook")),
            (false, true) => {
                if !books::is_name(&book) {
                    return Err(Fault::new("book", "casebooks-not-a-name").arg("written", &book).into());
                }
                let text = |it: &Option<String>| it.as_deref().unwrap_or_default().trim().to_owned();
                let (zh, en, group) = (text(&self.zh), text(&self.en), text(&self.group));
                let empty = [("zh", &zh), ("en", &en), ("group", &group)];
                let missing = empty.iter().filter(|it| it.1.is_empty());
                let missing: Vec<Fault> = missing.map(|it| Fault::new(it.0, "web-required")).collect();
                if !missing.is_empty() {
                    return Err(Error::Invalid(missing));
                }
                if !pack.get::<Groups>().group.contains_key(&group) {
                    return Err(Fault::new("group", "drafts-no-such-group").into());
                }
                source::begun(&zh, &en, &group)?
            }
        };
        let id = cx.mint();
        table::insert(cx, &id, &book, &text)?;
        cx.subject("draft", id.as_str());
        cx.note("book", book.as_str());
        Ok(Written { draft: id, book, revision: 1 })
    }
}

/// The text of a book in force, under the edition that it would have.
fn copied(cx: &mut Cx, book: &str) -> Result<String> {
    let text = in_force(cx, book)?;
    let edition = next_edition(cx, book)?;
    Ok(source::with_edition(&text, edition))
}

/// The text of a book in force: what the county published, or what the layers of its pack say.
pub(super) fn in_force(cx: &mut Cx, book: &str) -> Result<String> {
    if let Some(page) = table::page(cx, book)? {
        return Ok(page.text);
    }
    let layers = cx.house.packs.layers_of(cx.county(), &page::path(book));
    text::piled(layers.iter().map(|it| &*it.1))
}

/// The edition after all that the book has had.
pub(super) fn next_edition(cx: &mut Cx, book: &str) -> Result<i64> {
    let shelf = cx.house.packs.county(cx.county())?.made::<Shelf>();
    let now = shelf.get(book).map_or(0, |it| it.book.edition);
    Ok(editions::newest(cx, book)?.max(now) + 1)
}
