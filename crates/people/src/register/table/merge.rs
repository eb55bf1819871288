//! SQL of merges and households.

use base::Result;
use platform::Cx;
use store::{FromRow, Row};

pub(crate) struct Merge {
    pub(crate) id: String,
    pub(crate) kept: String,
    pub(crate) closed: String,
    pub(crate) undone: bool,
}

impl FromRow for Merge {
    fn from_row(row: &Row) -> Result<Merge> {
        let undone: Option<i64> = row.get(3)?;
        Ok(Merge { id: row.get(0)?, kept: row.get(1)?, closed: row.get(2)?, undone: undone.is_some() })
    }
}

pub(crate) fn insert(cx: &mut Cx, id: &str, kept: &str, closed: &str, why: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO person_merge (county, id, kept, closed, why, merged_at, merged_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            (&actor.county).into(),
            id.into(),
            kept.into(),
            closed.into(),
            why.into(),
            now.into(),
            (&actor.account).into(),
        ],
    )
}

pub(crate) fn find(cx: &mut Cx, id: &str) -> Result<Option<Merge>> {
    let county = cx.county();
    cx.find(
        "SELECT id, kept, closed, undone_at FROM person_merge WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

pub(crate) fn undo(cx: &mut Cx, id: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "UPDATE person_merge SET undone_at = $3, undone_by = $4
         WHERE county = $1 AND id = $2 AND undone_at IS NULL",
        &[(&actor.county).into(), id.into(), now.into(), (&actor.account).into()],
    )
}

pub(crate) fn insert_household(cx: &mut Cx, id: &str, place: &str, address: &str) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec_one(
        "INSERT INTO household (county, id, place, address, created_at) VALUES ($1, $2, $3, $4, $5)",
        &[county.into(), id.into(), place.into(), address.into(), now.into()],
    )
}

pub(crate) fn household_place(cx: &mut Cx, id: &str) -> Result<Option<String>> {
    let county = cx.county();
    let found: Option<(String,)> =
        cx.find("SELECT place FROM household WHERE county = $1 AND id = $2", &[county.into(), id.into()])?;
    Ok(found.map(|(place,)| place))
}

/// The records that were closed for another's by an instant, each with the one that was kept.
pub(crate) fn known(cx: &mut Cx, at: base::Instant) -> Result<Vec<(String, String)>> {
    let county = cx.county().to_owned();
    cx.all(
        "SELECT closed, kept FROM person_merge
         WHERE county = $1 AND merged_at <= $2 AND (undone_at IS NULL OR undone_at > $2)
         ORDER BY merged_at, id",
        &[(&county).into(), at.into()],
    )
}
