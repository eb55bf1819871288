//! SQL of the entries of grants: nothing is changed or deleted.

use base::{Day, Instant, Result};
use platform::Cx;
use store::{Arg, FromRow, Row};

use crate::quotas::account::Bucket;

/// One act on a grant.
#[derive(Clone, Debug)]
pub(in crate::quotas) struct Entry {
    pub(in crate::quotas) id: String,
    pub(in crate::quotas) grant: String,
    pub(in crate::quotas) allocation: String,
    pub(in crate::quotas) person: String,
    /// `granted`, `used`, `returned`, `expired`, `corrected`.
    pub(in crate::quotas) kind: String,
    /// With its sign.
    pub(in crate::quotas) quantity: i64,
    pub(in crate::quotas) bucket: Bucket,
    pub(in crate::quotas) on: Day,
    pub(in crate::quotas) service: String,
    pub(in crate::quotas) facility: Option<String>,
    pub(in crate::quotas) served_by: String,
    pub(in crate::quotas) number: String,
    pub(in crate::quotas) reverses: Option<String>,
    pub(in crate::quotas) why: String,
    pub(in crate::quotas) account: String,
    pub(in crate::quotas) at: Instant,
    pub(in crate::quotas) once: String,
}

impl FromRow for Entry {
    fn from_row(row: &Row) -> Result<Entry> {
        Ok(Entry {
            id: row.get(0)?,
            grant: row.get(1)?,
            allocation: row.get(2)?,
            person: row.get(3)?,
            kind: row.get(4)?,
            quantity: row.get(5)?,
            bucket: Bucket { from: row.get(6)?, to: row.get(7)? },
            on: row.get(8)?,
            service: row.get(9)?,
            facility: row.get(10)?,
            served_by: row.get(11)?,
            number: row.get(12)?,
            reverses: row.get(13)?,
            why: row.get(14)?,
            account: row.get(15)?,
            at: row.get(16)?,
            once: row.get(17)?,
        })
    }
}

pub(in crate::quotas) fn insert_many(cx: &mut Cx, all: &[Entry]) -> Result<()> {
    let county = cx.county();
    let rows: Vec<Vec<Arg>> = all
        .iter()
        .map(|it| {
            vec![
                county.into(),
                (&it.id).into(),
                (&it.grant).into(),
                (&it.allocation).into(),
                (&it.person).into(),
                (&it.kind).into(),
                it.quantity.into(),
                it.bucket.from.into(),
                it.bucket.to.into(),
                it.on.into(),
                (&it.service).into(),
                it.facility.as_deref().into(),
                (&it.served_by).into(),
                (&it.number).into(),
                it.reverses.as_deref().into(),
                (&it.why).into(),
                (&it.account).into(),
                it.at.into(),
                (&it.once).into(),
            ]
        })
        .collect();
    let columns = [
        "county",
        "id",
        "grant_id",
        "allocation",
        "person",
        "kind",
        "quantity",
        "bucket",
        "ends_on",
        "on_day",
        "service",
        "facility",
        "served_by",
        "number",
        "reverses",
        "why",
        "account",
        "at",
        "once",
    ];
    cx.insert_many("quota_entry", &columns, &rows)
}

pub(in crate::quotas) fn get(cx: &mut Cx, id: &str) -> Result<Entry> {
    let county = cx.county();
    cx.get(
        "quota-entry",
        "SELECT id, grant_id, allocation, person, kind, quantity, bucket, ends_on, on_day, service, facility,
            served_by, number, reverses, why, account, at, once FROM quota_entry WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

/// The entries of a grant in the order in which they were made.
pub(in crate::quotas) fn of_grant(cx: &mut Cx, grant: &str) -> Result<Vec<Entry>> {
    let county = cx.county();
    cx.all(
        "SELECT id, grant_id, allocation, person, kind, quantity, bucket, ends_on, on_day, service, facility,
            served_by, number, reverses, why, account, at, once FROM quota_entry
         WHERE county = $1 AND grant_id = $2 ORDER BY at, id",
        &[county.into(), grant.into()],
    )
}

/// The uses of an allocation with the number of one paper.
pub(in crate::quotas) fn numbered(cx: &mut Cx, allocation: &str, number: &str) -> Result<Vec<Entry>> {
    let county = cx.county();
    cx.all(
        "SELECT id, grant_id, allocation, person, kind, quantity, bucket, ends_on, on_day, service, facility,
            served_by, number, reverses, why, account, at, once FROM quota_entry
         WHERE county = $1 AND allocation = $2 AND kind = 'used' AND number = $3 ORDER BY at, id",
        &[county.into(), allocation.into(), number.into()],
    )
}

/// What stands in each bucket of some grants of a range: grant, bucket, balance.
pub(in crate::quotas) fn balances(cx: &mut Cx, grants: (&str, &str)) -> Result<Vec<(String, Day, Day, i64)>> {
    let county = cx.county();
    cx.all(
        "SELECT grant_id, bucket, ends_on, CAST(SUM(quantity) AS BIGINT) FROM quota_entry
         WHERE county = $1 AND grant_id >= $2 AND grant_id <= $3
         GROUP BY grant_id, bucket, ends_on ORDER BY grant_id, bucket",
        &[county.into(), grants.0.into(), grants.1.into()],
    )
}

/// Which issues some grants of a range were given: grant and the day on which each became usable.
pub(in crate::quotas) fn issued(cx: &mut Cx, grants: (&str, &str)) -> Result<Vec<(String, Day)>> {
    let county = cx.county();
    cx.all(
        "SELECT grant_id, on_day FROM quota_entry
         WHERE county = $1 AND grant_id >= $2 AND grant_id <= $3 AND kind = 'granted'",
        &[county.into(), grants.0.into(), grants.1.into()],
    )
}
