//! SQL of grants.

use base::{Day, Result};
use platform::Cx;
use store::{Arg, FromRow, Row};

/// What somebody was granted of an allocation. The sums are those of its entries.
#[derive(Clone, Debug)]
pub(in crate::quotas) struct Grant {
    pub(in crate::quotas) id: String,
    pub(in crate::quotas) allocation: String,
    pub(in crate::quotas) person: String,
    pub(in crate::quotas) area: String,
    pub(in crate::quotas) name: String,
    /// What the whole span of the allocation would come to.
    pub(in crate::quotas) whole: i64,
    /// What of it can still be issued, and was.
    pub(in crate::quotas) allotted: i64,
    pub(in crate::quotas) issued: i64,
    pub(in crate::quotas) used: i64,
    pub(in crate::quotas) expired: i64,
    pub(in crate::quotas) corrected: i64,
    pub(in crate::quotas) state: String,
    pub(in crate::quotas) ended_on: Option<Day>,
    pub(in crate::quotas) why: Option<String>,
    pub(in crate::quotas) last_used: Option<Day>,
    pub(in crate::quotas) granted_on: Day,
}

impl Grant {
    pub(in crate::quotas) fn balance(&self) -> i64 {
        self.issued - self.used - self.expired + self.corrected
    }
}

impl FromRow for Grant {
    fn from_row(row: &Row) -> Result<Grant> {
        Ok(Grant {
            id: row.get(0)?,
            allocation: row.get(1)?,
            person: row.get(2)?,
            area: row.get(3)?,
            name: row.get(4)?,
            allotted: row.get(5)?,
            issued: row.get(6)?,
            used: row.get(7)?,
            expired: row.get(8)?,
            corrected: row.get(9)?,
            state: row.get(10)?,
            ended_on: row.get(11)?,
            why: row.get(12)?,
            last_used: row.get(13)?,
            granted_on: row.get(14)?,
            whole: row.get(15)?,
        })
    }
}

pub(in crate::quotas) fn insert_many(cx: &mut Cx, all: &[Grant]) -> Result<()> {
    let county = cx.county();
    let rows: Vec<Vec<Arg>> = all
        .iter()
        .map(|it| {
            vec![
                county.into(),
                (&it.id).into(),
                (&it.allocation).into(),
                (&it.person).into(),
                (&it.area).into(),
                (&it.name).into(),
                it.allotted.into(),
                it.issued.into(),
                it.used.into(),
                it.expired.into(),
                it.corrected.into(),
                (&it.state).into(),
                it.granted_on.into(),
                it.whole.into(),
            ]
        })
        .collect();
    let columns = [
        "county",
        "id",
        "allocation",
        "person",
        "area",
        "name",
        "allotted",
        "issued",
        "used",
        "expired",
        "corrected",
        "state",
        "granted_on",
        "whole",
    ];
    cx.insert_many("quota_grant", &columns, &rows)
}

pub(in crate::quotas) fn get(cx: &mut Cx, id: &str) -> Result<Grant> {
    let county = cx.county();
    cx.get(
        "quota-grant",
        "SELECT id, allocation, person, area, name, allotted, issued, used, expired, corrected, state, ended_on, why,
            last_used, granted_on, whole FROM quota_grant WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

/// What somebody was granted, the latest first.
pub(in crate::quotas) fn of_person(cx: &mut Cx, person: &str) -> Result<Vec<Grant>> {
    let county = cx.county();
    cx.all(
        "SELECT id, allocation, person, area, name, allotted, issued, used, expired, corrected, state, ended_on, why,
            last_used, granted_on, whole FROM quota_grant WHERE county = $1 AND person = $2 ORDER BY id DESC",
        &[county.into(), person.into()],
    )
}

/// The next grants that are not closed, by id.
pub(in crate::quotas) fn living(cx: &mut Cx, after: &str, limit: i64) -> Result<Vec<Grant>> {
    let county = cx.county();
    cx.all(
        "SELECT id, allocation, person, area, name, allotted, issued, used, expired, corrected, state, ended_on, why,
            last_used, granted_on, whole FROM quota_grant
         WHERE county = $1 AND id > $2 AND state <> 'closed' ORDER BY id LIMIT $3",
        &[county.into(), after.into(), limit.into()],
    )
}

/// Writes what changes of a grant.
pub(in crate::quotas) fn update(cx: &mut Cx, it: &Grant) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "UPDATE quota_grant SET area = $3, name = $4, allotted = $5, issued = $6, used = $7, expired = $8,
            corrected = $9, state = $10, ended_on = $11, why = $12, last_used = $13
         WHERE county = $1 AND id = $2",
        &[
            county.into(),
            (&it.id).into(),
            (&it.area).into(),
            (&it.name).into(),
            it.allotted.into(),
            it.issued.into(),
            it.used.into(),
            it.expired.into(),
            it.corrected.into(),
            (&it.state).into(),
            it.ended_on.into(),
            it.why.as_deref().into(),
            it.last_used.into(),
        ],
    )
}

/// What an allocation has given away: what is allotted to all who have a grant of it.
pub(in crate::quotas) fn allotted(cx: &mut Cx, allocation: &str) -> Result<i64> {
    let county = cx.county();
    let (sum,): (i64,) = cx.get(
        "quota-grant",
        "SELECT CAST(COALESCE(SUM(allotted), 0) AS BIGINT) FROM quota_grant WHERE county = $1 AND allocation = $2",
        &[county.into(), allocation.into()],
    )?;
    Ok(sum)
}

/// Who of a range of persons has a grant of an allocation.
pub(in crate::quotas) fn holders(
    cx: &mut Cx,
    allocation: &str,
    persons: (&str, &str),
) -> Result<Vec<String>> {
    let county = cx.county();
    let all: Vec<(String,)> = cx.all(
        "SELECT person FROM quota_grant WHERE county = $1 AND allocation = $2 AND person >= $3 AND person <= $4
         ORDER BY person",
        &[county.into(), allocation.into(), persons.0.into(), persons.1.into()],
    )?;
    Ok(all.into_iter().map(|it| it.0).collect())
}

/// Who of a range of persons holds units of which benefit; the first of the range is not included.
pub(in crate::quotas) fn held(cx: &mut Cx, persons: (&str, &str)) -> Result<Vec<(String, String)>> {
    let county = cx.county();
    cx.all(
        "SELECT g.person, a.benefit FROM quota_grant g
            JOIN quota_allocation a ON a.county = g.county AND a.id = g.allocation
         WHERE g.county = $1 AND g.person > $2 AND g.person <= $3 AND g.state = 'open'",
        &[county.into(), persons.0.into(), persons.1.into()],
    )
}

/// Whether anybody was granted anything of an allocation.
pub(in crate::quotas) fn any(cx: &mut Cx, allocation: &str) -> Result<bool> {
    let county = cx.county();
    let found: Option<(String,)> = cx.find(
        "SELECT id FROM quota_grant WHERE county = $1 AND allocation = $2 LIMIT 1",
        &[county.into(), allocation.into()],
    )?;
    Ok(found.is_some())
}

/// Somebody's grant of an allocation.
pub(in crate::quotas) fn of(cx: &mut Cx, allocation: &str, person: &str) -> Result<Option<Grant>> {
    let all = of_person(cx, person)?;
    Ok(all.into_iter().find(|it| it.allocation == allocation))
}

/// What the grants of one place come to.
#[derive(Clone, Copy, Debug)]
pub(in crate::quotas) struct OfArea {
    pub(in crate::quotas) persons: i64,
    pub(in crate::quotas) allotted: i64,
    pub(in crate::quotas) issued: i64,
    pub(in crate::quotas) used: i64,
    pub(in crate::quotas) expired: i64,
    pub(in crate::quotas) balance: i64,
}

/// The grants of an allocation by place, in a range of areas.
pub(in crate::quotas) fn by_area(
    cx: &mut Cx,
    allocation: &str,
    range: (&str, &str),
) -> Result<Vec<(String, OfArea)>> {
    let county = cx.county();
    let all: Vec<(String, i64, i64, i64, i64, i64, i64)> = cx.all(
        "SELECT area, COUNT(*), CAST(SUM(allotted) AS BIGINT), CAST(SUM(issued) AS BIGINT),
            CAST(SUM(used) AS BIGINT), CAST(SUM(expired) AS BIGINT),
            CAST(SUM(issued - used - expired + corrected) AS BIGINT)
         FROM quota_grant WHERE county = $1 AND allocation = $2 AND area >= $3 AND area < $4
         GROUP BY area ORDER BY area",
        &[county.into(), allocation.into(), range.0.into(), range.1.into()],
    )?;
    let of = |(area, persons, allotted, issued, used, expired, balance)| {
        (area, OfArea { persons, allotted, issued, used, expired, balance })
    };
    Ok(all.into_iter().map(of).collect())
}

/// What was used in each month, less what was taken back: month, acts, units.
pub(in crate::quotas) fn used_by_month(
    cx: &mut Cx,
    allocation: &str,
    range: (&str, &str),
) -> Result<Vec<(String, i64, i64)>> {
    let county = cx.county();
    cx.all(
        "SELECT SUBSTR(e.on_day, 1, 7), COUNT(*), CAST(SUM(-e.quantity) AS BIGINT)
         FROM quota_entry e JOIN quota_grant g ON g.county = e.county AND g.id = e.grant_id
         WHERE e.county = $1 AND e.allocation = $2 AND g.area >= $3 AND g.area < $4 AND e.kind = 'used'
            AND NOT EXISTS (SELECT 1 FROM quota_entry r WHERE r.county = e.county AND r.once = e.id || ' returned')
         GROUP BY SUBSTR(e.on_day, 1, 7) ORDER BY SUBSTR(e.on_day, 1, 7)",
        &[county.into(), allocation.into(), range.0.into(), range.1.into()],
    )
}

/// What was used of each kind of service, less what was taken back: kind, acts, units.
pub(in crate::quotas) fn used_by_service(
    cx: &mut Cx,
    allocation: &str,
    range: (&str, &str),
) -> Result<Vec<(String, i64, i64)>> {
    let county = cx.county();
    cx.all(
        "SELECT e.service, COUNT(*), CAST(SUM(-e.quantity) AS BIGINT)
         FROM quota_entry e JOIN quota_grant g ON g.county = e.county AND g.id = e.grant_id
         WHERE e.county = $1 AND e.allocation = $2 AND g.area >= $3 AND g.area < $4 AND e.kind = 'used'
            AND NOT EXISTS (SELECT 1 FROM quota_entry r WHERE r.county = e.county AND r.once = e.id || ' returned')
         GROUP BY e.service ORDER BY e.service",
        &[county.into(), allocation.into(), range.0.into(), range.1.into()],
    )
}

/// How many could use something and have used nothing since a day.
pub(in crate::quotas) fn idle(cx: &mut Cx, allocation: &str, range: (&str, &str), since: Day) -> Result<i64> {
    let county = cx.county();
    let (count,): (i64,) = cx.get(
        "quota-grant",
        "SELECT COUNT(*) FROM quota_grant WHERE county = $1 AND allocation = $2 AND area >= $3 AND area < $4
            AND state = 'open' AND issued - used - expired + corrected > 0
            AND COALESCE(last_used, granted_on) <= $5",
        &[county.into(), allocation.into(), range.0.into(), range.1.into(), since.into()],
    )?;
    Ok(count)
}
