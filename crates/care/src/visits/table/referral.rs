//! SQL of what findings were handed on to.

use base::Result;
use platform::Cx;

use super::act::Visit;

/// Whether a finding of a visit was handed on.
pub(in crate::visits) fn has(cx: &mut Cx, visit: &str, finding: &str) -> Result<bool> {
    let county = cx.county();
    let found: Option<(String,)> = cx.find(
        "SELECT finding FROM visit_referral WHERE county = $1 AND visit = $2 AND finding = $3",
        &[county.into(), visit.into(), finding.into()],
    )?;
    Ok(found.is_some())
}

/// Keeps what a finding was handed on to: of which kind, its id and its number.
pub(in crate::visits) fn insert(
    cx: &mut Cx,
    visit: &Visit,
    finding: &str,
    (kind, opened, number): (&str, &str, &str),
) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec(
        "INSERT INTO visit_referral (county, visit, finding, person, area, kind, opened, number, opened_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (county, visit, finding) DO NOTHING",
        &[
            county.into(),
            (&visit.id).into(),
            finding.into(),
            (&visit.person).into(),
            (&visit.area).into(),
            kind.into(),
            opened.into(),
            number.into(),
            now.into(),
        ],
    )?;
    Ok(())
}

/// What findings of a visit came to: finding, kind, id, number.
pub(in crate::visits) fn of_person(
    cx: &mut Cx,
    person: &str,
) -> Result<Vec<(String, String, String, String, String)>> {
    let county = cx.county();
    cx.all(
        "SELECT visit, finding, kind, opened, number FROM visit_referral WHERE county = $1 AND person = $2
         ORDER BY visit, finding",
        &[county.into(), person.into()],
    )
}
