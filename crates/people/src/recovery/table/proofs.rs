//! SQL of proof of life.

use std::collections::HashMap;

use base::{Day, Result};
use platform::Cx;

pub(crate) fn insert(cx: &mut Cx, person: &str, day: Day, way: &str, evidence: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec(
        "INSERT INTO proof_of_life (county, person, day, way, evidence, taken_by, taken_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (county, person, day, way) DO NOTHING",
        &[
            (&actor.county).into(),
            person.into(),
            (&day.to_string()).into(),
            way.into(),
            evidence.into(),
            (&actor.account).into(),
            now.into(),
        ],
    )?;
    Ok(())
}

/// Where asking stands, as of today.
pub(crate) fn set(cx: &mut Cx, person: &str, area: &str, state: &str) -> Result<()> {
    let (county, today) = (cx.county().to_owned(), cx.today().to_string());
    cx.exec_one(
        "INSERT INTO proof_due (county, person, area, state, since, changed_on, revision)
         VALUES ($1, $2, $3, $4, $5, $5, 1)
         ON CONFLICT (county, person) DO UPDATE SET state = excluded.state, area = excluded.area,
            since = CASE WHEN excluded.state = 'asked' THEN excluded.since ELSE proof_due.since END,
            changed_on = excluded.changed_on, revision = proof_due.revision + 1",
        &[(&county).into(), person.into(), area.into(), state.into(), (&today).into()],
    )
}

pub(crate) fn proved(cx: &mut Cx, person: &str) -> Result<()> {
    let (county, today) = (cx.county().to_owned(), cx.today().to_string());
    cx.exec(
        "UPDATE proof_due SET state = 'proved', changed_on = $3, revision = revision + 1
         WHERE county = $1 AND person = $2",
        &[(&county).into(), person.into(), (&today).into()],
    )?;
    Ok(())
}

/// When each of a range was last seen, and where asking stands since when.
#[expect(clippy::type_complexity, reason = "two maps of one reading")]
pub(crate) fn of_range(
    cx: &mut Cx,
    from: &str,
    until: &str,
) -> Result<(HashMap<String, Day>, HashMap<String, (String, Day)>)> {
    let county = cx.county().to_owned();
    let seen: Vec<(String, Day)> = cx.all(
        "SELECT person, MAX(day) FROM proof_of_life WHERE county = $1 AND person >= $2 AND person <= $3
         GROUP BY person",
        &[(&county).into(), from.into(), until.into()],
    )?;
    let stands: Vec<(String, String, Day)> = cx.all(
        "SELECT person, state, changed_on FROM proof_due
         WHERE county = $1 AND person >= $2 AND person <= $3",
        &[(&county).into(), from.into(), until.into()],
    )?;
    let stands = stands.into_iter().map(|(person, state, day)| (person, (state, day)));
    Ok((seen.into_iter().collect(), stands.collect()))
}
