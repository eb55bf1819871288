//! SQL of batches, their lines and statements; `answer.rs` of what came back.

pub(crate) mod answer;

use std::collections::HashMap;

use base::{Day, Instant, Money, Result};
use platform::Cx;
use store::{Arg, FromRow, Row};

use super::reply::Known;
use crate::runs::Part;

#[derive(Clone, Debug)]
pub(crate) struct BatchRow {
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) run: String,
    pub(crate) kind: String,
    pub(crate) bank: String,
    pub(crate) layout: String,
    pub(crate) lines: i64,
    pub(crate) amount: Money,
    pub(crate) digest: String,
    pub(crate) state: String,
    pub(crate) day: String,
    pub(crate) made_by: String,
    pub(crate) made_at: Instant,
    pub(crate) revision: i64,
}

impl FromRow for BatchRow {
    fn from_row(row: &Row) -> Result<BatchRow> {
        Ok(BatchRow {
            id: row.get(0)?,
            number: row.get(1)?,
            run: row.get(2)?,
            kind: row.get(3)?,
            bank: row.get(4)?,
            layout: row.get(5)?,
            lines: row.get(6)?,
            amount: row.get(7)?,
            digest: row.get(8)?,
            state: row.get(9)?,
            day: row.get(10)?,
            made_by: row.get(11)?,
            made_at: row.get(12)?,
            revision: row.get(13)?,
        })
    }
}

/// A line as it is written.
pub(crate) struct LineRow {
    pub(crate) batch: String,
    pub(crate) line: i64,
    pub(crate) number: String,
    pub(crate) person: String,
    pub(crate) benefit: String,
    pub(crate) part: Part,
    pub(crate) area: String,
    pub(crate) amount: Money,
    pub(crate) payee: String,
    pub(crate) holder: String,
    pub(crate) account: Vec<u8>,
    pub(crate) state: String,
}

pub(crate) fn insert(cx: &mut Cx, it: &BatchRow, run: &str, lines: &[LineRow]) -> Result<()> {
    let county = cx.county().to_owned();
    cx.exec_one(
        "INSERT INTO bank_batch (county, id, number, run, kind, bank, layout, lines, amount, digest, state, day,
            made_by, made_at, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)",
        &[
            (&county).into(),
            (&it.id).into(),
            (&it.number).into(),
            run.into(),
            (&it.kind).into(),
            (&it.bank).into(),
            (&it.layout).into(),
            it.lines.into(),
            it.amount.into(),
            (&it.digest).into(),
            (&it.state).into(),
            (&it.day).into(),
            (&it.made_by).into(),
            it.made_at.into(),
        ],
    )?;
    let rows: Vec<Vec<Arg>> = lines
        .iter()
        .map(|it| {
            vec![
                (&county).into(),
                (&it.batch).into(),
                it.line.into(),
                (&it.number).into(),
                run.into(),
                (&it.person).into(),
                (&it.benefit).into(),
                it.part.as_str().into(),
                (&it.area).into(),
                it.amount.into(),
                (&it.payee).into(),
                (&it.holder).into(),
                (&it.account).into(),
                (&it.state).into(),
                1.into(),
            ]
        })
        .collect();
    let columns = [
        "county", "batch", "line", "number", "run", "person", "benefit", "part", "area", "amount", "payee",
        "holder", "account", "state", "revision",
    ];
    cx.insert_many("bank_line", &columns, &rows)
}

pub(crate) fn get(cx: &mut Cx, id: &str) -> Result<BatchRow> {
    let county = cx.county();
    cx.get(
        "bank-batch",
        "SELECT id, number, run, kind, bank, layout, lines, amount, digest, state, day, made_by, made_at,
            revision
         FROM bank_batch WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

pub(crate) fn batches_of(cx: &mut Cx, run: &str) -> Result<i64> {
    let county = cx.county();
    let (count,): (i64,) = cx.get(
        "bank-batch",
        "SELECT COUNT(*) FROM bank_batch WHERE county = $1 AND run = $2",
        &[county.into(), run.into()],
    )?;
    Ok(count)
}

/// Takes so many numbers of lines; answers the first.
pub(crate) fn take_numbers(cx: &mut Cx, count: i64) -> Result<i64> {
    let county = cx.county().to_owned();
    cx.exec(
        "INSERT INTO bank_counter (county, last) VALUES ($1, $2)
         ON CONFLICT (county) DO UPDATE SET last = bank_counter.last + excluded.last",
        &[(&county).into(), count.into()],
    )?;
    let (last,): (i64,) =
        cx.get("bank-counter", "SELECT last FROM bank_counter WHERE county = $1", &[(&county).into()])?;
    Ok(last - count + 1)
}

pub(crate) fn move_batch(cx: &mut Cx, it: &BatchRow, state: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    let sent = state == "sent";
    cx.exec_one(
        "UPDATE bank_batch SET state = $4, sent_by = COALESCE($5, sent_by), sent_at = COALESCE($6, sent_at),
            revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[
            (&actor.county).into(),
            (&it.id).into(),
            it.revision.into(),
            state.into(),
            sent.then_some(actor.account.as_str()).into(),
            sent.then_some(now).into(),
        ],
    )
}

pub(crate) fn move_lines(cx: &mut Cx, batch: &str, from: &str, to: &str) -> Result<()> {
    let county = cx.county();
    cx.exec(
        "UPDATE bank_line SET state = $4, revision = revision + 1
         WHERE county = $1 AND batch = $2 AND state = $3",
        &[county.into(), batch.into(), from.into(), to.into()],
    )?;
    Ok(())
}

pub(crate) fn persons_of(cx: &mut Cx, batch: &str) -> Result<Vec<(String, Part)>> {
    let county = cx.county();
    let all: Vec<(String, String)> = cx.all(
        "SELECT person, part FROM bank_line WHERE county = $1 AND batch = $2 ORDER BY line",
        &[county.into(), batch.into()],
    )?;
    Ok(all.into_iter().map(|(person, part)| (person, Part::read(&part))).collect())
}

/// Number, holder, sealed account and amount of every line, in the order of the file.
pub(crate) fn sealed_lines(cx: &mut Cx, batch: &str) -> Result<Vec<(String, String, Vec<u8>, Money)>> {
    let county = cx.county();
    cx.all(
        "SELECT number, holder, account, amount FROM bank_line WHERE county = $1 AND batch = $2 ORDER BY line",
        &[county.into(), batch.into()],
    )
}

/// The lines of a batch as an answer is held against them.
pub(crate) fn known(cx: &mut Cx, batch: &str) -> Result<HashMap<String, Known>> {
    let county = cx.county();
    let all: Vec<(String, i64, Money, String)> = cx.all(
        "SELECT number, line, amount, state FROM bank_line WHERE county = $1 AND batch = $2",
        &[county.into(), batch.into()],
    )?;
    Ok(all.into_iter().map(|(number, line, amount, state)| (number, Known { line, amount, state })).collect())
}

pub(crate) fn statement(
    cx: &mut Cx,
    batch: &str,
    day: Day,
    count: i64,
    amount: Money,
    document: &str,
) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO bank_statement (county, batch, day, count, amount, document, entered_by, entered_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (county, batch, day) DO UPDATE SET count = excluded.count, amount = excluded.amount,
            document = excluded.document, entered_by = excluded.entered_by, entered_at = excluded.entered_at",
        &[
            (&actor.county).into(),
            batch.into(),
            (&day.to_string()).into(),
            count.into(),
            amount.into(),
            document.into(),
            (&actor.account).into(),
            now.into(),
        ],
    )
}

/// A line of text for each line of a run's batches: what the checksum is made of.
pub(crate) fn sum_lines(cx: &mut Cx, run: &str) -> Result<Vec<String>> {
    let county = cx.county();
    let all: Vec<(String, String, String, Money, String)> = cx.all(
        "SELECT number, person, part, amount, state FROM bank_line WHERE county = $1 AND run = $2
         ORDER BY number",
        &[county.into(), run.into()],
    )?;
    Ok(all
        .into_iter()
        .map(|(number, person, part, amount, state)| format!("{number}|{person}|{part}|{}|{state}", amount.0))
        .collect())
}

/// Whether a payment lies in a file that was made and not sent.
pub(crate) fn lies_unsent(cx: &mut Cx, run: &str, person: &str) -> Result<bool> {
    let county = cx.county();
    let (count,): (i64,) = cx.get(
        "bank-line",
        "SELECT COUNT(*) FROM bank_line WHERE county = $1 AND run = $2 AND person = $3 AND state = 'made'",
        &[county.into(), run.into(), person.into()],
    )?;
    Ok(0 < count)
}
