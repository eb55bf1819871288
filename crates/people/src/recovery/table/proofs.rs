//! SQL of proof of life.

use std::collections::HashMap;

use base::{Day, Result};
use platform::Cx;

use crate::recovery::recovery::Stands;

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
pub(crate) fn set(cx: &mut Cx, person: &str, area: &str, state: &str, step: usize) -> Result<()> {
    let (county, today) = (cx.county().to_owned(), cx.today().to_string());
    cx.exec_one(
        "INSERT INTO proof_due (county, person, area, state, step, since, changed_on, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $6, 1)
         ON CONFLICT (county, person) DO UPDATE SET state = excluded.state, area = excluded.area,
            since = CASE WHEN excluded.state = 'asked' AND excluded.step = 0 THEN excluded.since
                ELSE proof_due.since END,
            step = excluded.step, changed_on = excluded.changed_on, revision = proof_due.revision + 1",
        &[(&county).into(), person.into(), area.into(), state.into(), (step as i64).into(), (&today).into()],
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

/// The last day on which each of a range was proved alive.
pub(crate) fn seen(cx: &mut Cx, from: &str, until: &str) -> Result<Vec<(String, Day)>> {
    let county = cx.county().to_owned();
    cx.all(
        "SELECT person, MAX(day) FROM proof_of_life WHERE county = $1 AND person >= $2 AND person <= $3
         GROUP BY person",
        &[(&county).into(), from.into(), until.into()],
    )
}

/// How far asking has come with each of a range.
pub(crate) fn of_range(cx: &mut Cx, from: &str, until: &str) -> Result<HashMap<String, Stands>> {
    let county = cx.county().to_owned();
    let stands: Vec<(String, String, i64, Day)> = cx.all(
        "SELECT person, state, step, changed_on FROM proof_due
         WHERE county = $1 AND person >= $2 AND person <= $3",
        &[(&county).into(), from.into(), until.into()],
    )?;
    let stands = stands.into_iter().map(|(person, state, step, changed_on)| {
        (person, Stands { state, step: usize::try_from(step).unwrap_or(0), changed_on })
    });
    Ok(stands.collect())
}
