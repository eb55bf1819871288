//! SQL of beds and of what they were from which day on.

use std::collections::HashMap;

use base::{Day, Error, Instant, Result};
use platform::Cx;
use store::{Arg, FromRow, Row};

use super::{Asked, day, text};
use crate::beds::bed::{Bed, Status};

/// What was said of a bed.
#[derive(Clone, Debug)]
pub(in crate::beds) struct Change {
    pub(in crate::beds) aspect: String,
    pub(in crate::beds) value: String,
    pub(in crate::beds) day: Day,
    pub(in crate::beds) note: String,
    pub(in crate::beds) name: String,
    pub(in crate::beds) recorded_at: Instant,
}

impl FromRow for Change {
    fn from_row(row: &Row) -> Result<Change> {
        Ok(Change {
            aspect: row.get(0)?,
            value: row.get(1)?,
            day: day(&row.get::<String>(2)?)?,
            note: row.get(3)?,
            name: row.get(4)?,
            recorded_at: row.get(5)?,
        })
    }
}

fn read(row: &Row) -> Result<Bed> {
    Ok(Bed {
        id: row.get(0)?,
        facility: row.get(1)?,
        building: row.get(2)?,
        room: row.get(3)?,
        number: row.get(4)?,
        code: row.get(5)?,
        ..Bed::default()
    })
}

fn say(bed: &mut Bed, aspect: &str, value: String, from: Day) -> Result<()> {
    match aspect {
        "type" => bed.types.say(from, value),
        "status" => {
            let status = Status::parse(&value).ok_or_else(|| Error::broken("the state of a bed"))?;
            bed.states.say(from, status);
        }
        _ => return Err(Error::broken(format!("a bed's {aspect}"))),
    }
    Ok(())
}

struct OneBed(Bed);

impl FromRow for OneBed {
    fn from_row(row: &Row) -> Result<OneBed> {
        read(row).map(OneBed)
    }
}

/// Beds with their history, as known at an instant.
pub(in crate::beds) fn beds(cx: &mut Cx, asked: Asked<'_>) -> Result<HashMap<String, Bed>> {
    let county = cx.county().to_owned();
    let args = [(&county).into(), asked.facility.into(), asked.known().into()];
    let mut beds: HashMap<String, Bed> = HashMap::new();
    cx.rows(
        "SELECT id, facility, building, room, number, code FROM bed
         WHERE county = $1 AND (CAST($2 AS TEXT) IS NULL OR facility = $2) AND created_at <= $3",
        &args,
        &mut |row| {
            let bed = read(row)?;
            beds.insert(bed.id.clone(), bed);
            Ok(())
        },
    )?;
    cx.rows(
        "SELECT bed, aspect, value, day FROM bed_change
         WHERE county = $1 AND (CAST($2 AS TEXT) IS NULL OR facility = $2) AND recorded_at <= $3
         ORDER BY bed, seq",
        &args,
        &mut |row| {
            let (id, aspect): (String, String) = (row.get(0)?, row.get(1)?);
            let Some(bed) = beds.get_mut(&id) else { return Ok(()) };
            say(bed, &aspect, row.get(2)?, day(&row.get::<String>(3)?)?)
        },
    )?;
    Ok(beds)
}

/// A bed with its history as it stands.
pub(in crate::beds) fn find(cx: &mut Cx, id: &str) -> Result<Option<Bed>> {
    let county = cx.county();
    let found: Option<OneBed> = cx.find(
        "SELECT id, facility, building, room, number, code FROM bed WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )?;
    found.map(|it| with_history(cx, it.0)).transpose()
}

pub(in crate::beds) fn get(cx: &mut Cx, id: &str) -> Result<Bed> {
    find(cx, id)?.ok_or_else(|| Error::missing("bed"))
}

pub(in crate::beds) fn by_code(cx: &mut Cx, code: &str) -> Result<Option<Bed>> {
    let county = cx.county();
    let found: Option<OneBed> = cx.find(
        "SELECT id, facility, building, room, number, code FROM bed WHERE county = $1 AND code = $2",
        &[county.into(), code.into()],
    )?;
    found.map(|it| with_history(cx, it.0)).transpose()
}

fn with_history(cx: &mut Cx, mut bed: Bed) -> Result<Bed> {
    for it in changes(cx, &bed.id)? {
        say(&mut bed, &it.aspect, it.value, it.day)?;
    }
    Ok(bed)
}

/// All that was said of a bed, in the order in which it was said.
pub(in crate::beds) fn changes(cx: &mut Cx, bed: &str) -> Result<Vec<Change>> {
    let county = cx.county();
    cx.all(
        "SELECT aspect, value, day, note, name, recorded_at FROM bed_change
         WHERE county = $1 AND bed = $2 ORDER BY seq",
        &[county.into(), bed.into()],
    )
}

/// Adds beds that are there from a day on, all of one type and in use.
pub(in crate::beds) fn add(cx: &mut Cx, beds: &[Bed], from: Day, kind: &str, note: &str) -> Result<()> {
    let (county, account, name) = (&cx.actor.county, &cx.actor.account, &cx.actor.name);
    let (from, now) = (text(from), cx.now);
    let mut rows: Vec<Vec<Arg>> = Vec::with_capacity(beds.len());
    let mut said: Vec<Vec<Arg>> = Vec::with_capacity(2 * beds.len());
    for it in beds {
        rows.push(vec![
            county.into(),
            (&it.id).into(),
            (&it.facility).into(),
            (&it.building).into(),
            (&it.room).into(),
            (&it.number).into(),
            (&it.code).into(),
            (&from).into(),
            account.into(),
            now.into(),
        ]);
        for (seq, aspect, value) in [(1_i64, "type", kind), (2, "status", Status::InUse.as_str())] {
            said.push(vec![
                county.into(),
                (&it.id).into(),
                seq.into(),
                (&it.facility).into(),
                aspect.into(),
                value.into(),
                (&from).into(),
                note.into(),
                account.into(),
                name.into(),
                now.into(),
            ]);
        }
    }
    let columns = [
        "county",
        "id",
        "facility",
        "building",
        "room",
        "number",
        "code",
        "from_day",
        "created_by",
        "created_at",
    ];
    cx.insert_many("bed", &columns, &rows)?;
    cx.insert_many("bed_change", CHANGE, &said)
}

const CHANGE: &[&str] = &[
    "county",
    "bed",
    "seq",
    "facility",
    "aspect",
    "value",
    "day",
    "note",
    "recorded_by",
    "name",
    "recorded_at",
];

/// Says what a bed is from a day on.
pub(in crate::beds) fn change(
    cx: &mut Cx,
    bed: &Bed,
    aspect: &str,
    value: &str,
    from: Day,
    note: &str,
) -> Result<()> {
    let (actor, now, from) = (cx.actor, cx.now, text(from));
    cx.exec_one(
        "INSERT INTO bed_change (county, bed, seq, facility, aspect, value, day, note, recorded_by, name, recorded_at)
         SELECT $1, $2, COALESCE(MAX(seq), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10
         FROM bed_change WHERE county = $1 AND bed = $2",
        &[
            (&actor.county).into(),
            (&bed.id).into(),
            (&bed.facility).into(),
            aspect.into(),
            value.into(),
            (&from).into(),
            note.into(),
            (&actor.account).into(),
            (&actor.name).into(),
            now.into(),
        ],
    )
}

/// Gives a bed another code: the old one opens nothing any more.
pub(in crate::beds) fn renew(cx: &mut Cx, bed: &str, code: &str) -> Result<()> {
    let county = cx.county().to_owned();
    cx.exec_one(
        "UPDATE bed SET code = $3 WHERE county = $1 AND id = $2",
        &[(&county).into(), bed.into(), code.into()],
    )
}
