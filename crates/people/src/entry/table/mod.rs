//! SQL of entrants, notices and objections: rows read back; `write.rs` has the writes,
//! `case.rs` which case an entrant came by.

pub(crate) mod case;
pub(crate) mod write;

use std::collections::HashMap;

use base::{Day, Error, Instant, Result};
use platform::Cx;
use store::{FromRow, Row};

use super::Entrant;

impl FromRow for Entrant {
    fn from_row(row: &Row) -> Result<Entrant> {
        Ok(Entrant {
            id: row.get(0)?,
            person: row.get(1)?,
            benefit: row.get(2)?,
            area: row.get(3)?,
            name: row.get(4)?,
            turns_on: row.get(5)?,
            mode: row.get(6)?,
            state: row.get(7)?,
            accepted_by: row.get(8)?,
            accepted_at: row.get(9)?,
            examined_by: row.get(10)?,
            examined_at: row.get(11)?,
            notice: row.get(12)?,
            approved_by: row.get(13)?,
            approved_at: row.get(14)?,
            applied_on: row.get(15)?,
            told_at: row.get(16)?,
            why: row.get(17)?,
            evidence: row.get(18)?,
            opened_at: row.get(19)?,
            revision: row.get(20)?,
            left_on: row.get(21)?,
        })
    }
}

/// A public notice.
#[derive(Clone, Debug)]
pub(crate) struct NoticeRow {
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) benefit: String,
    pub(crate) area: String,
    pub(crate) starts_on: Day,
    pub(crate) ends_on: Day,
    /// What paper and web show, as the pack said when it was posted; JSON.
    pub(crate) shown: String,
}

impl FromRow for NoticeRow {
    fn from_row(row: &Row) -> Result<NoticeRow> {
        Ok(NoticeRow {
            id: row.get(0)?,
            number: row.get(1)?,
            benefit: row.get(2)?,
            area: row.get(3)?,
            starts_on: row.get(4)?,
            ends_on: row.get(5)?,
            shown: row.get(6)?,
        })
    }
}

pub(crate) struct ObjectionRow {
    pub(crate) id: String,
    pub(crate) entrant: String,
    pub(crate) what: String,
}

pub(crate) fn get(cx: &mut Cx, id: &str) -> Result<Entrant> {
    let county = cx.county();
    cx.get(
        "entrant",
        "SELECT id, person, benefit, area, name, turns_on, mode, state, accepted_by, accepted_at, examined_by,
            examined_at, notice, approved_by, approved_at, applied_on, told_at, why, evidence, opened_at, revision,
            left_on
         FROM entrant WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

/// The latest entry of somebody to a benefit.
pub(crate) fn latest(cx: &mut Cx, benefit: &str, person: &str) -> Result<Option<Entrant>> {
    let county = cx.county();
    cx.find(
        "SELECT id, person, benefit, area, name, turns_on, mode, state, accepted_by, accepted_at, examined_by,
            examined_at, notice, approved_by, approved_at, applied_on, told_at, why, evidence, opened_at, revision,
            left_on
         FROM entrant WHERE county = $1 AND person = $2 AND benefit = $3 ORDER BY opened_at DESC, id DESC",
        &[county.into(), person.into(), benefit.into()],
    )
}

/// The latest entry of each person in a range of ids.
pub(crate) fn of_range(
    cx: &mut Cx,
    benefit: &str,
    persons: (&str, &str),
) -> Result<HashMap<String, Entrant>> {
    let county = cx.county();
    let all: Vec<Entrant> = cx.all(
        "SELECT id, person, benefit, area, name, turns_on, mode, state, accepted_by, accepted_at, examined_by,
            examined_at, notice, approved_by, approved_at, applied_on, told_at, why, evidence, opened_at, revision,
            left_on
         FROM entrant WHERE county = $1 AND benefit = $2 AND person >= $3 AND person <= $4
              ORDER BY opened_at, id",
        &[county.into(), benefit.into(), persons.0.into(), persons.1.into()],
    )?;
    Ok(all.into_iter().map(|it| (it.person.clone(), it)).collect())
}

/// How somebody came to a benefit, and gave it up.
pub(crate) struct WayRow {
    pub(crate) person: String,
    pub(crate) state: String,
    pub(crate) applied_on: Option<Day>,
    pub(crate) approved_at: Option<Instant>,
    pub(crate) left_on: Option<Day>,
    pub(crate) opened_at: Instant,
}

impl FromRow for WayRow {
    fn from_row(row: &Row) -> Result<WayRow> {
        Ok(WayRow {
            person: row.get(0)?,
            state: row.get(1)?,
            applied_on: row.get(2)?,
            approved_at: row.get(3)?,
            left_on: row.get(4)?,
            opened_at: row.get(5)?,
        })
    }
}

/// The ways of a range of persons to a benefit, the earliest first.
pub(crate) fn ways(cx: &mut Cx, benefit: &str, persons: (&str, &str)) -> Result<Vec<WayRow>> {
    let county = cx.county();
    cx.all(
        "SELECT person, state, applied_on, approved_at, left_on, opened_at FROM entrant
         WHERE county = $1 AND benefit = $2 AND person >= $3 AND person <= $4 ORDER BY opened_at, id",
        &[county.into(), benefit.into(), persons.0.into(), persons.1.into()],
    )
}

/// The benefits that any of a range of persons was on the way to.
pub(crate) fn benefits_of(cx: &mut Cx, persons: (&str, &str)) -> Result<Vec<String>> {
    let county = cx.county();
    let all: Vec<(String,)> = cx.all(
        "SELECT DISTINCT benefit FROM entrant WHERE county = $1 AND person >= $2 AND person <= $3
         ORDER BY benefit",
        &[county.into(), persons.0.into(), persons.1.into()],
    )?;
    Ok(all.into_iter().map(|(it,)| it).collect())
}

/// Whether anybody was granted a benefit.
pub(crate) fn anybody_granted(cx: &mut Cx, benefit: &str) -> Result<bool> {
    let county = cx.county();
    let found: Option<(String,)> = cx.find(
        "SELECT id FROM entrant WHERE county = $1 AND benefit = $2 AND state IN ('approved', 'granted') LIMIT 1",
        &[county.into(), benefit.into()],
    )?;
    Ok(found.is_some())
}

/// When entrants of a range of persons were accepted.
pub(crate) fn accepted(cx: &mut Cx, persons: (&str, &str)) -> Result<Vec<(String, Day)>> {
    let county = cx.county();
    let all: Vec<(String, Instant)> = cx.all(
        "SELECT person, accepted_at FROM entrant
         WHERE county = $1 AND person >= $2 AND person <= $3 AND accepted_at IS NOT NULL",
        &[county.into(), persons.0.into(), persons.1.into()],
    )?;
    Ok(all.into_iter().map(|(person, at)| (person, at.day())).collect())
}

/// Those of a notice.
pub(crate) fn of_notice(cx: &mut Cx, notice: &str) -> Result<Vec<Entrant>> {
    let county = cx.county();
    cx.all(
        "SELECT id, person, benefit, area, name, turns_on, mode, state, accepted_by, accepted_at, examined_by,
            examined_at, notice, approved_by, approved_at, applied_on, told_at, why, evidence, opened_at, revision,
            left_on
         FROM entrant WHERE county = $1 AND notice = $2 ORDER BY area, turns_on, id",
        &[county.into(), notice.into()],
    )
}

pub(crate) fn notice(cx: &mut Cx, id: &str) -> Result<NoticeRow> {
    let county = cx.county();
    let found: Option<NoticeRow> = cx.find(
        "SELECT id, number, benefit, area, starts_on, ends_on, shown FROM entry_notice
         WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )?;
    found.ok_or_else(|| Error::missing("notice"))
}

pub(crate) fn number_taken(cx: &mut Cx, number: &str) -> Result<bool> {
    let county = cx.county();
    let found: Option<(i64,)> = cx.find(
        "SELECT COUNT(*) FROM entry_notice WHERE county = $1 AND number = $2",
        &[county.into(), number.into()],
    )?;
    Ok(found.is_some_and(|(count,)| 0 < count))
}
