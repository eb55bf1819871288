//! Rows of suspensions.

use std::collections::HashMap;

use base::{Instant, Month, Result};
use platform::Cx;

/// The earliest month held back of each person in a range, with the reason, as known then.
pub(crate) fn of_range(
    cx: &mut Cx,
    benefit: &str,
    persons: (&str, &str),
    known_at: Instant,
) -> Result<HashMap<String, (Month, String)>> {
    let county = cx.county();
    let mut found: HashMap<String, (Month, String)> = HashMap::new();
    cx.each::<(String, Month, String)>(
        "SELECT person, since, reason FROM hold
         WHERE county = $1 AND (benefit = $2 OR benefit = '') AND person >= $3 AND person <= $4
            AND placed_at <= $5 AND (ended_at IS NULL OR ended_at > $5)",
        &[county.into(), benefit.into(), persons.0.into(), persons.1.into(), known_at.into()],
        &mut |(person, since, reason)| {
            let earliest = found.entry(person).or_insert((since, reason.clone()));
            if since < earliest.0 {
                *earliest = (since, reason);
            }
            Ok(())
        },
    )?;
    Ok(found)
}

/// Persons of a range whose payments are held back for a reason.
pub(crate) fn held_for(cx: &mut Cx, reason: &str, persons: (&str, &str)) -> Result<Vec<String>> {
    let county = cx.county();
    let all: Vec<(String,)> = cx.all(
        "SELECT DISTINCT person FROM hold WHERE county = $1 AND reason = $2 AND ended_at IS NULL
            AND person >= $3 AND person <= $4",
        &[county.into(), reason.into(), persons.0.into(), persons.1.into()],
    )?;
    Ok(all.into_iter().map(|it| it.0).collect())
}

/// Places a suspension; one that stands already for the same reason is left as it is.
pub(crate) fn place(
    cx: &mut Cx,
    person: &str,
    benefit: &str,
    since: Month,
    reason: &str,
    source: Option<&str>,
    at: Instant,
) -> Result<String> {
    let county = cx.county().to_owned();
    let standing: Option<(String,)> = cx.find(
        "SELECT id FROM hold WHERE county = $1 AND person = $2 AND benefit = $3 AND reason = $4
            AND ended_at IS NULL",
        &[(&county).into(), person.into(), benefit.into(), reason.into()],
    )?;
    if let Some((id,)) = standing {
        return Ok(id);
    }
    let id = cx.mint();
    let actor = cx.actor;
    cx.exec_one(
        "INSERT INTO hold (county, id, person, benefit, since, reason, source, placed_by, placed_at, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
        &[
            (&county).into(),
            (&id).into(),
            person.into(),
            benefit.into(),
            (&since.to_string()).into(),
            reason.into(),
            source.into(),
            (&actor.account).into(),
            at.into(),
        ],
    )?;
    Ok(id)
}

/// Ends suspensions of a person for a reason, or one of them; answers how many.
pub(crate) fn end(cx: &mut Cx, person: &str, reason: &str, why: &str, at: Instant) -> Result<u64> {
    let actor = cx.actor;
    cx.exec(
        "UPDATE hold SET ended_by = $4, ended_at = $5, ended_why = $6, revision = revision + 1
         WHERE county = $1 AND person = $2 AND reason = $3 AND ended_at IS NULL",
        &[
            (&actor.county).into(),
            person.into(),
            reason.into(),
            (&actor.account).into(),
            at.into(),
            why.into(),
        ],
    )
}
