//! SQL of claims and of what each fund bears of them.

use base::{Day, Instant, Money, Month, Result, error::OrBroken};
use platform::Cx;
use serde_json::{Map, Value};
use store::{FromRow, Row};

/// A claim as it stands.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) facility: String,
    pub(super) benefit: String,
    pub(super) period: String,
    pub(super) month: Month,
    pub(super) state: String,
    pub(super) cost: Money,
    pub(super) amount: Money,
    pub(super) taken_back: Money,
    pub(super) units: i64,
    pub(super) pack: String,
    pub(super) facts: Map<String, Value>,
    pub(super) opened_at: Instant,
    pub(super) approved_on: Option<Day>,
    pub(super) paid_on: Option<Day>,
    pub(super) document: Option<String>,
}

impl FromRow for Claim {
    fn from_row(row: &Row) -> Result<Claim> {
        let facts: String = row.get(11)?;
        Ok(Claim {
            id: row.get(0)?,
            number: row.get(1)?,
            facility: row.get(2)?,
            benefit: row.get(3)?,
            period: row.get(4)?,
            month: row.get(5)?,
            state: row.get(6)?,
            cost: row.get(7)?,
            amount: row.get(8)?,
            taken_back: row.get(9)?,
            pack: row.get(10)?,
            facts: serde_json::from_str(&facts).or_broken()?,
            opened_at: row.get(12)?,
            approved_on: row.get(13)?,
            paid_on: row.get(14)?,
            document: row.get(15)?,
            units: row.get(16)?,
        })
    }
}

/// The claims of a facility that were neither refused nor withdrawn, the latest first.
pub(super) fn standing(cx: &mut Cx, facility: &str) -> Result<Vec<Claim>> {
    let county = cx.county().to_owned();
    cx.all(
        "SELECT id, number, facility, benefit, period, month, state, cost, amount, taken_back, pack, facts, opened_at,
            approved_on, paid_on, document, units
         FROM provider_claim WHERE county = $1 AND facility = $2 AND ended_at IS NULL
         ORDER BY month DESC, opened_at DESC, id",
        &[(&county).into(), facility.into()],
    )
}

/// The claims of an area's facilities that stand, for any of four periods.
pub(super) fn of_periods(
    cx: &mut Cx,
    (low, high): (&str, &str),
    [month, quarter, year, once]: [&str; 4],
) -> Result<Vec<Claim>> {
    let county = cx.county().to_owned();
    cx.all(
        "SELECT id, number, facility, benefit, period, month, state, cost, amount, taken_back, pack, facts, opened_at,
            approved_on, paid_on, document, units
         FROM provider_claim
         WHERE county = $1 AND period IN ($2, $3, $4, $5) AND area >= $6 AND area < $7 AND ended_at IS NULL
         ORDER BY facility, benefit",
        &[
            (&county).into(),
            month.into(),
            quarter.into(),
            year.into(),
            once.into(),
            low.into(),
            high.into(),
        ],
    )
}

pub(super) fn find(cx: &mut Cx, id: &str) -> Result<Option<Claim>> {
    let county = cx.county().to_owned();
    cx.find(
        "SELECT id, number, facility, benefit, period, month, state, cost, amount, taken_back, pack, facts, opened_at,
            approved_on, paid_on, document, units
         FROM provider_claim WHERE county = $1 AND id = $2",
        &[(&county).into(), id.into()],
    )
}

/// A claim that is new.
pub(super) struct New<'a> {
    pub(super) id: &'a str,
    pub(super) number: &'a str,
    pub(super) facility: &'a str,
    pub(super) area: &'a str,
    pub(super) benefit: &'a str,
    pub(super) period: &'a str,
    pub(super) month: Month,
    pub(super) cost: Money,
    pub(super) amount: Money,
    pub(super) units: i64,
    pub(super) pack: &'a str,
    pub(super) facts: &'a Map<String, Value>,
}

pub(super) fn insert(cx: &mut Cx, it: &New, parts: &[super::judge::Part]) -> Result<()> {
    let (county, now, by) = (cx.county().to_owned(), cx.now, cx.actor.account.clone());
    let facts = serde_json::to_string(it.facts).or_broken()?;
    cx.exec_one(
        "INSERT INTO provider_claim (county, id, number, facility, area, benefit, period, month, state, cost, amount,
            taken_back, units, pack, facts, opened_at, opened_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9, $10, 0, $11, $12, $13, $14, $15)",
        &[
            (&county).into(),
            it.id.into(),
            it.number.into(),
            it.facility.into(),
            it.area.into(),
            it.benefit.into(),
            it.period.into(),
            it.month.to_string().as_str().into(),
            it.cost.into(),
            it.amount.into(),
            it.units.into(),
            it.pack.into(),
            (&facts).into(),
            now.into(),
            by.as_str().into(),
        ],
    )?;
    for part in parts {
        cx.exec_one(
            "INSERT INTO provider_claim_part (county, claim, fund, own, amount, taken_back)
             VALUES ($1, $2, $3, $4, $5, 0)",
            &[
                (&county).into(),
                it.id.into(),
                (&part.fund).into(),
                i64::from(part.own).into(),
                part.amount.into(),
            ],
        )?;
    }
    Ok(())
}

/// What a claim became.
pub(super) struct Became<'a> {
    pub(super) state: &'a str,
    pub(super) approved_on: Option<Day>,
    pub(super) paid_on: Option<Day>,
    pub(super) document: Option<&'a str>,
    pub(super) ended: bool,
}

pub(super) fn update(cx: &mut Cx, id: &str, it: &Became) -> Result<()> {
    let (county, now) = (cx.county().to_owned(), cx.now);
    let approved_on = it.approved_on.map(|it| it.to_string());
    let paid_on = it.paid_on.map(|it| it.to_string());
    let ended: Option<Instant> = it.ended.then_some(now);
    cx.exec_one(
        "UPDATE provider_claim SET state = $3, approved_on = COALESCE(approved_on, $4), paid_on = $5, document = $6,
            ended_at = $7
         WHERE county = $1 AND id = $2",
        &[
            (&county).into(),
            id.into(),
            it.state.into(),
            approved_on.as_ref().into(),
            paid_on.as_ref().into(),
            it.document.into(),
            ended.into(),
        ],
    )
}

pub(super) fn take_back(cx: &mut Cx, id: &str, back: Money) -> Result<()> {
    let county = cx.county().to_owned();
    cx.exec_one(
        "UPDATE provider_claim SET taken_back = $3 WHERE county = $1 AND id = $2",
        &[(&county).into(), id.into(), back.into()],
    )
}

pub(super) fn take_back_of(cx: &mut Cx, id: &str, fund: &str, back: Money) -> Result<()> {
    let county = cx.county().to_owned();
    cx.exec_one(
        "UPDATE provider_claim_part SET taken_back = $4 WHERE county = $1 AND claim = $2 AND fund = $3",
        &[(&county).into(), id.into(), fund.into(), back.into()],
    )
}

/// What a fund bears of a claim.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) claim: String,
    pub(crate) fund: String,
    pub(crate) own: bool,
    pub(crate) amount: Money,
    pub(crate) taken_back: Money,
}

impl FromRow for Part {
    fn from_row(row: &Row) -> Result<Part> {
        Ok(Part {
            claim: row.get(0)?,
            fund: row.get(1)?,
            own: row.get::<i64>(2)? == 1,
            amount: row.get(3)?,
            taken_back: row.get(4)?,
        })
    }
}

pub(super) fn parts(cx: &mut Cx, claim: &str) -> Result<Vec<Part>> {
    let county = cx.county().to_owned();
    cx.all(
        "SELECT claim, fund, own, amount, taken_back FROM provider_claim_part
         WHERE county = $1 AND claim = $2 ORDER BY fund",
        &[(&county).into(), claim.into()],
    )
}

/// What each fund bears of the claims of an area's facilities that stand, for any of four periods.
pub(super) fn parts_of_periods(
    cx: &mut Cx,
    (low, high): (&str, &str),
    [month, quarter, year, once]: [&str; 4],
) -> Result<Vec<Part>> {
    let county = cx.county().to_owned();
    cx.all(
        "SELECT p.claim, p.fund, p.own, p.amount, p.taken_back
         FROM provider_claim c JOIN provider_claim_part p ON p.county = c.county AND p.claim = c.id
         WHERE c.county = $1 AND c.period IN ($2, $3, $4, $5) AND c.area >= $6 AND c.area < $7
            AND c.ended_at IS NULL
         ORDER BY p.claim, p.fund",
        &[(&county).into(), month.into(), quarter.into(), year.into(), once.into(), low.into(), high.into()],
    )
}

/// By fund and benefit, what claims that were approved in a year take out of it.
pub(super) fn spent_in(cx: &mut Cx, year: i64) -> Result<Vec<(String, String, Money)>> {
    let county = cx.county().to_owned();
    let (first, last) = (format!("{year:04}-01-01"), format!("{year:04}-12-31"));
    cx.all(
        "SELECT p.fund, c.benefit, CAST(SUM(p.amount - p.taken_back) AS BIGINT)
         FROM provider_claim c JOIN provider_claim_part p ON p.county = c.county AND p.claim = c.id
         WHERE c.county = $1 AND c.approved_on >= $2 AND c.approved_on <= $3 AND c.ended_at IS NULL AND p.own = 0
         GROUP BY p.fund, c.benefit ORDER BY p.fund, c.benefit",
        &[(&county).into(), (&first).into(), (&last).into()],
    )
}

/// A claim as facts count it.
pub(super) struct Counted {
    pub(super) facility: String,
    pub(super) benefit: String,
    pub(super) month: Month,
    pub(super) units: i64,
}

impl FromRow for Counted {
    fn from_row(row: &Row) -> Result<Counted> {
        Ok(Counted { facility: row.get(0)?, benefit: row.get(1)?, month: row.get(2)?, units: row.get(3)? })
    }
}

/// The claims of the facilities from `first` to `last` that stood at an instant.
pub(super) fn counted(cx: &mut Cx, (first, last): (&str, &str), known_at: Instant) -> Result<Vec<Counted>> {
    let county = cx.county().to_owned();
    cx.all(
        "SELECT facility, benefit, month, units FROM provider_claim
         WHERE county = $1 AND facility >= $2 AND facility <= $3 AND opened_at <= $4
            AND (ended_at IS NULL OR ended_at > $5)
         ORDER BY facility, benefit, month, id",
        &[(&county).into(), first.into(), last.into(), known_at.into(), known_at.into()],
    )
}
