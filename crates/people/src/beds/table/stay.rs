//! SQL of stays and leaves: what is said anew is a new version, the old one is kept.

use base::{Day, Error, Instant, Result};
use platform::Cx;
use store::{FromRow, Row};

use super::{Asked, STANDS, day, text};
use crate::{
    beds::stay::{Leave, Stay},
    register::interval::Span,
};

/// A stay as it was last said, with why it ended and who said so.
#[derive(Clone, Debug)]
pub(in crate::beds) struct StayRow {
    pub(in crate::beds) stay: Stay,
    pub(in crate::beds) version: i64,
    pub(in crate::beds) how: String,
    pub(in crate::beds) note: String,
    pub(in crate::beds) account: String,
    pub(in crate::beds) name: String,
    pub(in crate::beds) recorded_at: Instant,
    /// Whether nothing took its place.
    pub(in crate::beds) stands: bool,
}

/// The `how` of a stay that never was.
pub(in crate::beds) const TAKEN_BACK: &str = "taken-back";

fn span(from: &str, to: &str) -> Result<Span> {
    let (from, to) = (day(from)?, day(to)?);
    Span::new(from, to).ok_or_else(|| Error::broken("a stay without a day"))
}

fn read(row: &Row) -> Result<Stay> {
    let (from, to): (String, String) = (row.get(4)?, row.get(5)?);
    Ok(Stay {
        id: row.get(0)?,
        facility: row.get(1)?,
        bed: row.get(2)?,
        person: row.get(3)?,
        span: span(&from, &to)?,
    })
}

struct OneStay(Stay);

impl FromRow for OneStay {
    fn from_row(row: &Row) -> Result<OneStay> {
        read(row).map(OneStay)
    }
}

impl FromRow for StayRow {
    fn from_row(row: &Row) -> Result<StayRow> {
        Ok(StayRow {
            stay: read(row)?,
            version: row.get(6)?,
            how: row.get(7)?,
            note: row.get(8)?,
            account: row.get(9)?,
            name: row.get(10)?,
            recorded_at: row.get(11)?,
            stands: row.get::<i64>(12)? == STANDS,
        })
    }
}

/// Stays that have a day in a span, in the order of their days.
pub(in crate::beds) fn stays(cx: &mut Cx, asked: Asked<'_>, window: Span) -> Result<Vec<Stay>> {
    let county = cx.county().to_owned();
    let (from, to) = (text(window.from), text(window.to));
    let all: Vec<OneStay> = cx.all(
        "SELECT id, facility, bed, person, from_day, to_day FROM bed_stay
         WHERE county = $1 AND (CAST($2 AS TEXT) IS NULL OR facility = $2) AND recorded_at <= $3
            AND superseded_at > $3 AND from_day < $5 AND to_day > $4 AND how <> 'taken-back'
         ORDER BY from_day, id",
        &[(&county).into(), asked.facility.into(), asked.known().into(), (&from).into(), (&to).into()],
    )?;
    Ok(all.into_iter().map(|it| it.0).collect())
}

/// The stays of a person or of a bed as they stand.
pub(in crate::beds) fn any_of(cx: &mut Cx, person: &str, bed: &str) -> Result<Vec<Stay>> {
    let county = cx.county();
    let all: Vec<OneStay> = cx.all(
        "SELECT id, facility, bed, person, from_day, to_day FROM bed_stay
         WHERE county = $1 AND (person = $2 OR bed = $3) AND superseded_at = $4 AND how <> 'taken-back'
         ORDER BY from_day, id",
        &[county.into(), person.into(), bed.into(), STANDS.into()],
    )?;
    Ok(all.into_iter().map(|it| it.0).collect())
}

/// The stay of a bed on a day.
pub(in crate::beds) fn open_of(cx: &mut Cx, bed: &str, on: Day) -> Result<Option<Stay>> {
    let all = any_of(cx, "", bed)?;
    Ok(all.into_iter().find(|it| it.span.covers(on)))
}

/// Every version of every stay of a bed, the last said first.
pub(in crate::beds) fn of_bed(cx: &mut Cx, bed: &str) -> Result<Vec<StayRow>> {
    let county = cx.county();
    cx.all(
        "SELECT id, facility, bed, person, from_day, to_day, version, how, note, recorded_by, name, recorded_at,
            superseded_at
         FROM bed_stay WHERE county = $1 AND bed = $2 ORDER BY from_day DESC, id DESC, version DESC",
        &[county.into(), bed.into()],
    )
}

/// The stays of a person as they stand, the latest first.
pub(in crate::beds) fn of_person(cx: &mut Cx, person: &str) -> Result<Vec<StayRow>> {
    let county = cx.county();
    cx.all(
        "SELECT id, facility, bed, person, from_day, to_day, version, how, note, recorded_by, name, recorded_at,
            superseded_at
         FROM bed_stay WHERE county = $1 AND person = $2 AND superseded_at = $3 AND how <> 'taken-back'
         ORDER BY from_day DESC, id DESC",
        &[county.into(), person.into(), STANDS.into()],
    )
}

pub(in crate::beds) fn get_stay(cx: &mut Cx, id: &str) -> Result<StayRow> {
    let county = cx.county();
    cx.get(
        "stay",
        "SELECT id, facility, bed, person, from_day, to_day, version, how, note, recorded_by, name, recorded_at,
            superseded_at
         FROM bed_stay WHERE county = $1 AND id = $2 AND superseded_at = $3",
        &[county.into(), id.into(), STANDS.into()],
    )
}

/// Says a stay, for the first time or anew.
pub(in crate::beds) fn put_stay(
    cx: &mut Cx,
    it: &Stay,
    before: Option<i64>,
    how: &str,
    note: &str,
) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    if let Some(version) = before {
        cx.exec_one(
            "UPDATE bed_stay SET superseded_at = $4
             WHERE county = $1 AND id = $2 AND version = $3 AND superseded_at = $5",
            &[(&actor.county).into(), (&it.id).into(), version.into(), now.into(), STANDS.into()],
        )?;
    }
    let (from, to) = (text(it.span.from), text(it.span.to));
    cx.exec_one(
        "INSERT INTO bed_stay (county, id, version, facility, bed, person, from_day, to_day, how, note, recorded_by,
            name, recorded_at, superseded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        &[
            (&actor.county).into(),
            (&it.id).into(),
            (before.unwrap_or(0) + 1).into(),
            (&it.facility).into(),
            (&it.bed).into(),
            (&it.person).into(),
            (&from).into(),
            (&to).into(),
            how.into(),
            note.into(),
            (&actor.account).into(),
            (&actor.name).into(),
            now.into(),
            STANDS.into(),
        ],
    )
}

/// A leave as it stands.
#[derive(Clone, Debug)]
pub(in crate::beds) struct LeaveRow {
    pub(in crate::beds) leave: Leave,
    pub(in crate::beds) version: i64,
    pub(in crate::beds) facility: String,
}

impl FromRow for LeaveRow {
    fn from_row(row: &Row) -> Result<LeaveRow> {
        let (from, to): (String, String) = (row.get(3)?, row.get(4)?);
        Ok(LeaveRow {
            leave: Leave {
                id: row.get(0)?,
                person: row.get(1)?,
                kind: row.get(2)?,
                span: span(&from, &to)?,
                first_at: row.get(5)?,
            },
            version: row.get(6)?,
            facility: row.get(7)?,
        })
    }
}

/// Leaves that begin before a day, as known at an instant.
pub(in crate::beds) fn leaves(cx: &mut Cx, asked: Asked<'_>, before: Day) -> Result<Vec<Leave>> {
    let (county, before) = (cx.county().to_owned(), text(before));
    let all: Vec<LeaveRow> = cx.all(
        "SELECT id, person, kind, from_day, to_day, first_at, version, facility FROM bed_leave
         WHERE county = $1 AND (CAST($2 AS TEXT) IS NULL OR facility = $2) AND recorded_at <= $3
            AND superseded_at > $3 AND from_day < $4
         ORDER BY from_day, id",
        &[(&county).into(), asked.facility.into(), asked.known().into(), (&before).into()],
    )?;
    Ok(all.into_iter().map(|it| it.leave).collect())
}

/// The leaves of a person, as they stand.
pub(in crate::beds) fn leaves_of(cx: &mut Cx, person: &str) -> Result<Vec<LeaveRow>> {
    let county = cx.county();
    cx.all(
        "SELECT id, person, kind, from_day, to_day, first_at, version, facility FROM bed_leave
         WHERE county = $1 AND person = $2 AND superseded_at = $3 ORDER BY from_day DESC, id DESC",
        &[county.into(), person.into(), STANDS.into()],
    )
}

pub(in crate::beds) fn get_leave(cx: &mut Cx, id: &str) -> Result<LeaveRow> {
    let county = cx.county();
    cx.get(
        "leave",
        "SELECT id, person, kind, from_day, to_day, first_at, version, facility FROM bed_leave
         WHERE county = $1 AND id = $2 AND superseded_at = $3",
        &[county.into(), id.into(), STANDS.into()],
    )
}

pub(in crate::beds) fn put_leave(cx: &mut Cx, it: &Leave, facility: &str, before: Option<i64>) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    if let Some(version) = before {
        cx.exec_one(
            "UPDATE bed_leave SET superseded_at = $4
             WHERE county = $1 AND id = $2 AND version = $3 AND superseded_at = $5",
            &[(&actor.county).into(), (&it.id).into(), version.into(), now.into(), STANDS.into()],
        )?;
    }
    let (from, to) = (text(it.span.from), text(it.span.to));
    cx.exec_one(
        "INSERT INTO bed_leave (county, id, version, facility, person, kind, from_day, to_day, recorded_by, first_at,
            recorded_at, superseded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        &[
            (&actor.county).into(),
            (&it.id).into(),
            (before.unwrap_or(0) + 1).into(),
            facility.into(),
            (&it.person).into(),
            (&it.kind).into(),
            (&from).into(),
            (&to).into(),
            (&actor.account).into(),
            it.first_at.into(),
            now.into(),
            STANDS.into(),
        ],
    )
}
