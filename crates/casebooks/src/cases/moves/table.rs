//! SQL of cases that are moved to another edition.

use base::{Error, Instant, Result, error::OrBroken};
use platform::Cx;
use store::{FromRow, Row};

use crate::cases::{case::Case, refusal::Reason, table::select};

/// Open cases of an older edition in one state.
pub(super) struct Waiting {
    pub(super) edition: i64,
    pub(super) state: String,
    pub(super) cases: i64,
}

/// The open cases of a book that go by other editions than the one given.
pub(super) fn groups(cx: &mut Cx, book: &str, edition: i64) -> Result<Vec<Waiting>> {
    let county = cx.county();
    let rows: Vec<(i64, String, i64)> = cx.all(
        "SELECT edition, state, COUNT(*) FROM case_file
         WHERE county = $1 AND book = $2 AND edition <> $3 AND closed_at IS NULL
         GROUP BY edition, state ORDER BY edition, state",
        &[county.into(), book.into(), edition.into()],
    )?;
    Ok(rows.into_iter().map(|(edition, state, cases)| Waiting { edition, state, cases }).collect())
}

/// The cases themselves, by id after `after`.
pub(super) fn older(cx: &mut Cx, book: &str, edition: i64, after: &str, limit: i64) -> Result<Vec<Case>> {
    let county = cx.county();
    let sql = select(
        "f.county = $1 AND f.book = $2 AND f.edition <> $3 AND f.closed_at IS NULL AND f.id > $4
         ORDER BY f.id LIMIT $5",
    );
    cx.all(&sql, &[county.into(), book.into(), edition.into(), after.into(), limit.into()])
}

pub(super) fn insert(cx: &mut Cx, id: &str, book: &str, edition: i64, cases: i64, job: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO case_move (county, id, account, name, book, edition, cases, moved, refused, job, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, $8, $9)",
        &[
            (&actor.county).into(),
            id.into(),
            (&actor.account).into(),
            (&actor.name).into(),
            book.into(),
            edition.into(),
            cases.into(),
            job.into(),
            now.into(),
        ],
    )
}

#[derive(Clone, Debug)]
pub(super) struct MoveRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) book: String,
    pub(super) edition: i64,
    pub(super) cases: i64,
    pub(super) moved: i64,
    pub(super) refused: i64,
    pub(super) job: Option<String>,
    pub(super) made_at: Instant,
    pub(super) ended_at: Option<Instant>,
}

impl FromRow for MoveRow {
    fn from_row(row: &Row) -> Result<MoveRow> {
        Ok(MoveRow {
            id: row.get(0)?,
            name: row.get(1)?,
            book: row.get(2)?,
            edition: row.get(3)?,
            cases: row.get(4)?,
            moved: row.get(5)?,
            refused: row.get(6)?,
            job: row.get(7)?,
            made_at: row.get(8)?,
            ended_at: row.get(9)?,
        })
    }
}

pub(super) fn get(cx: &mut Cx, id: &str) -> Result<MoveRow> {
    let county = cx.county();
    let found = cx.find(
        "SELECT id, name, book, edition, cases, moved, refused, job, made_at, ended_at FROM case_move
         WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )?;
    found.ok_or_else(|| Error::missing("move"))
}

/// The moves of a book, the latest first.
pub(super) fn of_book(cx: &mut Cx, book: &str, limit: i64) -> Result<Vec<MoveRow>> {
    let county = cx.county();
    cx.all(
        "SELECT id, name, book, edition, cases, moved, refused, job, made_at, ended_at FROM case_move
         WHERE county = $1 AND book = $2 ORDER BY id DESC LIMIT $3",
        &[county.into(), book.into(), limit.into()],
    )
}

pub(super) fn count(cx: &mut Cx, id: &str, moved: i64, refused: i64) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "UPDATE case_move SET moved = moved + $3, refused = refused + $4 WHERE county = $1 AND id = $2",
        &[county.into(), id.into(), moved.into(), refused.into()],
    )
}

pub(super) fn end(cx: &mut Cx, id: &str) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec_one(
        "UPDATE case_move SET ended_at = $3 WHERE county = $1 AND id = $2",
        &[county.into(), id.into(), now.into()],
    )
}

pub(super) fn refuse(cx: &mut Cx, id: &str, case: &str, reasons: &[Reason]) -> Result<()> {
    let county = cx.county();
    let told = serde_json::to_string(reasons).or_broken()?;
    cx.exec(
        "INSERT INTO case_move_refused (county, move_id, case_id, reasons) VALUES ($1, $2, $3, $4)
         ON CONFLICT (county, move_id, case_id) DO NOTHING",
        &[county.into(), id.into(), case.into(), (&told).into()],
    )?;
    Ok(())
}

/// A sealed value stands under another name from here on.
pub(super) fn rename_secret(cx: &mut Cx, case: &str, from: &str, to: &str) -> Result<()> {
    let county = cx.county();
    cx.exec(
        "UPDATE case_secret SET field = $4 WHERE county = $1 AND case_id = $2 AND field = $3",
        &[county.into(), case.into(), from.into(), to.into()],
    )?;
    Ok(())
}
