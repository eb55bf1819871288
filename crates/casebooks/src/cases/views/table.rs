//! SQL of kept views.

use base::Result;
use platform::Cx;
use store::{FromRow, Row};

/// Views of colleagues that are shown beside the reader's own.
const SHARED_MAX: i64 = 100;

/// A view as it is kept.
pub(super) struct Kept {
    pub(super) name: String,
    pub(super) query: String,
    /// The area whose office sees it; empty: nobody but its keeper.
    pub(super) office: String,
    pub(super) keeper: String,
}

impl FromRow for Kept {
    fn from_row(row: &Row) -> Result<Kept> {
        Ok(Kept { name: row.get(0)?, query: row.get(1)?, office: row.get(2)?, keeper: row.get(3)? })
    }
}

/// Replaces the query of a view of this name; answers whether there was one.
pub(super) fn replace(cx: &mut Cx, book: &str, name: &str, query: &str) -> Result<bool> {
    let actor = cx.actor;
    let touched = cx.exec(
        "UPDATE case_view SET query = $5 WHERE county = $1 AND account = $2 AND book = $3 AND name = $4",
        &[(&actor.county).into(), (&actor.account).into(), book.into(), name.into(), query.into()],
    )?;
    Ok(touched == 1)
}

/// Gives a view another name and office; answers whether there was one.
pub(super) fn change(cx: &mut Cx, book: &str, name: &str, to: &str, office: &str) -> Result<bool> {
    let actor = cx.actor;
    let touched = cx.exec(
        "UPDATE case_view SET name = $5, office = $6, keeper = $7
         WHERE county = $1 AND account = $2 AND book = $3 AND name = $4",
        &[
            (&actor.county).into(),
            (&actor.account).into(),
            book.into(),
            name.into(),
            to.into(),
            office.into(),
            (&actor.name).into(),
        ],
    )?;
    Ok(touched == 1)
}

pub(super) fn insert(cx: &mut Cx, book: &str, name: &str, query: &str) -> Result<()> {
    let actor = cx.actor;
    cx.exec_one(
        "INSERT INTO case_view (county, account, book, name, query, office, keeper)
         VALUES ($1, $2, $3, $4, $5, '', $6)",
        &[
            (&actor.county).into(),
            (&actor.account).into(),
            book.into(),
            name.into(),
            query.into(),
            (&actor.name).into(),
        ],
    )
}

pub(super) fn count(cx: &mut Cx, book: &str) -> Result<i64> {
    let actor = cx.actor;
    let (count,): (i64,) = cx.get(
        "count",
        "SELECT COUNT(*) FROM case_view WHERE county = $1 AND account = $2 AND book = $3",
        &[(&actor.county).into(), (&actor.account).into(), book.into()],
    )?;
    Ok(count)
}

pub(super) fn remove(cx: &mut Cx, book: &str, name: &str) -> Result<bool> {
    let actor = cx.actor;
    let touched = cx.exec(
        "DELETE FROM case_view WHERE county = $1 AND account = $2 AND book = $3 AND name = $4",
        &[(&actor.county).into(), (&actor.account).into(), book.into(), name.into()],
    )?;
    Ok(touched == 1)
}

/// The actor's own views of a book.
pub(super) fn own(cx: &mut Cx, book: &str) -> Result<Vec<Kept>> {
    let actor = cx.actor;
    cx.all(
        "SELECT name, query, office, keeper FROM case_view
         WHERE county = $1 AND account = $2 AND book = $3 ORDER BY name",
        &[(&actor.county).into(), (&actor.account).into(), book.into()],
    )
}

/// What colleagues of the actor's office share.
pub(super) fn shared(cx: &mut Cx, book: &str) -> Result<Vec<Kept>> {
    let actor = cx.actor;
    cx.all(
        "SELECT name, query, office, keeper FROM case_view
         WHERE county = $1 AND book = $2 AND office = $3 AND office <> '' AND account <> $4
         ORDER BY name, keeper LIMIT $5",
        &[
            (&actor.county).into(),
            book.into(),
            (&actor.area).into(),
            (&actor.account).into(),
            SHARED_MAX.into(),
        ],
    )
}
