//! SQL of answers and their rows.

use base::Result;
use platform::Cx;
use store::{Arg, FromRow, Row};

use super::{BatchRow, get};
use crate::{
    bank::{
        layout::Outcome,
        reply::{Said, Verdict},
    },
    runs::Part,
};

pub(crate) fn answer_known(cx: &mut Cx, batch: &str, digest: &str) -> Result<bool> {
    let county = cx.county();
    let (count,): (i64,) = cx.get(
        "bank-answer",
        "SELECT COUNT(*) FROM bank_return WHERE county = $1 AND batch = $2 AND digest = $3",
        &[county.into(), batch.into(), digest.into()],
    )?;
    Ok(0 < count)
}

pub(crate) fn insert_answer(
    cx: &mut Cx,
    id: &str,
    batch: &str,
    digest: &str,
    said: &[Said],
    verdicts: &[Verdict],
) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO bank_return (county, id, batch, digest, lines, taken_by, taken_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            (&actor.county).into(),
            id.into(),
            batch.into(),
            digest.into(),
            (said.len() as i64).into(),
            (&actor.account).into(),
            now.into(),
        ],
    )?;
    let rows: Vec<Vec<Arg>> = said
        .iter()
        .zip(verdicts)
        .map(|(it, verdict)| {
            let reason = match verdict {
                Verdict::Settles { reason, .. } => reason,
                _ => &it.reason,
            };
            vec![
                (&actor.county).into(),
                id.into(),
                it.row.into(),
                (&it.number).into(),
                it.amount.into(),
                (&it.code).into(),
                reason.into(),
                verdict.as_str().into(),
            ]
        })
        .collect();
    let columns = ["county", "return_id", "row_no", "number", "amount", "code", "reason", "verdict"];
    cx.insert_many("bank_return_line", &columns, &rows)
}

pub(crate) fn batch_of_answer(cx: &mut Cx, answer: &str) -> Result<BatchRow> {
    let county = cx.county().to_owned();
    let (batch,): (String,) = cx.get(
        "bank-answer",
        "SELECT batch FROM bank_return WHERE county = $1 AND id = $2",
        &[(&county).into(), answer.into()],
    )?;
    get(cx, &batch)
}

/// A row of an answer with the line it means.
pub(crate) struct ClearRow {
    pub(crate) row: i64,
    pub(crate) number: String,
    pub(crate) verdict: String,
    pub(crate) code: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) line: i64,
    pub(crate) person: String,
    pub(crate) part: Part,
    /// The state the line had.
    pub(crate) was: String,
    pub(crate) revision: i64,
}

impl FromRow for ClearRow {
    fn from_row(row: &Row) -> Result<ClearRow> {
        let part: String = row.get(7)?;
        Ok(ClearRow {
            row: row.get(0)?,
            number: row.get(1)?,
            verdict: row.get(2)?,
            code: row.get(3)?,
            reason: row.get(4)?,
            line: row.get(5)?,
            person: row.get(6)?,
            part: Part::read(&part),
            was: row.get(8)?,
            revision: row.get(9)?,
        })
    }
}

/// Rows whose meaning is clear, after a row.
pub(crate) fn clear_rows(cx: &mut Cx, answer: &str, after: i64, limit: i64) -> Result<Vec<ClearRow>> {
    let county = cx.county();
    cx.all(
        "SELECT r.row_no, r.number, r.verdict, r.code, r.reason, l.line, l.person, l.part, l.state, l.revision
         FROM bank_return_line r
         JOIN bank_return a ON a.county = r.county AND a.id = r.return_id
         JOIN bank_line l ON l.county = r.county AND l.number = r.number AND l.batch = a.batch
         WHERE r.county = $1 AND r.return_id = $2 AND r.row_no > $3
            AND r.verdict IN ('paid', 'failed', 'returned')
         ORDER BY r.row_no LIMIT $4",
        &[county.into(), answer.into(), after.into(), limit.into()],
    )
}

/// Our line that a doubtful row is about, as a person says it ended.
pub(crate) fn clear_row(
    cx: &mut Cx,
    batch: &str,
    number: &str,
    row: i64,
    outcome: Outcome,
) -> Result<Option<ClearRow>> {
    let county = cx.county().to_owned();
    let found: Option<(i64, String, String, String, i64)> = cx.find(
        "SELECT line, person, part, state, revision FROM bank_line
         WHERE county = $1 AND batch = $2 AND number = $3",
        &[(&county).into(), batch.into(), number.into()],
    )?;
    Ok(found.map(|(line, person, part, was, revision)| ClearRow {
        row,
        number: number.to_owned(),
        verdict: outcome.as_str().to_owned(),
        code: None,
        reason: None,
        line,
        person,
        part: Part::read(&part),
        was,
        revision,
    }))
}

/// Enters what became of a line; no when it was entered before.
pub(crate) fn answer_line(cx: &mut Cx, batch: &BatchRow, row: &ClearRow, outcome: &str) -> Result<bool> {
    let (county, now) = (cx.county().to_owned(), cx.now);
    let returned = outcome == "returned";
    let touched = cx.exec(
        "UPDATE bank_line SET state = $5, code = $6, reason = $7, answered_at = COALESCE(answered_at, $8),
            returned_at = $9, revision = revision + 1
         WHERE county = $1 AND batch = $2 AND line = $3 AND revision = $4
            AND (state = 'unanswered' OR (state = 'paid' AND $5 = 'returned'))",
        &[
            (&county).into(),
            (&batch.id).into(),
            row.line.into(),
            row.revision.into(),
            outcome.into(),
            row.code.as_deref().into(),
            row.reason.as_deref().into(),
            now.into(),
            returned.then_some(now).into(),
        ],
    )?;
    Ok(touched == 1)
}

/// A row that waits for a person.
pub(crate) struct Doubt {
    pub(crate) number: String,
}

pub(crate) fn doubt(cx: &mut Cx, answer: &str, row: i64) -> Result<Doubt> {
    let county = cx.county();
    let (number,): (String,) = cx.get(
        "bank-doubt",
        "SELECT number FROM bank_return_line WHERE county = $1 AND return_id = $2 AND row_no = $3
            AND settled_at IS NULL AND verdict NOT IN ('paid', 'failed', 'returned', 'repeated')",
        &[county.into(), answer.into(), row.into()],
    )?;
    Ok(Doubt { number })
}

pub(crate) fn settle_doubt(cx: &mut Cx, answer: &str, row: i64, why: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "UPDATE bank_return_line SET settled_by = $4, settled_at = $5, settled_why = $6
         WHERE county = $1 AND return_id = $2 AND row_no = $3 AND settled_at IS NULL",
        &[(&actor.county).into(), answer.into(), row.into(), (&actor.account).into(), now.into(), why.into()],
    )
}
