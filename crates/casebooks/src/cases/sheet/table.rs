//! SQL of workbooks that were handed in, and what judging their rows reads of cases.

use base::{Error, Instant, Result, error::OrBroken};
use platform::Cx;
use serde_json::Value;
use store::{Arg, FromRow, Row};

use super::{
    judge::{Judged, Verdict},
    spot::Spots,
};
use crate::cases::{
    SECRET,
    case::{Case, Changed, Values},
};

/// Where a workbook stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Planning,
    Planned,
    Taking,
    Done,
}

impl State {
    const ALL: [(State, &'static str); 4] = [
        (State::Planning, "planning"),
        (State::Planned, "planned"),
        (State::Taking, "taking"),
        (State::Done, "done"),
    ];

    pub(super) fn as_str(self) -> &'static str {
        State::ALL.iter().find(|it| it.0 == self).map_or("", |it| it.1)
    }
}

/// A workbook that was handed in.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    pub(super) id: String,
    pub(super) book: String,
    pub(super) name: String,
    pub(super) digest: String,
    pub(super) state: State,
    pub(super) rows_total: i64,
    pub(super) rows_done: i64,
    pub(super) job: Option<String>,
    pub(super) made_at: Instant,
    pub(super) ended_at: Option<Instant>,
    pub(super) revision: i64,
    /// Headings that no field has.
    pub(super) strange: Vec<String>,
    /// Where its columns stand.
    pub(super) spots: Spots,
}

const SHEET: &str =
    "id, book, name, digest, state, rows_total, rows_done, job, made_at, ended_at, revision, strange, spots";

impl FromRow for Sheet {
    fn from_row(row: &Row) -> Result<Sheet> {
        let (state, strange): (String, String) = (row.get(4)?, row.get(11)?);
        let spots: String = row.get(12)?;
        Ok(Sheet {
            strange: serde_json::from_str(&strange).unwrap_or_default(),
            spots: serde_json::from_str(&spots).unwrap_or_default(),
            id: row.get(0)?,
            book: row.get(1)?,
            name: row.get(2)?,
            digest: row.get(3)?,
            state: State::ALL.iter().find(|it| it.1 == state).map_or(State::Done, |it| it.0),
            rows_total: row.get(5)?,
            rows_done: row.get(6)?,
            job: row.get(7)?,
            made_at: row.get(8)?,
            ended_at: row.get(9)?,
            revision: row.get(10)?,
        })
    }
}

pub(super) fn insert(cx: &mut Cx, it: &Sheet) -> Result<()> {
    let actor = cx.actor;
    let strange = serde_json::to_string(&it.strange).or_broken()?;
    let spots = serde_json::to_string(&it.spots).or_broken()?;
    cx.exec_one(
        "INSERT INTO case_sheet (county, id, account, book, name, digest, state, rows_total, rows_done, job,
            made_at, ended_at, revision, strange, spots)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL, 1, $12, $13)",
        &[
            (&actor.county).into(),
            (&it.id).into(),
            (&actor.account).into(),
            (&it.book).into(),
            (&it.name).into(),
            (&it.digest).into(),
            it.state.as_str().into(),
            it.rows_total.into(),
            it.rows_done.into(),
            it.job.as_ref().into(),
            it.made_at.into(),
            (&strange).into(),
            (&spots).into(),
        ],
    )
}

pub(super) fn update(cx: &mut Cx, it: &Sheet) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "UPDATE case_sheet SET state = $4, rows_done = $5, job = $6, ended_at = $7, revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[
            county.into(),
            (&it.id).into(),
            it.revision.into(),
            it.state.as_str().into(),
            it.rows_done.into(),
            it.job.as_ref().into(),
            it.ended_at.into(),
        ],
    )
}

/// A workbook of the actor's own: what stands in it is only for whoever handed it in.
pub(super) fn get(cx: &mut Cx, id: &str) -> Result<Sheet> {
    let actor = cx.actor;
    let sql = format!("SELECT {SHEET} FROM case_sheet WHERE county = $1 AND id = $2 AND account = $3");
    let found = cx.find(&sql, &[(&actor.county).into(), id.into(), (&actor.account).into()])?;
    found.ok_or_else(|| Error::missing("sheet"))
}

/// The actor's workbooks of a book, newest first.
pub(super) fn of_book(cx: &mut Cx, book: &str, limit: i64) -> Result<Vec<Sheet>> {
    let actor = cx.actor;
    let sql = format!(
        "SELECT {SHEET} FROM case_sheet WHERE county = $1 AND account = $2 AND book = $3 ORDER BY id DESC LIMIT $4"
    );
    cx.all(&sql, &[(&actor.county).into(), (&actor.account).into(), book.into(), limit.into()])
}

/// The same bytes, handed in by the actor before.
pub(super) fn same_bytes(cx: &mut Cx, book: &str, digest: &str) -> Result<Option<Sheet>> {
    let actor = cx.actor;
    let sql = format!(
        "SELECT {SHEET} FROM case_sheet WHERE county = $1 AND account = $2 AND book = $3 AND digest = $4 ORDER BY id DESC LIMIT 1"
    );
    cx.find(&sql, &[(&actor.county).into(), (&actor.account).into(), book.into(), digest.into()])
}

/// The key of a row as text, by which rows are sealed anew.
fn place(seq: i64) -> String {
    format!("{seq:07}")
}

/// Rows with their sealed lines: place, row number, line.
pub(super) fn insert_rows(cx: &mut Cx, sheet: &str, rows: &[(i64, i64, Vec<u8>)]) -> Result<()> {
    let county = cx.county();
    let places: Vec<String> = rows.iter().map(|it| place(it.0)).collect();
    let rows: Vec<Vec<Arg>> = rows
        .iter()
        .zip(&places)
        .map(|((seq, number, line), place)| {
            vec![
                county.into(),
                sheet.into(),
                place.into(),
                (*seq).into(),
                (*number).into(),
                line.into(),
                "".into(),
                Verdict::Unread.as_str().into(),
                "{}".into(),
            ]
        })
        .collect();
    let columns = ["county", "sheet", "place", "seq", "row_number", "line", "fingerprint", "verdict", "told"];
    cx.insert_many("case_sheet_row", &columns, &rows)
}

/// A row as it is kept.
pub(super) struct Kept {
    pub(super) seq: i64,
    pub(super) row: i64,
    pub(super) line: Vec<u8>,
    pub(super) told: String,
    pub(super) case: Option<String>,
    pub(super) taken_at: Option<Instant>,
}

impl FromRow for Kept {
    fn from_row(row: &Row) -> Result<Kept> {
        Ok(Kept {
            seq: row.get(0)?,
            row: row.get(1)?,
            line: row.get(2)?,
            told: row.get(3)?,
            case: row.get(4)?,
            taken_at: row.get(5)?,
        })
    }
}

const ROW: &str = "seq, row_number, line, told, case_id, taken_at";

pub(super) fn rows_after(cx: &mut Cx, sheet: &str, after: i64, limit: i64) -> Result<Vec<Kept>> {
    let county = cx.county();
    let sql = format!(
        "SELECT {ROW} FROM case_sheet_row WHERE county = $1 AND sheet = $2 AND place > $3 ORDER BY place LIMIT $4"
    );
    cx.all(&sql, &[county.into(), sheet.into(), (&place(after)).into(), limit.into()])
}

/// Rows of one verdict, in the order of the sheet.
pub(super) fn rows_of(
    cx: &mut Cx,
    sheet: &str,
    verdict: Verdict,
    (skip, limit): (i64, i64),
) -> Result<Vec<Kept>> {
    let county = cx.county();
    let sql = format!(
        "SELECT {ROW} FROM case_sheet_row WHERE county = $1 AND sheet = $2 AND verdict = $3 ORDER BY place LIMIT $4 OFFSET $5"
    );
    cx.all(&sql, &[county.into(), sheet.into(), verdict.as_str().into(), limit.into(), skip.into()])
}

/// A judgement on its way to its row.
pub(super) struct Saved {
    place: String,
    fingerprint: String,
    verdict: Verdict,
    told: String,
    case: Option<String>,
    taken_at: Option<Instant>,
}

impl Saved {
    pub(super) fn of(it: Judged, taken_at: Option<Instant>) -> Result<Saved> {
        Ok(Saved {
            place: place(it.seq),
            fingerprint: it.fingerprint,
            verdict: it.verdict,
            told: serde_json::to_string(&it.told).or_broken()?,
            case: it.case,
            taken_at,
        })
    }
}

/// Keeps what rows were judged, many by one statement.
pub(super) fn save(cx: &mut Cx, sheet: &str, rows: &[Saved]) -> Result<()> {
    let (county, at_once) = (cx.county(), cx.rows_at_once());
    for rows in rows.chunks(at_once) {
        let places = (0..rows.len()).map(|row| {
            let of = |column: usize| format!("${}", 2 + row * 6 + column);
            format!("({}, {}, {}, {}, {}, CAST({} AS BIGINT))", of(1), of(2), of(3), of(4), of(5), of(6))
        });
        let sql = format!(
            "UPDATE case_sheet_row SET fingerprint = t.column2, verdict = t.column3, told = t.column4,
                case_id = t.column5, taken_at = t.column6
             FROM (VALUES {}) AS t WHERE county = $1 AND sheet = $2 AND place = t.column1",
            places.collect::<Vec<_>>().join(", ")
        );
        let mut args: Vec<Arg> = vec![county.into(), sheet.into()];
        for it in rows {
            args.extend([
                (&it.place).into(),
                (&it.fingerprint).into(),
                it.verdict.as_str().into(),
                (&it.told).into(),
                it.case.as_ref().into(),
                it.taken_at.into(),
            ] as [Arg; 6]);
        }
        cx.exec(&sql, &args)?;
    }
    Ok(())
}

/// How many rows there are of each verdict.
pub(super) fn counts(cx: &mut Cx, sheet: &str) -> Result<Vec<(String, i64)>> {
    let county = cx.county();
    cx.all(
        "SELECT verdict, COUNT(*) FROM case_sheet_row WHERE county = $1 AND sheet = $2 GROUP BY verdict",
        &[county.into(), sheet.into()],
    )
}

/// The case that was opened for a row that says the same.
pub(super) fn taken_before(cx: &mut Cx, fingerprints: &[String; 2]) -> Result<Option<String>> {
    let county = cx.county();
    let found: Option<(Option<String>,)> = cx.find(
        "SELECT case_id FROM case_sheet_row
         WHERE county = $1 AND fingerprint IN ($2, $3) AND taken_at IS NOT NULL LIMIT 1",
        &[county.into(), (&fingerprints[0]).into(), (&fingerprints[1]).into()],
    )?;
    Ok(found.and_then(|it| it.0))
}

/// The row above in the same sheet that says the same.
pub(super) fn twin(cx: &mut Cx, sheet: &str, seq: i64, fingerprint: &str) -> Result<Option<i64>> {
    let county = cx.county();
    let found: Option<(i64,)> = cx.find(
        "SELECT row_number FROM case_sheet_row
         WHERE county = $1 AND fingerprint = $2 AND sheet = $3 AND place < $4 ORDER BY place LIMIT 1",
        &[county.into(), fingerprint.into(), sheet.into(), (&place(seq)).into()],
    )?;
    Ok(found.map(|it| it.0))
}

/// The values that a case had at a revision: what was changed since is turned back.
pub(super) fn values_at(cx: &mut Cx, case: &Case, revision: i64) -> Result<Values> {
    let mut values = case.values.clone();
    if revision == case.revision {
        return Ok(values);
    }
    let county = cx.county();
    let since = case.revision - revision;
    let changes: Vec<(String,)> = cx.all(
        "SELECT changed FROM case_event WHERE county = $1 AND case_id = $2 AND kind IN ('opened', 'step', 'edited', 'back', 'moved')
         ORDER BY seq DESC LIMIT $3",
        &[county.into(), (&case.id).into(), since.into()],
    )?;
    for (changed,) in changes {
        let changed: Changed = serde_json::from_str(&changed).or_broken()?;
        for (field, (was, _)) in changed {
            match was {
                Value::Null => _ = values.remove(&field),
                was => _ = values.insert(field, was),
            }
        }
    }
    Ok(values)
}

/// A sealed value in plain text, to tell whether a sheet says another one.
pub(super) fn secret(cx: &mut Cx, case: &str, field: &str) -> Result<Option<String>> {
    let county = cx.county();
    let found: Option<(Vec<u8>,)> = cx.find(
        "SELECT sealed FROM case_secret WHERE county = $1 AND case_id = $2 AND field = $3",
        &[county.into(), case.into(), field.into()],
    )?;
    found.map(|it| cx.house.keys.open(SECRET, &it.0)).transpose()
}
