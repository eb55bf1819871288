//! Editions: what a book was when a case was opened by it.
//!
//! A case goes by the edition of its book that it was opened in. While that is the one in force, the
//! book of the pack in use is its book, mended words and all. When the pack has another edition, or no
//! such book any more, the case goes on by the text that was kept, until it is moved (`cases/moves/`).
//!
//! | file       | what                                   |
//! |------------|----------------------------------------|
//! | `kept.rs`  | the text of a book as it is kept; pure  |
//! | `table.rs` | the kept texts                          |

mod kept;
mod table;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use base::{Error, Instant, Result};
use platform::{
    Cx,
    packs::{Made, Pack},
    terms::CodeRow,
};
use store::Tx;

use crate::books::{Book, Ready, Shelf};

pub use kept::Kept;
pub use table::{Edition, of_book};

/// Keeps every book of a county's pack as it is now; what is kept already is left alone.
pub fn keep(tx: &mut Tx<'_>, pack: &Pack, now: Instant) -> Result<()> {
    let Some(county) = pack.county() else { return Ok(()) };
    for ready in lacking(tx, pack)? {
        table::keep(tx, &county.slug, &ready, now)?;
    }
    Ok(())
}

/// The books of a county's pack that are not kept as they are now.
pub fn lacking(tx: &mut Tx<'_>, pack: &Pack) -> Result<Vec<Arc<Ready>>> {
    let Some(county) = pack.county() else { return Ok(Vec::new()) };
    let known = table::digests(tx, &county.slug)?;
    let mut found = Vec::new();
    for ready in pack.made::<Shelf>().iter() {
        if !known.contains(&(ready.id.clone(), ready.book.edition, kept::of(ready)?.digest.clone())) {
            found.push(ready.clone());
        }
    }
    Ok(found)
}

/// Keeps the book that a case is opened by.
pub fn keep_one(cx: &mut Cx, ready: &Ready) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    table::keep(cx, county, ready, now)
}

/// The highest number that an edition of a book has had; 0 when it had none.
pub fn newest(cx: &mut Cx, book: &str) -> Result<i64> {
    let county = cx.county();
    Ok(table::of_book(cx, county, book)?.first().map_or(0, |it| it.edition))
}

/// The book that a case goes by: of an edition, with a state that it has. `current` is the book in force.
pub fn of_case(
    cx: &mut Cx,
    current: Option<&Arc<Ready>>,
    book: &str,
    edition: i64,
    state: &str,
) -> Result<Arc<Ready>> {
    if let Some(current) =
        current.filter(|it| it.book.edition == edition && it.book.state.contains_key(state))
    {
        return Ok(current.clone());
    }
    let known = old(cx, current, book, edition)?;
    let fits = known.iter().find(|it| it.book.state.contains_key(state)).or(known.first());
    match (fits, current) {
        (Some(fits), _) => Ok(fits.clone()),
        // Nothing was kept of it: it was opened before editions were.
        (None, Some(current)) => Ok(current.clone()),
        (None, None) => Err(Error::missing("casebook")),
    }
}

/// The editions that a book had before the one given, the latest first.
pub fn before(cx: &mut Cx, ready: &Arc<Ready>) -> Result<Vec<Arc<Ready>>> {
    let county = cx.county();
    let mut found = Vec::new();
    for it in table::of_book(cx, county, &ready.id)? {
        if it.edition < ready.book.edition {
            found.extend(old(cx, Some(ready), &ready.id, it.edition)?);
        }
    }
    Ok(found)
}

/// The kept texts of an edition with their rules compiled, the latest first.
fn old(cx: &mut Cx, current: Option<&Arc<Ready>>, book: &str, edition: i64) -> Result<Vec<Arc<Ready>>> {
    let pack = cx.house.packs.county(cx.county())?;
    let cache = pack.made::<Old>();
    let key = (book.to_owned(), edition);
    if let Some(known) = cache.lock().get(&key) {
        return Ok(known.clone());
    }
    let county = cx.county();
    let mut found = Vec::new();
    for text in table::texts(cx, county, book, edition)? {
        let mut it: Book = kept::read(&text)?;
        if let Some(current) = current {
            kept::hide(&mut it, &current.book);
        }
        // A rule over a fact that no room gives any more: what it would say nobody knows.
        if let Ok(ready) = Ready::make(book, it, pack.facts(), pack.rows::<CodeRow>()) {
            found.push(Arc::new(ready));
        }
    }
    // An edition that is past gets no other text; one that another process has just published may.
    if current.is_some_and(|it| edition < it.book.edition) {
        cache.lock().insert(key, found.clone());
    }
    Ok(found)
}

/// Past editions with their rules compiled, beside the pack whose facts they were compiled against.
struct Old(Mutex<Compiled>);

type Compiled = HashMap<(String, i64), Vec<Arc<Ready>>>;

impl Made for Old {
    fn make(_: &Pack) -> Old {
        Old(Mutex::default())
    }
}

impl Old {
    fn lock(&self) -> std::sync::MutexGuard<'_, Compiled> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
