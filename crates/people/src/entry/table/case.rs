//! SQL of entrants who applied in a case of a casebook.

use base::Result;
use platform::Cx;

use crate::entry::Entrant;

/// The entrant of a case.
pub(crate) fn of(cx: &mut Cx, case: &str) -> Result<Option<Entrant>> {
    let county = cx.county();
    cx.find(
        "SELECT id, person, benefit, area, name, turns_on, mode, state, accepted_by, accepted_at, examined_by,
            examined_at, notice, approved_by, approved_at, applied_on, told_at, why, evidence, opened_at, revision,
            left_on
         FROM entrant WHERE county = $1 AND case_id = $2",
        &[county.into(), case.into()],
    )
}

/// The case that an entrant came by.
pub(crate) fn case_of(cx: &mut Cx, entrant: &str) -> Result<Option<String>> {
    let county = cx.county();
    let found: Option<(Option<String>,)> = cx.find(
        "SELECT case_id FROM entrant WHERE county = $1 AND id = $2",
        &[county.into(), entrant.into()],
    )?;
    Ok(found.and_then(|it| it.0))
}

/// From here on the entrant goes by a case.
pub(crate) fn bind(cx: &mut Cx, entrant: &str, case: &str) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "UPDATE entrant SET case_id = $3, mode = 'case' WHERE county = $1 AND id = $2",
        &[county.into(), entrant.into(), case.into()],
    )
}
