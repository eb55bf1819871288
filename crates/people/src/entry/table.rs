//! SQL of entrants, notices and objections.

use std::collections::HashMap;

use base::{Day, Instant, Result};
use platform::Cx;

use super::Entrant;

/// The latest entry of each person in a range.
pub(crate) fn of_range(
    cx: &mut Cx,
    benefit: &str,
    persons: (&str, &str),
) -> Result<HashMap<String, Entrant>> {
    let county = cx.county();
    let all: Vec<(String, String, Option<Day>, Option<i64>)> = cx.all(
        "SELECT person, state, applied_on, approved_at FROM entrant
         WHERE county = $1 AND benefit = $2 AND person >= $3 AND person <= $4 ORDER BY opened_at, id",
        &[county.into(), benefit.into(), persons.0.into(), persons.1.into()],
    )?;
    let entrant = |(person, state, applied_on, approved_at): (String, String, Option<Day>, Option<i64>)| {
        (person, Entrant { state, applied_on, approved_on: approved_at.map(|at| Instant(at).day()) })
    };
    Ok(all.into_iter().map(entrant).collect())
}
