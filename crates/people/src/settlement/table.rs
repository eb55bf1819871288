//! SQL of bills and their lines.

use std::collections::{BTreeMap, BTreeSet};

use base::{Day, Error, Instant, Money, Month, Result};
use platform::Cx;
use store::{FromRow, Row};

/// A bill, ours or theirs.
#[derive(Clone, Debug)]
pub(super) struct BillRow {
    pub(super) id: String,
    pub(super) way: String,
    pub(super) partner: String,
    pub(super) month: Month,
    pub(super) content: String,
    pub(super) digest: String,
    pub(super) lines: i64,
    pub(super) amount: Money,
    pub(super) sound: bool,
    pub(super) made_by: String,
    pub(super) made_at: Instant,
    pub(super) cleared_by: Option<String>,
    pub(super) cleared_at: Option<Instant>,
    pub(super) cleared: Option<Money>,
}

impl FromRow for BillRow {
    fn from_row(row: &Row) -> Result<BillRow> {
        let month: String = row.get(3)?;
        Ok(BillRow {
            id: row.get(0)?,
            way: row.get(1)?,
            partner: row.get(2)?,
            month: month.parse().map_err(|()| Error::broken("a month"))?,
            content: row.get(4)?,
            digest: row.get(5)?,
            lines: row.get(6)?,
            amount: Money(row.get(7)?),
            sound: row.get::<i64>(8)? == 1,
            made_by: row.get(9)?,
            made_at: row.get(10)?,
            cleared_by: row.get(11)?,
            cleared_at: row.get(12)?,
            cleared: row.get::<Option<i64>>(13)?.map(Money),
        })
    }
}

/// A line of a bill that came in.
#[derive(Clone, Debug)]
pub(super) struct LineRow {
    pub(super) seq: i64,
    pub(super) authorisation: String,
    pub(super) service: String,
    pub(super) amount: Option<Money>,
    pub(super) theirs: String,
    pub(super) case: Option<String>,
    pub(super) ours: Option<Money>,
    pub(super) verdict: String,
    pub(super) recognised: Option<bool>,
    pub(super) decided_by: Option<String>,
    pub(super) why: Option<String>,
}

impl FromRow for LineRow {
    fn from_row(row: &Row) -> Result<LineRow> {
        Ok(LineRow {
            seq: row.get(0)?,
            authorisation: row.get(1)?,
            service: row.get(2)?,
            amount: row.get::<Option<i64>>(3)?.map(Money),
            theirs: row.get(4)?,
            case: row.get(5)?,
            ours: row.get::<Option<i64>>(6)?.map(Money),
            verdict: row.get(7)?,
            recognised: row.get::<Option<i64>>(8)?.map(|it| it == 1),
            decided_by: row.get(9)?,
            why: row.get(10)?,
        })
    }
}

pub(super) fn insert(cx: &mut Cx, it: &BillRow) -> Result<()> {
    let county = cx.county().to_owned();
    cx.exec_one(
        "INSERT INTO settlement_bill (county, id, way, partner, month, content, digest, lines, amount, sound, made_by,
            made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        &[
            (&county).into(),
            (&it.id).into(),
            (&it.way).into(),
            (&it.partner).into(),
            it.month.to_string().as_str().into(),
            (&it.content).into(),
            (&it.digest).into(),
            it.lines.into(),
            it.amount.0.into(),
            i64::from(it.sound).into(),
            (&it.made_by).into(),
            it.made_at.into(),
        ],
    )
}

pub(super) fn insert_line(cx: &mut Cx, bill: &str, it: &LineRow) -> Result<()> {
    let county = cx.county().to_owned();
    cx.exec_one(
        "INSERT INTO settlement_line (county, bill, seq, authorisation, service, amount, theirs, case_id, ours, verdict,
            recognised)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            (&county).into(),
            bill.into(),
            it.seq.into(),
            (&it.authorisation).into(),
            (&it.service).into(),
            it.amount.map(|it| it.0).into(),
            (&it.theirs).into(),
            it.case.as_deref().into(),
            it.ours.map(|it| it.0).into(),
            (&it.verdict).into(),
            it.recognised.map(i64::from).into(),
        ],
    )
}

pub(super) fn get(cx: &mut Cx, id: &str) -> Result<BillRow> {
    let county = cx.county().to_owned();
    cx.get(
        "settlement-bill",
        "SELECT id, way, partner, month, content, digest, lines, amount, sound, made_by, made_at, cleared_by,
            cleared_at, cleared FROM settlement_bill WHERE county = $1 AND id = $2",
        &[(&county).into(), id.into()],
    )
}

/// The bill with these very bytes, if it is there.
pub(super) fn same(
    cx: &mut Cx,
    way: &str,
    partner: &str,
    month: Month,
    digest: &str,
) -> Result<Option<String>> {
    let county = cx.county().to_owned();
    let found: Option<(String,)> = cx.find(
        "SELECT id FROM settlement_bill
         WHERE county = $1 AND way = $2 AND partner = $3 AND month = $4 AND digest = $5",
        &[(&county).into(), way.into(), partner.into(), month.to_string().as_str().into(), digest.into()],
    )?;
    Ok(found.map(|it| it.0))
}

/// Every bill of a month, the latest first.
pub(super) fn of_month(cx: &mut Cx, month: Month) -> Result<Vec<BillRow>> {
    let county = cx.county().to_owned();
    cx.all(
        "SELECT id, way, partner, month, content, digest, lines, amount, sound, made_by, made_at, cleared_by,
            cleared_at, cleared FROM settlement_bill WHERE county = $1 AND month = $2
         ORDER BY partner, way, made_at DESC, id DESC",
        &[(&county).into(), month.to_string().as_str().into()],
    )
}

pub(super) fn lines(cx: &mut Cx, bill: &str) -> Result<Vec<LineRow>> {
    let county = cx.county().to_owned();
    cx.all(
        "SELECT seq, authorisation, service, amount, theirs, case_id, ours, verdict, recognised, decided_by, why
         FROM settlement_line WHERE county = $1 AND bill = $2 ORDER BY seq",
        &[(&county).into(), bill.into()],
    )
}

/// Authorisations whose use in a month was recognised in a bill that is cleared.
pub(super) fn cleared(cx: &mut Cx, month: Month) -> Result<BTreeSet<String>> {
    let county = cx.county().to_owned();
    let all: Vec<(String,)> = cx.all(
        "SELECT l.authorisation FROM settlement_bill b
            JOIN settlement_line l ON l.county = b.county AND l.bill = b.id
         WHERE b.county = $1 AND b.month = $2 AND b.cleared_at IS NOT NULL AND l.recognised = 1",
        &[(&county).into(), month.to_string().as_str().into()],
    )?;
    Ok(all.into_iter().map(|it| it.0).collect())
}

/// A payment of a bill.
pub(super) struct PaymentRow {
    pub(super) day: Day,
    pub(super) amount: Money,
    pub(super) document: String,
}

/// The payments of a bill, the first first.
pub(super) fn payments(cx: &mut Cx, bill: &str) -> Result<Vec<PaymentRow>> {
    let county = cx.county().to_owned();
    let all: Vec<(Day, Money, String)> = cx.all(
        "SELECT day, amount, document FROM settlement_payment WHERE county = $1 AND bill = $2 ORDER BY seq",
        &[(&county).into(), bill.into()],
    )?;
    Ok(all.into_iter().map(|(day, amount, document)| PaymentRow { day, amount, document }).collect())
}

/// What was paid of each bill of a month.
pub(super) fn paid_of_month(cx: &mut Cx, month: Month) -> Result<BTreeMap<String, Money>> {
    let county = cx.county().to_owned();
    let all: Vec<(String, Money)> = cx.all(
        "SELECT p.bill, CAST(SUM(p.amount) AS BIGINT) FROM settlement_bill b
            JOIN settlement_payment p ON p.county = b.county AND p.bill = b.id
         WHERE b.county = $1 AND b.month = $2 GROUP BY p.bill",
        &[(&county).into(), month.to_string().as_str().into()],
    )?;
    Ok(all.into_iter().collect())
}

pub(super) fn pay(
    cx: &mut Cx,
    bill: &str,
    seq: i64,
    (day, amount, document): (Day, Money, &str),
) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO settlement_payment (county, bill, seq, day, amount, document, entered_by, entered_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            (&actor.county).into(),
            bill.into(),
            seq.into(),
            day.into(),
            amount.into(),
            document.into(),
            (&actor.account).into(),
            now.into(),
        ],
    )
}

/// Somebody has decided about a line that did not agree.
pub(super) fn decide(cx: &mut Cx, bill: &str, seq: i64, recognised: bool, why: &str) -> Result<()> {
    let (county, account) = (cx.county().to_owned(), cx.actor.account.clone());
    cx.exec_one(
        "UPDATE settlement_line SET recognised = $4, decided_by = $5, why = $6
         WHERE county = $1 AND bill = $2 AND seq = $3",
        &[
            (&county).into(),
            bill.into(),
            seq.into(),
            i64::from(recognised).into(),
            (&account).into(),
            why.into(),
        ],
    )
}

pub(super) fn clear(cx: &mut Cx, bill: &str, amount: Money) -> Result<()> {
    let (county, account, now) = (cx.county().to_owned(), cx.actor.account.clone(), cx.now);
    cx.exec_one(
        "UPDATE settlement_bill SET cleared_by = $3, cleared_at = $4, cleared = $5
         WHERE county = $1 AND id = $2 AND cleared_at IS NULL",
        &[(&county).into(), bill.into(), (&account).into(), now.into(), amount.0.into()],
    )
}
