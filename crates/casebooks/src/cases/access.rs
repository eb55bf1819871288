//! Which books and cases a reader may see: the role by the book, the place by the area.

use std::sync::Arc;

use base::{Error, Fault, Result};
use platform::{Cx, Place, Scope};

use super::{case::Case, table};
use crate::{
    books::{Ready, Shelf},
    editions,
};

/// A book that the actor sees; one that is not there and one that is not for them look alike.
pub(super) fn book(cx: &Cx, id: &str) -> Result<Arc<Ready>> {
    let shelf = cx.house.packs.county(cx.county())?.made::<Shelf>();
    let ready = shelf.get(id).filter(|it| it.book.may_see(&cx.actor.role));
    ready.cloned().ok_or_else(|| Error::missing("casebook"))
}

/// A book for the program itself, whoever acts.
pub(super) fn any_book(cx: &Cx, id: &str) -> Result<Arc<Ready>> {
    let shelf = cx.house.packs.county(cx.county())?.made::<Shelf>();
    shelf.get(id).cloned().ok_or_else(|| Error::missing("casebook"))
}

/// How far the actor sees in a book.
pub(super) fn scope(cx: &Cx, ready: &Ready) -> Scope {
    cx.actor.scope(ready.book.purpose)
}

/// The book that a case goes by: the one in force, or an edition that was kept.
pub(super) fn book_of(cx: &mut Cx, case: &Case) -> Result<Arc<Ready>> {
    let shelf = cx.house.packs.county(cx.county())?.made::<Shelf>();
    editions::of_case(cx, shelf.get(&case.book), &case.book, case.edition, &case.state)
}

/// A case within the actor's sight, and the book it goes by.
pub(super) fn case(cx: &mut Cx, id: &str) -> Result<(Case, Arc<Ready>)> {
    let it = table::get(cx, id)?;
    let ready = book_of(cx, &it).map_err(|_| Error::missing("case"))?;
    // Whoever may see the book no more sees its old cases no more.
    let shelf = cx.house.packs.county(cx.county())?.made::<Shelf>();
    let sees = shelf.get(&it.book).unwrap_or(&ready).book.may_see(&cx.actor.role);
    if sees && scope(cx, &ready).covers(&it.area) { Ok((it, ready)) } else { Err(Error::missing("case")) }
}

/// A case that the actor may name, and whether they may open it too. What stands over the actor's own
/// area, as a firm that the county lists, is named by its number and title.
pub(super) fn named(cx: &mut Cx, id: &str) -> Result<(Case, bool)> {
    let it = table::get(cx, id)?;
    let ready = book(cx, &it.book).map_err(|_| Error::missing("case"))?;
    let scope = scope(cx, &ready);
    let in_sight = scope.covers(&it.area);
    if in_sight || scope.covers(&cx.actor.area) && holds(&it.area, &cx.actor.area) {
        Ok((it, in_sight))
    } else {
        Err(Error::missing("case"))
    }
}

/// Whether the area of a path lies within, or is, the other.
pub(super) fn holds(outer: &str, inner: &str) -> bool {
    !outer.is_empty() && inner.starts_with(outer)
}

/// Lets the door pass when the actor sees the case: books differ in their purpose, the verbs on
/// their cases do not.
pub(super) fn place(cx: &mut Cx, id: &str) -> Result<Place> {
    let (it, _) = case(cx, id)?;
    cx.subject("case", id);
    cx.note("book", it.book);
    cx.note("area", it.area);
    Ok(Place::Own)
}

/// The case as its reader last saw it.
pub(super) fn current(cx: &mut Cx, id: &str, revision: i64) -> Result<(Case, Arc<Ready>)> {
    let (it, ready) = case(cx, id)?;
    if it.revision != revision {
        return Err(Error::Conflict(Fault::new("revision", "record-moved-on")));
    }
    Ok((it, ready))
}
