//! SQL of steps that are taken of many cases.

use std::collections::BTreeMap;

use base::{Error, Instant, Result};
use platform::Cx;
use store::{Arg, FromRow, Row};

use super::pass::told;
use crate::cases::{ask::query::Condition, case::Case, refusal::Reason};

pub(super) const WAITING: &str = "waiting";
pub(super) const DONE: &str = "done";
pub(super) const REFUSED: &str = "refused";

pub(super) struct NewBulk<'n> {
    pub(super) id: &'n str,
    pub(super) book: &'n str,
    pub(super) step: &'n str,
    pub(super) given: &'n [u8],
    pub(super) job: &'n str,
}

/// Keeps what is asked for and which cases, at which revision.
pub(super) fn insert(cx: &mut Cx, new: &NewBulk, cases: &[Case]) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO case_bulk (county, id, account, book, step, given, cases, job, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            (&actor.county).into(),
            new.id.into(),
            (&actor.account).into(),
            new.book.into(),
            new.step.into(),
            Arg::Bytes(new.given),
            (cases.len() as i64).into(),
            new.job.into(),
            now.into(),
        ],
    )?;
    let rows: Vec<Vec<Arg>> = cases
        .iter()
        .enumerate()
        .map(|(at, case)| {
            vec![
                (&actor.county).into(),
                new.id.into(),
                (at as i64 + 1).into(),
                (&case.id).into(),
                case.revision.into(),
                WAITING.into(),
                "[]".into(),
            ]
        })
        .collect();
    let columns = ["county", "bulk", "seq", "case_id", "revision", "outcome", "reasons"];
    cx.insert_many("case_bulk_case", &columns, &rows)
}

#[derive(Clone, Debug)]
pub(super) struct BulkRow {
    pub(super) id: String,
    pub(super) book: String,
    pub(super) step: String,
    pub(super) given: Vec<u8>,
    pub(super) cases: i64,
    pub(super) job: Option<String>,
    pub(super) made_at: Instant,
    pub(super) ended_at: Option<Instant>,
}

impl FromRow for BulkRow {
    fn from_row(row: &Row) -> Result<BulkRow> {
        Ok(BulkRow {
            id: row.get(0)?,
            book: row.get(1)?,
            step: row.get(2)?,
            given: row.get(3)?,
            cases: row.get(4)?,
            job: row.get(5)?,
            made_at: row.get(6)?,
            ended_at: row.get(7)?,
        })
    }
}

/// One of the actor's own.
pub(super) fn get(cx: &mut Cx, id: &str) -> Result<BulkRow> {
    let actor = cx.actor;
    let found = cx.find(
        "SELECT id, book, step, given, cases, job, made_at, ended_at FROM case_bulk
         WHERE county = $1 AND id = $2 AND account = $3",
        &[(&actor.county).into(), id.into(), (&actor.account).into()],
    )?;
    found.ok_or_else(|| Error::missing("bulk"))
}

pub(super) fn of_book(cx: &mut Cx, book: &str, limit: i64) -> Result<Vec<BulkRow>> {
    let actor = cx.actor;
    cx.all(
        "SELECT id, book, step, given, cases, job, made_at, ended_at FROM case_bulk
         WHERE county = $1 AND account = $2 AND book = $3 ORDER BY id DESC LIMIT $4",
        &[(&actor.county).into(), (&actor.account).into(), book.into(), limit.into()],
    )
}

/// A case that was chosen, at the revision it had.
pub(super) struct Chosen {
    pub(super) seq: i64,
    pub(super) case: String,
    pub(super) revision: i64,
}

pub(super) fn waiting(cx: &mut Cx, bulk: &str, limit: i64) -> Result<Vec<Chosen>> {
    let county = cx.county();
    let rows: Vec<(i64, String, i64)> = cx.all(
        "SELECT seq, case_id, revision FROM case_bulk_case
         WHERE county = $1 AND bulk = $2 AND outcome = $3 ORDER BY seq LIMIT $4",
        &[county.into(), bulk.into(), WAITING.into(), limit.into()],
    )?;
    Ok(rows.into_iter().map(|(seq, case, revision)| Chosen { seq, case, revision }).collect())
}

/// What came of cases, by their place; no reasons means that the step was taken.
pub(super) fn settle(cx: &mut Cx, bulk: &str, outcomes: &[(i64, Vec<Reason>)]) -> Result<()> {
    let (county, at_once) = (cx.county(), cx.rows_at_once());
    for rows in outcomes.chunks(at_once) {
        let places = (0..rows.len()).map(|row| {
            let of = |column: usize| format!("${}", 2 + row * 3 + column);
            format!("(CAST({} AS BIGINT), {}, {})", of(1), of(2), of(3))
        });
        let sql = format!(
            "UPDATE case_bulk_case SET outcome = t.column2, reasons = t.column3
             FROM (VALUES {}) AS t WHERE county = $1 AND bulk = $2 AND seq = t.column1",
            places.collect::<Vec<_>>().join(", ")
        );
        let reasons: Vec<String> = rows.iter().map(|it| told(&it.1)).collect::<Result<_>>()?;
        let mut args: Vec<Arg> = vec![county.into(), bulk.into()];
        for ((seq, refused), reasons) in rows.iter().zip(&reasons) {
            let outcome = if refused.is_empty() { DONE } else { REFUSED };
            args.extend([(*seq).into(), outcome.into(), reasons.into()] as [Arg; 3]);
        }
        cx.exec(&sql, &args)?;
    }
    Ok(())
}

pub(super) fn end(cx: &mut Cx, bulk: &str) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec_one(
        "UPDATE case_bulk SET ended_at = $3 WHERE county = $1 AND id = $2",
        &[county.into(), bulk.into(), now.into()],
    )
}

pub(super) fn counts(cx: &mut Cx, bulk: &str) -> Result<Vec<(String, i64)>> {
    let county = cx.county();
    cx.all(
        "SELECT outcome, COUNT(*) FROM case_bulk_case WHERE county = $1 AND bulk = $2 GROUP BY outcome",
        &[county.into(), bulk.into()],
    )
}

/// How many cases of a list stand in each state.
pub(super) fn states(cx: &mut Cx, of: &Condition) -> Result<BTreeMap<String, i64>> {
    let sql = format!("SELECT f.state, COUNT(*) FROM case_file f WHERE {} GROUP BY f.state", of.sql());
    Ok(cx.all::<(String, i64)>(&sql, &of.args())?.into_iter().collect())
}

/// A refused case: id, number, title, area, reasons.
pub(super) type RefusedRow = (String, String, String, String, String);

pub(super) fn refused(cx: &mut Cx, bulk: &str, (skip, limit): (i64, i64)) -> Result<Vec<RefusedRow>> {
    let county = cx.county();
    cx.all(
        "SELECT f.id, f.number, f.title, f.area, b.reasons FROM case_bulk_case b
         JOIN case_file f ON f.county = $1 AND f.id = b.case_id
         WHERE b.county = $1 AND b.bulk = $2 AND b.outcome = $3 ORDER BY b.seq LIMIT $4 OFFSET $5",
        &[county.into(), bulk.into(), REFUSED.into(), limit.into(), skip.into()],
    )
}
