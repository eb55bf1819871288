//! SQL of the ranked lines of an allocation.

use std::collections::HashMap;

use base::{Day, Result};
use platform::Cx;
use store::{Arg, FromRow, Row};

/// What a draw writes of one person, before anybody is placed.
#[derive(Clone, Debug)]
pub(in crate::quotas) struct Fresh {
    pub(in crate::quotas) person: String,
    pub(in crate::quotas) area: String,
    pub(in crate::quotas) name: String,
    /// `fresh`, `unknown`, or `has`.
    pub(in crate::quotas) state: &'static str,
    pub(in crate::quotas) class: i64,
    pub(in crate::quotas) points: i64,
    pub(in crate::quotas) quantity: i64,
    pub(in crate::quotas) held: String,
    pub(in crate::quotas) may_hold: String,
    pub(in crate::quotas) missing: String,
    pub(in crate::quotas) born: Option<Day>,
    pub(in crate::quotas) waiting: Option<Day>,
}

/// What placing reads of a line.
#[derive(Clone, Debug)]
pub(in crate::quotas) struct Drawn {
    pub(in crate::quotas) person: String,
    pub(in crate::quotas) state: String,
    pub(in crate::quotas) class: i64,
    pub(in crate::quotas) points: i64,
    pub(in crate::quotas) quantity: i64,
    pub(in crate::quotas) born: Option<Day>,
    pub(in crate::quotas) waiting: Option<Day>,
}

impl FromRow for Drawn {
    fn from_row(row: &Row) -> Result<Drawn> {
        Ok(Drawn {
            person: row.get(0)?,
            state: row.get(1)?,
            class: row.get(2)?,
            points: row.get(3)?,
            quantity: row.get(4)?,
            born: row.get(5)?,
            waiting: row.get(6)?,
        })
    }
}

/// Before a list is drawn anew: where everybody stood is kept beside where they will stand. Who had left
/// before is dropped.
pub(in crate::quotas) fn set_aside(cx: &mut Cx, allocation: &str) -> Result<()> {
    let county = cx.county();
    cx.exec(
        "DELETE FROM quota_line WHERE county = $1 AND allocation = $2 AND state = 'left'",
        &[county.into(), allocation.into()],
    )?;
    cx.exec(
        "UPDATE quota_line SET was_state = state, was_place = place, was_class = class, was_held = held,
            state = 'left', place = 0
         WHERE county = $1 AND allocation = $2",
        &[county.into(), allocation.into()],
    )?;
    Ok(())
}

pub(in crate::quotas) fn write(cx: &mut Cx, allocation: &str, all: &[Fresh]) -> Result<()> {
    let county = cx.county();
    let rows = all.iter().map(|it| {
        vec![
            county.into(),
            allocation.into(),
            (&it.person).into(),
            (&it.area).into(),
            (&it.name).into(),
            it.state.into(),
            Arg::Int(0),
            it.class.into(),
            it.points.into(),
            it.quantity.into(),
            (&it.held).into(),
            (&it.may_hold).into(),
            (&it.missing).into(),
            it.born.into(),
            it.waiting.into(),
            "".into(),
            "".into(),
            Arg::Int(0),
            Arg::Int(0),
            "".into(),
        ]
    });
    let rows: Vec<Vec<Arg>> = rows.collect();
    let columns = [
        "county",
        "allocation",
        "person",
        "area",
        "name",
        "state",
        "place",
        "class",
        "points",
        "quantity",
        "held",
        "may_hold",
        "missing",
        "born",
        "waiting",
        "behind_by",
        "was_state",
        "was_place",
        "was_class",
        "was_held",
    ];
    cx.upsert_many(
        "quota_line",
        &columns,
        &rows,
        "ON CONFLICT (county, allocation, person) DO UPDATE SET area = excluded.area, name = excluded.name,
            state = excluded.state, class = excluded.class, points = excluded.points, quantity = excluded.quantity,
            held = excluded.held, may_hold = excluded.may_hold, missing = excluded.missing, born = excluded.born,
            waiting = excluded.waiting, behind_by = ''",
    )
}

/// Everybody of the draw who is to be placed.
pub(in crate::quotas) fn drawn(cx: &mut Cx, allocation: &str) -> Result<Vec<Drawn>> {
    let county = cx.county();
    cx.all(
        "SELECT person, state, class, points, quantity, born, waiting FROM quota_line
         WHERE county = $1 AND allocation = $2 AND state <> 'left' AND state <> 'has'",
        &[county.into(), allocation.into()],
    )
}

/// Where some people came to stand: person, state, place, and what puts them behind the one before.
pub(in crate::quotas) fn place(cx: &mut Cx, allocation: &str, all: &[(&str, &str, i64, &str)]) -> Result<()> {
    let county = cx.county();
    let rows: Vec<Vec<Arg>> = all
        .iter()
        .map(|(person, state, place, behind)| {
            vec![
                county.into(),
                allocation.into(),
                (*person).into(),
                "".into(),
                "".into(),
                (*state).into(),
                (*place).into(),
                Arg::Int(0),
                Arg::Int(0),
                Arg::Int(0),
                "".into(),
                "".into(),
                "".into(),
                (*behind).into(),
                "".into(),
                Arg::Int(0),
                Arg::Int(0),
                "".into(),
            ]
        })
        .collect();
    let columns = [
        "county",
        "allocation",
        "person",
        "area",
        "name",
        "state",
        "place",
        "class",
        "points",
        "quantity",
        "held",
        "may_hold",
        "missing",
        "behind_by",
        "was_state",
        "was_place",
        "was_class",
        "was_held",
    ];
    cx.upsert_many(
        "quota_line",
        &columns,
        &rows,
        "ON CONFLICT (county, allocation, person) DO UPDATE SET state = excluded.state, place = excluded.place,
            behind_by = excluded.behind_by",
    )
}

/// The next of those whom the quantity reaches, by person: who, where, how they are called, how much.
pub(in crate::quotas) fn within(
    cx: &mut Cx,
    allocation: &str,
    limit: i64,
) -> Result<Vec<(String, String, String, i64)>> {
    let county = cx.county();
    cx.all(
        "SELECT person, area, name, quantity FROM quota_line
         WHERE county = $1 AND allocation = $2 AND state = 'within' ORDER BY place LIMIT $3",
        &[county.into(), allocation.into(), limit.into()],
    )
}

/// Whoever was granted something of the list has it.
pub(in crate::quotas) fn has(cx: &mut Cx, allocation: &str, person: &str) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "UPDATE quota_line SET state = 'has' WHERE county = $1 AND allocation = $2 AND person = $3",
        &[county.into(), allocation.into(), person.into()],
    )
}

/// How many lines stand in each state in a range of areas, and what they come to.
pub(in crate::quotas) fn counts(
    cx: &mut Cx,
    allocation: &str,
    low: &str,
    high: &str,
) -> Result<HashMap<String, (i64, i64)>> {
    let county = cx.county();
    let all: Vec<(String, i64, i64)> = cx.all(
        "SELECT state, COUNT(*), CAST(SUM(quantity) AS BIGINT) FROM quota_line
         WHERE county = $1 AND allocation = $2 AND area >= $3 AND area < $4 GROUP BY state",
        &[county.into(), allocation.into(), low.into(), high.into()],
    )?;
    Ok(all.into_iter().map(|(state, count, sum)| (state, (count, sum))).collect())
}
