//! Questions about batches: lists, one batch, its file, rows in doubt, and whether a run adds up.

use base::{Error, Instant, Money, Result};
use platform::{
    Cx, Purpose, Question, Scope,
    listing::{ListAnswer, ListInput, Order},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{FromRow, Row};

use super::{
    balance::{Balance, Open, Sum},
    make, table,
};
use crate::runs;

/// The batches of a run.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Batches {
    pub run: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BatchShown {
    pub id: String,
    pub number: String,
    pub run: String,
    pub kind: String,
    pub bank: String,
    pub state: String,
    pub lines: i64,
    pub amount: Money,
    pub digest: String,
    pub made_at: Instant,
    pub sent_at: Option<Instant>,
    pub revision: i64,
}

impl FromRow for BatchShown {
    fn from_row(row: &Row) -> Result<BatchShown> {
        Ok(BatchShown {
            id: row.get(0)?,
            number: row.get(1)?,
            run: row.get(2)?,
            kind: row.get(3)?,
            bank: row.get(4)?,
            state: row.get(5)?,
            lines: row.get(6)?,
            amount: row.get(7)?,
            digest: row.get(8)?,
            made_at: row.get(9)?,
            sent_at: row.get(10)?,
            revision: row.get(11)?,
        })
    }
}

impl Question for Batches {
    const NAME: &'static str = "bank.batches";
    const RIGHT: &'static str = "bank.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Vec<BatchShown>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Vec<BatchShown>> {
        if scope.area().is_empty() {
            return Ok(Vec::new());
        }
        cx.all(
            "SELECT id, number, run, kind, bank, state, lines, amount, digest, made_at, sent_at, revision
             FROM bank_batch WHERE county = $1 AND (CAST($2 AS TEXT) IS NULL OR run = $2)
             ORDER BY made_at DESC, id LIMIT 500",
            &[(&scope.county).into(), self.run.as_deref().into()],
        )
    }
}

/// One batch and how its lines stand.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Batch {
    pub batch: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BatchAnswer {
    #[serde(flatten)]
    pub batch: BatchShown,
    pub states: Vec<StateSum>,
    pub doubts: i64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StateSum {
    pub state: String,
    pub count: i64,
    pub amount: Money,
}

impl Question for Batch {
    const NAME: &'static str = "bank.batch";
    const RIGHT: &'static str = "bank.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = BatchAnswer;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<BatchAnswer> {
        county_only(cx, scope)?;
        let batch = cx.get(
            "bank-batch",
            "SELECT id, number, run, kind, bank, state, lines, amount, digest, made_at, sent_at, revision
             FROM bank_batch WHERE county = $1 AND id = $2",
            &[(&scope.county).into(), (&self.batch).into()],
        )?;
        let states: Vec<(String, i64, Money)> = cx.all(
            "SELECT state, COUNT(*), CAST(SUM(amount) AS BIGINT) FROM bank_line
             WHERE county = $1 AND batch = $2 GROUP BY state ORDER BY state",
            &[(&scope.county).into(), (&self.batch).into()],
        )?;
        let (doubts,): (i64,) = cx.get(
            "bank-batch",
            "SELECT COUNT(*) FROM bank_return_line l JOIN bank_return r ON r.county = l.county
                AND r.id = l.return_id
             WHERE l.county = $1 AND r.batch = $2 AND l.settled_at IS NULL
                AND l.verdict NOT IN ('paid', 'failed', 'returned', 'repeated')",
            &[(&scope.county).into(), (&self.batch).into()],
        )?;
        let states = states.into_iter().map(|(state, count, amount)| StateSum { state, count, amount });
        Ok(BatchAnswer { batch, states: states.collect(), doubts })
    }
}

/// Lines of a batch or of a run's batches.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Lines {
    pub batch: Option<String>,
    pub run: Option<String>,
    /// made, unanswered, paid, failed, returned, withdrawn
    pub state: Option<String>,
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LineShown {
    pub number: String,
    pub person: String,
    pub area: String,
    pub holder: String,
    pub part: String,
    pub amount: Money,
    pub state: String,
    pub code: Option<String>,
    pub reason: Option<String>,
    pub answered_at: Option<Instant>,
}

impl FromRow for LineShown {
    fn from_row(row: &Row) -> Result<LineShown> {
        Ok(LineShown {
            number: row.get(0)?,
            person: row.get(1)?,
            area: row.get(2)?,
            holder: row.get(3)?,
            part: row.get(4)?,
            amount: row.get(5)?,
            state: row.get(6)?,
            code: row.get(7)?,
            reason: row.get(8)?,
            answered_at: row.get(9)?,
        })
    }
}

const LINE_ORDERS: &[Order] = &[
    ("number", " ORDER BY number", " ORDER BY number DESC"),
    ("amount", " ORDER BY amount, number", " ORDER BY amount DESC, number"),
];

impl Question for Lines {
    const NAME: &'static str = "bank.lines";
    const RIGHT: &'static str = "bank.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ListAnswer<LineShown>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<LineShown>> {
        let (low, high) = scope.range();
        let args = [
            (&scope.county).into(),
            self.batch.as_deref().into(),
            self.run.as_deref().into(),
            self.state.as_deref().into(),
            (&low).into(),
            (&high).into(),
        ];
        let select = "SELECT number, person, area, holder, part, amount, state, code, reason, answered_at
             FROM bank_line WHERE county = $1 AND (CAST($2 AS TEXT) IS NULL OR batch = $2)
                AND (CAST($3 AS TEXT) IS NULL OR run = $3) AND (CAST($4 AS TEXT) IS NULL OR state = $4)
                AND area >= $5 AND area < $6";
        self.list.read(cx, select, LINE_ORDERS, &args)
    }
}

/// The file of a batch, made again from its lines: the same bytes as were sent.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct File {
    pub batch: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FileAnswer {
    pub name: String,
    pub digest: String,
    /// In base64.
    pub bytes: String,
}

impl Question for File {
    const NAME: &'static str = "bank.file";
    const RIGHT: &'static str = "bank.send";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = FileAnswer;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<FileAnswer> {
        county_only(cx, scope)?;
        let batch = table::get(cx, &self.batch)?;
        let bytes = make::file(cx, &batch)?;
        Ok(FileAnswer {
            name: make::name(&batch)?,
            digest: batch.digest,
            bytes: crate::bytes::to_base64(&bytes),
        })
    }
}

/// Rows of answers that wait for a person.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Doubts {
    pub run: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DoubtShown {
    pub answer: String,
    pub batch: String,
    pub row: i64,
    pub number: String,
    pub amount: Option<Money>,
    pub code: String,
    pub verdict: String,
}

impl FromRow for DoubtShown {
    fn from_row(row: &Row) -> Result<DoubtShown> {
        Ok(DoubtShown {
            answer: row.get(0)?,
            batch: row.get(1)?,
            row: row.get(2)?,
            number: row.get(3)?,
            amount: row.get::<Option<i64>>(4)?.map(Money),
            code: row.get::<Option<String>>(5)?.unwrap_or_default(),
            verdict: row.get(6)?,
        })
    }
}

impl Question for Doubts {
    const NAME: &'static str = "bank.doubts";
    const RIGHT: &'static str = "bank.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Vec<DoubtShown>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Vec<DoubtShown>> {
        county_only(cx, scope)?;
        cx.all(
            "SELECT l.return_id, r.batch, l.row_no, l.number, l.amount, l.code, l.verdict
             FROM bank_return_line l JOIN bank_return r ON r.county = l.county AND r.id = l.return_id
             JOIN bank_batch b ON b.county = r.county AND b.id = r.batch
             WHERE l.county = $1 AND b.run = $2 AND l.settled_at IS NULL
                AND l.verdict NOT IN ('paid', 'failed', 'returned', 'repeated')
             ORDER BY l.return_id, l.row_no",
            &[(&scope.county).into(), (&self.run).into()],
        )
    }
}

/// Whether a run's money adds up, and what stands against closing.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RunBalance {
    pub run: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RunBalanceAnswer {
    #[serde(flatten)]
    pub balance: Balance,
    pub open: Vec<Open>,
}

impl Question for RunBalance {
    const NAME: &'static str = "bank.balance";
    const RIGHT: &'static str = "bank.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = RunBalanceAnswer;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<RunBalanceAnswer> {
        county_only(cx, scope)?;
        let balance = balance(cx, &self.run)?;
        Ok(RunBalanceAnswer { open: balance.open(), balance })
    }
}

/// Adds up a run: what is due is what was instructed, the rest is how the last attempts stand.
pub(crate) fn balance(cx: &mut Cx, run: &str) -> Result<Balance> {
    let county = cx.county().to_owned();
    let mut it = Balance { due: runs::instructed(cx, run)?, ..Balance::default() };
    it.unsent = runs::unsent(cx, run)?;
    // The last attempt of each part is the one with the highest number; withdrawn ones never left.
    let sums: Vec<(String, i64, Money)> = cx.all(
        "SELECT l.state, COUNT(*), CAST(SUM(l.amount) AS BIGINT) FROM bank_line l
         WHERE l.county = $1 AND l.run = $2 AND l.state <> 'withdrawn' AND NOT EXISTS
            (SELECT 1 FROM bank_line o WHERE o.county = $1 AND o.run = $2 AND o.person = l.person
                AND o.benefit = l.benefit AND o.part = l.part AND o.number > l.number
                AND o.state <> 'withdrawn')
         GROUP BY l.state",
        &[(&county).into(), run.into()],
    )?;
    for (state, count, amount) in sums {
        let sum = Sum { count, amount };
        match state.as_str() {
            "paid" => it.paid = sum,
            "failed" => it.failed = sum,
            "returned" => it.returned = sum,
            _ => it.in_flight.add(sum),
        }
    }
    let (count, amount): (i64, Money) = cx.get(
        "bank-line",
        "SELECT COUNT(*), CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM bank_line
         WHERE county = $1 AND run = $2 AND state IN ('paid', 'returned')",
        &[(&county).into(), run.into()],
    )?;
    it.left = Sum { count, amount };
    let (said, count, amount): (i64, i64, Money) = cx.get(
        "bank-statement",
        "SELECT COUNT(*), CAST(COALESCE(SUM(s.count), 0) AS BIGINT), CAST(COALESCE(SUM(s.amount), 0) AS BIGINT)
         FROM bank_statement s JOIN bank_batch b ON b.county = s.county AND b.id = s.batch
         WHERE s.county = $1 AND b.run = $2",
        &[(&county).into(), run.into()],
    )?;
    it.statement = (0 < said).then_some(Sum { count, amount });
    let (doubts,): (i64,) = cx.get(
        "bank-doubt",
        "SELECT COUNT(*) FROM bank_return_line l JOIN bank_return r ON r.county = l.county
            AND r.id = l.return_id
         JOIN bank_batch b ON b.county = r.county AND b.id = r.batch
         WHERE l.county = $1 AND b.run = $2 AND l.settled_at IS NULL
            AND l.verdict NOT IN ('paid', 'failed', 'returned', 'repeated')",
        &[(&county).into(), run.into()],
    )?;
    it.doubts = doubts;
    Ok(it)
}

/// Batches are the county's: somebody who sees less of it does not see them.
fn county_only(cx: &mut Cx, scope: &Scope) -> Result<()> {
    let area = cx.house.packs.county(cx.county())?.county().map(|it| it.area.clone()).unwrap_or_default();
    if scope.covers(&area) { Ok(()) } else { Err(Error::denied("door-outside-area")) }
}
