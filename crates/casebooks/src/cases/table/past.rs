//! SQL that reads what cases were: their events in order, by subject; and what recurs.

use base::{Instant, Result, error::OrBroken};
use platform::Cx;
use store::{FromRow, Row};

use super::super::case::Changed;

/// One event of a case about a subject.
pub(crate) struct PastEvent {
    pub(crate) subject: String,
    pub(crate) case: String,
    pub(crate) book: String,
    pub(crate) opened_on: base::Day,
    pub(crate) at: Instant,
    pub(crate) to: String,
    pub(crate) changed: Changed,
}

impl FromRow for PastEvent {
    fn from_row(row: &Row) -> Result<PastEvent> {
        let changed: String = row.get(6)?;
        Ok(PastEvent {
            subject: row.get(0)?,
            case: row.get(1)?,
            book: row.get(2)?,
            opened_on: row.get(3)?,
            at: row.get(4)?,
            to: row.get(5)?,
            changed: serde_json::from_str(&changed).or_broken()?,
        })
    }
}

/// What happened to the cases about the subjects from `first` to `last`, by subject, case and order.
pub(crate) fn events(
    cx: &mut Cx,
    kind: &str,
    (first, last): (&str, &str),
    until: Instant,
    each: &mut dyn FnMut(PastEvent) -> Result<()>,
) -> Result<()> {
    let county = cx.county().to_owned();
    cx.each(
        "SELECT f.subject_id, f.id, f.book, f.opened_on, e.at, e.to_state, e.changed
         FROM case_file f JOIN case_event e ON e.county = f.county AND e.case_id = f.id
         WHERE f.county = $1 AND f.subject_kind = $2 AND f.subject_id >= $3 AND f.subject_id <= $4
            AND e.at <= $5 AND e.kind IN ('opened', 'step', 'edited', 'corrected', 'back', 'moved')
         ORDER BY f.subject_id, f.id, e.seq",
        &[(&county).into(), kind.into(), first.into(), last.into(), until.into()],
        each,
    )
}

/// Marks that a case of a book was opened for a subject and period; false when it was before.
pub(crate) fn mark(cx: &mut Cx, book: &str, period: &str, subject: &str) -> Result<bool> {
    let county = cx.county().to_owned();
    let touched = cx.exec(
        "INSERT INTO case_period (county, book, period, subject_id) VALUES ($1, $2, $3, $4)
         ON CONFLICT (county, book, period, subject_id) DO NOTHING",
        &[(&county).into(), book.into(), period.into(), subject.into()],
    )?;
    Ok(touched == 1)
}

/// Takes a mark away; false when there was none.
pub(crate) fn unmark(cx: &mut Cx, book: &str, period: &str, subject: &str) -> Result<bool> {
    let county = cx.county().to_owned();
    let touched = cx.exec(
        "DELETE FROM case_period WHERE county = $1 AND book = $2 AND period = $3 AND subject_id = $4",
        &[(&county).into(), book.into(), period.into(), subject.into()],
    )?;
    Ok(touched == 1)
}

/// The ids of a book's cases that are not ended, after `after`: subjects of other books.
pub(crate) fn open_ids(cx: &mut Cx, book: &str, after: &str, limit: i64) -> Result<Vec<String>> {
    let county = cx.county().to_owned();
    let rows: Vec<(String,)> = cx.all(
        "SELECT id FROM case_file WHERE county = $1 AND book = $2 AND closed_at IS NULL AND id > $3
         ORDER BY id LIMIT $4",
        &[(&county).into(), book.into(), after.into(), limit.into()],
    )?;
    Ok(rows.into_iter().map(|it| it.0).collect())
}
