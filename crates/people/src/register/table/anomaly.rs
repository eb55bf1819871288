//! SQL of anomalies.

use base::{Instant, Result};
use platform::Cx;
use store::{Arg, FromRow, Row};

use super::{IDS, ids_args};
use crate::register::anomaly::Anomaly;

impl FromRow for Anomaly {
    fn from_row(row: &Row) -> Result<Anomaly> {
        Ok(Anomaly {
            id: row.get(0)?,
            person: row.get(1)?,
            kind: row.get(2)?,
            other: row.get(3)?,
            detail: row.get(4)?,
            settled: row.get::<Option<i64>>(5)?.is_some(),
            outcome: row.get::<Option<String>>(6)?.unwrap_or_default(),
        })
    }
}

/// Open ones, and those that somebody settled, of these persons.
pub(crate) fn of(cx: &mut Cx, persons: &[&str]) -> Result<Vec<Anomaly>> {
    let mut found = Vec::new();
    for some in persons.chunks(IDS) {
        let args = ids_args(cx.county(), some, &[]);
        found.extend(cx.all::<Anomaly>(
            "SELECT id, person, kind, other, detail, settled_at, outcome
             FROM person_anomaly WHERE county = $1 AND person IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
                $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29,
                $30, $31, $32, $33)",
            &args,
        )?);
    }
    Ok(found)
}

pub(crate) fn find(cx: &mut Cx, id: &str) -> Result<Option<Anomaly>> {
    let county = cx.county();
    cx.find(
        "SELECT id, person, kind, other, detail, settled_at, outcome
         FROM person_anomaly WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

/// Person, kind, other person, detail.
pub(crate) type Found = (String, &'static str, String, String);

pub(crate) fn insert(cx: &mut Cx, found: &[Found]) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    let ids: Vec<String> = found.iter().map(|_| cx.mint()).collect();
    let rows: Vec<Vec<Arg>> = found
        .iter()
        .zip(&ids)
        .map(|((person, kind, other, detail), id)| {
            vec![
                county.into(),
                id.into(),
                person.into(),
                (*kind).into(),
                other.into(),
                detail.into(),
                now.into(),
            ]
        })
        .collect();
    cx.insert_many(
        "person_anomaly",
        &["county", "id", "person", "kind", "other", "detail", "found_at"],
        &rows,
    )
}

pub(crate) fn settle(cx: &mut Cx, id: &str, outcome: &str, why: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "UPDATE person_anomaly SET settled_at = $3, settled_by = $4, outcome = $5, why = $6
         WHERE county = $1 AND id = $2 AND settled_at IS NULL",
        &[(&actor.county).into(), id.into(), now.into(), (&actor.account).into(), outcome.into(), why.into()],
    )
}

/// Who holds these numbers (keyed indexes) now: number and person, without merged records.
pub(crate) fn holders(cx: &mut Cx, numbers: &[&str]) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for some in numbers.chunks(IDS) {
        let args = ids_args(cx.county(), some, &[Instant::MAX.into()]);
        found.extend(cx.all::<(String, String)>(
            "SELECT i.value, i.person
             FROM person_interval i JOIN person p ON p.county = i.county AND p.id = i.person
             WHERE i.county = $1 AND i.kind = 'number' AND i.value IN ($2, $3, $4, $5, $6, $7, $8, $9, $10,
                $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28,
                $29, $30, $31, $32, $33) AND i.superseded_at = $34 AND p.merged_into IS NULL",
            &args,
        )?);
    }
    Ok(found)
}

/// With whom a person shares, or shared, a number.
pub(crate) fn others(cx: &mut Cx, person: &str) -> Result<Vec<String>> {
    let county = cx.county();
    let found: Vec<(String,)> = cx.all(
        "SELECT DISTINCT other FROM person_anomaly
         WHERE county = $1 AND person = $2 AND kind = 'number-doubled' AND settled_at IS NULL",
        &[county.into(), person.into()],
    )?;
    Ok(found.into_iter().map(|(other,)| other).collect())
}

/// Settles, on both sides, that this person shares a number.
pub(crate) fn settle_doubled(cx: &mut Cx, person: &str) -> Result<()> {
    for other in others(cx, person)? {
        let (actor, now) = (cx.actor, cx.now);
        for (one, two) in [(person, other.as_str()), (other.as_str(), person)] {
            cx.exec(
                "UPDATE person_anomaly SET settled_at = $4, settled_by = $5, outcome = 'mended', why = ''
                 WHERE county = $1 AND person = $2 AND other = $3 AND kind = 'number-doubled'
                    AND settled_at IS NULL",
                &[(&actor.county).into(), one.into(), two.into(), now.into(), (&actor.account).into()],
            )?;
        }
    }
    Ok(())
}
