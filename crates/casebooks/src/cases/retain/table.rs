//! SQL of retention.

use base::{Day, Error, Instant, Result};
use platform::Cx;
use store::{FromRow, Row};

/// A closed case whose years are over.
pub(super) struct Over {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) area: String,
    pub(super) opened_on: Day,
    pub(super) closed_at: Instant,
}

impl FromRow for Over {
    fn from_row(row: &Row) -> Result<Over> {
        Ok(Over {
            id: row.get(0)?,
            number: row.get(1)?,
            area: row.get(2)?,
            opened_on: row.get(3)?,
            closed_at: row.get(4)?,
        })
    }
}

/// Cases of a book that were closed before an instant and stand on no list yet.
pub(super) fn over(cx: &mut Cx, book: &str, before: Instant, limit: i64) -> Result<Vec<Over>> {
    let county = cx.county();
    cx.all(
        "SELECT f.id, f.number, f.area, f.opened_on, f.closed_at FROM case_file f
         WHERE f.county = $1 AND f.book = $2 AND f.closed_at IS NOT NULL AND f.closed_at < $3
            AND NOT EXISTS (SELECT 1 FROM case_retention r WHERE r.county = $1 AND r.case_id = f.id)
         ORDER BY f.closed_at, f.id LIMIT $4",
        &[county.into(), book.into(), before.into(), limit.into()],
    )
}

pub(super) fn list(
    cx: &mut Cx,
    it: &Over,
    book: &str,
    year: i64,
    closed_on: Day,
    until_on: Day,
) -> Result<()> {
    let county = cx.county();
    let (opened_on, closed_on, until_on) =
        (it.opened_on.to_string(), closed_on.to_string(), until_on.to_string());
    cx.exec_one(
        "INSERT INTO case_retention (county, case_id, book, number, area, opened_on, closed_on, year, until_on,
            state, reason)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'listed', '')",
        &[
            county.into(),
            (&it.id).into(),
            book.into(),
            (&it.number).into(),
            (&it.area).into(),
            (&opened_on).into(),
            (&closed_on).into(),
            year.into(),
            (&until_on).into(),
        ],
    )
}

/// Puts those that were kept longer on the list again; answers how many.
pub(super) fn again(cx: &mut Cx, year: i64, begins: Day) -> Result<i64> {
    let (county, begins) = (cx.county(), begins.to_string());
    let listed = cx.exec(
        "UPDATE case_retention SET state = 'listed', year = $2
         WHERE county = $1 AND state = 'kept' AND until_on < $3",
        &[county.into(), year.into(), (&begins).into()],
    )?;
    Ok(i64::try_from(listed).unwrap_or(i64::MAX))
}

/// A case on the list.
pub(super) struct Listed {
    pub(super) case: String,
    pub(super) number: String,
    pub(super) area: String,
    pub(super) state: String,
    pub(super) proposed_by: Option<String>,
}

impl FromRow for Listed {
    fn from_row(row: &Row) -> Result<Listed> {
        Ok(Listed {
            case: row.get(0)?,
            number: row.get(1)?,
            area: row.get(2)?,
            state: row.get(3)?,
            proposed_by: row.get(4)?,
        })
    }
}

pub(super) fn get(cx: &mut Cx, case: &str) -> Result<Listed> {
    let county = cx.county();
    cx.get(
        "case",
        "SELECT case_id, number, area, state, proposed_by FROM case_retention WHERE county = $1 AND case_id = $2",
        &[county.into(), case.into()],
    )
}

/// One statement must touch one row that stands where it was.
fn one(touched: u64) -> Result<()> {
    if touched == 1 { Ok(()) } else { Err(Error::conflict("record-moved-on")) }
}

pub(super) fn keep(cx: &mut Cx, it: &Listed, until_on: Day, reason: &str) -> Result<()> {
    let (county, by, now) = (cx.county(), cx.actor.account.clone(), cx.now);
    let until_on = until_on.to_string();
    one(cx.exec(
        "UPDATE case_retention SET state = 'kept', until_on = $3, reason = $4, decided_by = $5, decided_at = $6,
            proposed_by = NULL
         WHERE county = $1 AND case_id = $2 AND state IN ('listed', 'proposed')",
        &[
            county.into(),
            (&it.case).into(),
            (&until_on).into(),
            reason.into(),
            (&by).into(),
            now.into(),
        ],
    )?)
}

pub(super) fn propose(cx: &mut Cx, it: &Listed, reason: &str) -> Result<()> {
    let (county, by) = (cx.county(), cx.actor.account.clone());
    one(cx.exec(
        "UPDATE case_retention SET state = 'proposed', reason = $3, proposed_by = $4
         WHERE county = $1 AND case_id = $2 AND state = 'listed'",
        &[county.into(), (&it.case).into(), reason.into(), (&by).into()],
    )?)
}

/// Whether another case names a file.
pub(super) fn shown_elsewhere(cx: &mut Cx, case: &str, file: &str) -> Result<bool> {
    let (county, pattern) = (cx.county(), format!("%\"{file}\"%"));
    let found: Option<(String,)> = cx.find(
        "SELECT id FROM case_file WHERE county = $1 AND id <> $2 AND filled LIKE $3 LIMIT 1",
        &[county.into(), case.into(), (&pattern).into()],
    )?;
    Ok(found.is_some())
}

/// Takes away what a case said. Its number, its days and who did what and when stay.
pub(super) fn destroy(cx: &mut Cx, case: &str) -> Result<()> {
    let (county, by, now) = (cx.county(), cx.actor.account.clone(), cx.now);
    one(cx.exec(
        "UPDATE case_retention SET state = 'destroyed', decided_by = $3, decided_at = $4
         WHERE county = $1 AND case_id = $2 AND state = 'proposed'",
        &[county.into(), case.into(), (&by).into(), now.into()],
    )?)?;
    cx.exec_one(
        "UPDATE case_file SET filled = '{}', title = '', label = '', subject_id = '', changed_at = $3,
            revision = revision + 1
         WHERE county = $1 AND id = $2",
        &[county.into(), case.into(), now.into()],
    )?;
    cx.exec(
        "UPDATE case_event SET changed = '{}', note = '' WHERE county = $1 AND case_id = $2",
        &[county.into(), case.into()],
    )?;
    for sql in [
        "DELETE FROM case_value WHERE county = $1 AND case_id = $2",
        "DELETE FROM case_secret WHERE county = $1 AND case_id = $2",
        "DELETE FROM case_letter WHERE county = $1 AND case_id = $2",
        "DELETE FROM case_link WHERE county = $1 AND (case_id = $2 OR other_id = $2)",
        "DELETE FROM case_publication WHERE county = $1 AND case_id = $2",
        "DELETE FROM case_objection WHERE county = $1 AND case_id = $2",
    ] {
        cx.exec(sql, &[county.into(), case.into()])?;
    }
    Ok(())
}
