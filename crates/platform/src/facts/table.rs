//! Rows of what was stated of lists. A statement is never changed; a wrong one is withdrawn.

use base::{Day, Instant, Result};

use super::Covered;
use crate::Cx;

/// Statements known at an instant.
pub(super) fn stated(cx: &mut Cx, known_at: Instant) -> Result<Vec<Covered>> {
    let county = cx.county();
    let rows: Vec<(String, String, Day, Instant)> = cx.all(
        "SELECT list, area, complete_until, stated_at FROM fact_coverage
         WHERE county = $1 AND stated_at <= $2 AND (withdrawn_at IS NULL OR withdrawn_at > $2)
         ORDER BY list, area, complete_until",
        &[county.into(), known_at.into()],
    )?;
    let covered = |(list, area, until, stated_at)| Covered { list, area, until, stated_at };
    Ok(rows.into_iter().map(covered).collect())
}

pub(super) fn insert(cx: &mut Cx, id: &str, covered: &Covered, source: &str) -> Result<()> {
    let (county, account) = (cx.county(), cx.actor.account.clone());
    cx.exec_one(
        "INSERT INTO fact_coverage (county, id, list, area, complete_until, source, stated_at, stated_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            county.into(),
            id.into(),
            (&covered.list).into(),
            (&covered.area).into(),
            covered.until.into(),
            source.into(),
            covered.stated_at.into(),
            (&account).into(),
        ],
    )
}
