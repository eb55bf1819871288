//! SQL of allocations.

use base::{Error, Instant, Month, Result};
use platform::Cx;
use store::{FromRow, Row};

/// So many units for some months and an area.
#[derive(Clone, Debug)]
pub(in crate::quotas) struct Allocation {
    pub(in crate::quotas) id: String,
    pub(in crate::quotas) benefit: String,
    pub(in crate::quotas) service: String,
    pub(in crate::quotas) area: String,
    pub(in crate::quotas) from: Month,
    pub(in crate::quotas) to: Month,
    pub(in crate::quotas) total: i64,
    pub(in crate::quotas) document: String,
    pub(in crate::quotas) ranking: String,
    pub(in crate::quotas) state: String,
    pub(in crate::quotas) pack_version: String,
    pub(in crate::quotas) opened_by: String,
    pub(in crate::quotas) opened_at: Instant,
    pub(in crate::quotas) drawn_by: String,
    pub(in crate::quotas) drawn_at: Option<Instant>,
    pub(in crate::quotas) open_before: i64,
    pub(in crate::quotas) approved_by: Option<String>,
    pub(in crate::quotas) approved_at: Option<Instant>,
    pub(in crate::quotas) revision: i64,
}

impl FromRow for Allocation {
    fn from_row(row: &Row) -> Result<Allocation> {
        Ok(Allocation {
            id: row.get(0)?,
            benefit: row.get(1)?,
            service: row.get(2)?,
            area: row.get(3)?,
            from: row.get(4)?,
            to: row.get(5)?,
            total: row.get(6)?,
            document: row.get(7)?,
            ranking: row.get(8)?,
            state: row.get(9)?,
            pack_version: row.get(10)?,
            opened_by: row.get(11)?,
            opened_at: row.get(12)?,
            drawn_by: row.get(13)?,
            drawn_at: row.get(14)?,
            open_before: row.get(15)?,
            approved_by: row.get(16)?,
            approved_at: row.get(17)?,
            revision: row.get(18)?,
        })
    }
}

pub(in crate::quotas) fn insert(cx: &mut Cx, it: &Allocation) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "INSERT INTO quota_allocation (county, id, benefit, service, area, from_month, to_month, total, document,
            ranking, state, pack_version, opened_by, opened_at, drawn_by, drawn_at, open_before, approved_by,
            approved_at, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
        &[
            county.into(),
            (&it.id).into(),
            (&it.benefit).into(),
            (&it.service).into(),
            (&it.area).into(),
            it.from.into(),
            it.to.into(),
            it.total.into(),
            (&it.document).into(),
            (&it.ranking).into(),
            (&it.state).into(),
            (&it.pack_version).into(),
            (&it.opened_by).into(),
            it.opened_at.into(),
            (&it.drawn_by).into(),
            it.drawn_at.into(),
            it.open_before.into(),
            it.approved_by.as_deref().into(),
            it.approved_at.into(),
            it.revision.into(),
        ],
    )
}

pub(in crate::quotas) fn get(cx: &mut Cx, id: &str) -> Result<Allocation> {
    let county = cx.county();
    cx.get(
        "quota-allocation",
        "SELECT id, benefit, service, area, from_month, to_month, total, document, ranking, state, pack_version,
            opened_by, opened_at, drawn_by, drawn_at, open_before, approved_by, approved_at, revision
         FROM quota_allocation WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

/// Every allocation of a benefit that is not void.
pub(in crate::quotas) fn of_benefit(cx: &mut Cx, benefit: &str) -> Result<Vec<Allocation>> {
    let county = cx.county();
    cx.all(
        "SELECT id, benefit, service, area, from_month, to_month, total, document, ranking, state, pack_version,
            opened_by, opened_at, drawn_by, drawn_at, open_before, approved_by, approved_at, revision
         FROM quota_allocation WHERE county = $1 AND benefit = $2 AND state <> 'void' ORDER BY id",
        &[county.into(), benefit.into()],
    )
}

/// Writes what changes of an allocation; the row must still be as it was read.
pub(in crate::quotas) fn update(cx: &mut Cx, it: &Allocation) -> Result<()> {
    let county = cx.county();
    let done = cx.exec(
        "UPDATE quota_allocation SET state = $4, pack_version = $5, drawn_by = $6, drawn_at = $7, open_before = $8,
            approved_by = $9, approved_at = $10, revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[
            county.into(),
            (&it.id).into(),
            it.revision.into(),
            (&it.state).into(),
            (&it.pack_version).into(),
            (&it.drawn_by).into(),
            it.drawn_at.into(),
            it.open_before.into(),
            it.approved_by.as_deref().into(),
            it.approved_at.into(),
        ],
    )?;
    if done == 1 { Ok(()) } else { Err(Error::conflict("quotas-moved-on")) }
}
