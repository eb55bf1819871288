//! How many cases of a book stand where: read off the counts that are kept with them, not off the cases.

use std::collections::BTreeMap;

use base::{Day, Result};
use platform::{Cx, Scope};

use super::query;

/// How many cases of a book stand in each state, within a scope.
pub(super) fn by_state(cx: &mut Cx, book: &str, scope: &Scope) -> Result<BTreeMap<String, i64>> {
    let ((low, high), county) = (bounds(cx, scope), cx.county());
    let rows: Vec<(String, i64)> = cx.all(
        "SELECT state, CAST(SUM(cases) AS BIGINT) FROM case_count
         WHERE county = $1 AND book = $2 AND area >= $3 AND area < $4 GROUP BY state HAVING SUM(cases) <> 0",
        &[county.into(), book.into(), (&low).into(), (&high).into()],
    )?;
    Ok(rows.into_iter().collect())
}

/// How many of them are due on each day from `first` to `last`.
pub(super) fn by_day(
    cx: &mut Cx,
    book: &str,
    scope: &Scope,
    (first, last): (Day, Day),
) -> Result<BTreeMap<String, i64>> {
    let ((low, high), county) = (bounds(cx, scope), cx.county());
    let (first, last) = (first.to_string(), last.to_string());
    let rows: Vec<(String, i64)> = cx.all(
        "SELECT due_on, CAST(SUM(cases) AS BIGINT) FROM case_count
         WHERE county = $1 AND book = $2 AND area >= $3 AND area < $4 AND due_on >= $5 AND due_on <= $6
         GROUP BY due_on HAVING SUM(cases) <> 0",
        &[county.into(), book.into(), (&low).into(), (&high).into(), (&first).into(), (&last).into()],
    )?;
    Ok(rows.into_iter().collect())
}

/// How many of them were due before a day.
pub(super) fn due_before(cx: &mut Cx, book: &str, scope: &Scope, day: Day) -> Result<i64> {
    let ((low, high), county, day) = (bounds(cx, scope), cx.county(), day.to_string());
    let (cases,): (Option<i64>,) = cx.get(
        "count",
        "SELECT CAST(SUM(cases) AS BIGINT) FROM case_count
         WHERE county = $1 AND book = $2 AND area >= $3 AND area < $4 AND due_on > '' AND due_on < $5",
        &[county.into(), book.into(), (&low).into(), (&high).into(), (&day).into()],
    )?;
    Ok(cases.unwrap_or(0))
}

/// The areas of a scope as a statement compares them: from the first text to after the last.
fn bounds(cx: &Cx, scope: &Scope) -> (String, String) {
    query::range(cx, scope).unwrap_or_else(|| (String::new(), "\u{10ffff}".to_owned()))
}
