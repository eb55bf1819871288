//! What anybody may ask: which books are public, what they publish, one case, a file, an answer.

pub mod answer;
pub mod ask;
pub mod book;
pub mod file;

use std::sync::Arc;

use base::{Error, Result};
use platform::Cx;

use super::table::{self, Published};
use crate::{
    books::{Ready, Shelf},
    cases::table as cases,
};

/// A book that publishes.
pub(super) fn book(cx: &Cx, id: &str) -> Result<Arc<Ready>> {
    let shelf = cx.house.packs.county(cx.county())?.made::<Shelf>();
    let ready = shelf.get(id).filter(|it| it.book.publish.is_some());
    ready.cloned().ok_or_else(|| Error::missing("publication"))
}

/// A case that is public today, as far as its book publishes it by now.
pub(super) fn published(cx: &mut Cx, book_id: &str, case: &str) -> Result<(Published, Arc<Ready>)> {
    let ready = book(cx, book_id)?;
    let today = cx.today();
    let shown = table::find(cx, case)?.filter(|it| it.book == ready.id && is_shown(it, today));
    let mut it = shown.ok_or_else(|| Error::missing("publication"))?;
    if let Some(publish) = &ready.book.publish {
        it.face = it.face.under(&ready, publish);
        it.corrections.retain(|it| publish.fields.contains(&it.field));
    }
    Ok((it, ready))
}

/// Whether the public sees it on a day.
pub(super) fn is_shown(it: &Published, today: base::Day) -> bool {
    let in_time = it.from_on <= today && it.until_on.is_none_or(|until| today <= until);
    in_time && it.withdrawn_on.is_none() && it.held_on.is_none()
}

/// Where a case belongs, for the task of its office.
pub(super) fn area_of(cx: &mut Cx, case: &str) -> Result<String> {
    Ok(cases::find(cx, case)?.map(|it| it.area).unwrap_or_default())
}
