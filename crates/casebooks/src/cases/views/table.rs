//! SQL of kept views.

use base::Result;
use platform::Cx;

/// Replaces a view of this name; answers whether there was one.
pub(super) fn replace(cx: &mut Cx, book: &str, name: &str, query: &str) -> Result<bool> {
    let actor = cx.actor;
    let touched = cx.exec(
        "UPDATE case_view SET query = $5 WHERE county = $1 AND account = $2 AND book = $3 AND name = $4",
        &[(&actor.county).into(), (&actor.account).into(), book.into(), name.into(), query.into()],
    )?;
    Ok(touched == 1)
}

pub(super) fn insert(cx: &mut Cx, book: &str, name: &str, query: &str) -> Result<()> {
    let actor = cx.actor;
    cx.exec_one(
        "INSERT INTO case_view (county, account, book, name, query) VALUES ($1, $2, $3, $4, $5)",
        &[(&actor.county).into(), (&actor.account).into(), book.into(), name.into(), query.into()],
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

pub(super) fn of_book(cx: &mut Cx, book: &str) -> Result<Vec<(String, String)>> {
    let actor = cx.actor;
    cx.all(
        "SELECT name, query FROM case_view WHERE county = $1 AND account = $2 AND book = $3 ORDER BY name",
        &[(&actor.county).into(), (&actor.account).into(), book.into()],
    )
}
