//! SQL of what lists were stated to cover. A statement is never changed; a wrong one is withdrawn.

use base::{Day, Instant, Result};
use platform::Cx;

use crate::register::coverage::Covered;

/// Statements known at an instant.
pub(crate) fn stated(cx: &mut Cx, known_at: Instant) -> Result<Vec<Covered>> {
    let county = cx.county();
    let rows: Vec<(String, String, Day)> = cx.all(
        "SELECT list, area, complete_until FROM source_coverage
         WHERE county = $1 AND stated_at <= $2 AND (withdrawn_at IS NULL OR withdrawn_at > $2)
         ORDER BY list, area, complete_until",
        &[county.into(), known_at.into()],
    )?;
    Ok(rows.into_iter().map(|(list, area, until)| Covered { list, area, until }).collect())
}

pub(crate) fn insert(cx: &mut Cx, covered: &Covered, source: &str, file: &str) -> Result<()> {
    let (id, until) = (cx.mint(), covered.until.to_string());
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO source_coverage (county, id, list, source, area, complete_until, file, stated_at, stated_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            (&actor.county).into(),
            (&id).into(),
            (&covered.list).into(),
            source.into(),
            (&covered.area).into(),
            (&until).into(),
            file.into(),
            now.into(),
            (&actor.account).into(),
        ],
    )
}
