//! SQL that writes facilities, and reads one.

use std::collections::BTreeMap;

use base::{Day, Error, Instant, Result, error::OrBroken, name};
use platform::Cx;
use serde_json::Value;
use store::{Arg, FromRow, Row};

use super::facility::Facility;

/// A facility as it is kept.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) id: String,
    pub(super) said: Facility,
    pub(super) state: String,
    pub(super) state_since: Day,
    pub(super) revision: i64,
}

impl FromRow for Known {
    fn from_row(row: &Row) -> Result<Known> {
        let said: String = row.get(1)?;
        Ok(Known {
            id: row.get(0)?,
            said: serde_json::from_str(&said).or_broken()?,
            state: row.get(2)?,
            state_since: row.get(3)?,
            revision: row.get(4)?,
        })
    }
}

pub(super) fn find(cx: &mut Cx, id: &str) -> Result<Option<Known>> {
    let county = cx.county();
    cx.find(
        "SELECT id, said, state, state_since, revision FROM facility WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

/// What was said of a facility at one time, in the order in which it was said.
pub(super) struct Event {
    pub(super) facility: String,
    pub(super) kind: String,
    pub(super) state: String,
    /// The day that counts.
    pub(super) day: Day,
    /// By field what it was and what it is.
    pub(super) changed: BTreeMap<String, (Value, Value)>,
}

impl FromRow for Event {
    fn from_row(row: &Row) -> Result<Event> {
        let changed: String = row.get(4)?;
        Ok(Event {
            facility: row.get(0)?,
            kind: row.get(1)?,
            state: row.get(2)?,
            day: row.get(3)?,
            changed: serde_json::from_str(&changed).or_broken()?,
        })
    }
}

/// What was said until an instant of the facilities from `first` to `last`, by facility and order.
pub(super) fn events(cx: &mut Cx, (first, last): (&str, &str), until: Instant) -> Result<Vec<Event>> {
    let county = cx.county().to_owned();
    cx.all(
        "SELECT facility_id, kind, state, day, changed FROM facility_event
         WHERE county = $1 AND facility_id >= $2 AND facility_id <= $3 AND at <= $4
         ORDER BY facility_id, seq",
        &[(&county).into(), first.into(), last.into(), until.into()],
    )
}

pub(super) fn get(cx: &mut Cx, id: &str) -> Result<Known> {
    find(cx, id)?.ok_or_else(|| Error::missing("facility"))
}

/// Whether another facility that is not closed bears the name in an area.
pub(super) fn named(cx: &mut Cx, area: &str, called: &str, but: &str) -> Result<bool> {
    let (county, key) = (cx.county().to_owned(), name::key(called));
    let found: Option<(String,)> = cx.find(
        "SELECT id FROM facility
         WHERE county = $1 AND area = $2 AND name_key = $3 AND id <> $4 AND state <> 'closed'",
        &[(&county).into(), area.into(), (&key).into(), but.into()],
    )?;
    Ok(found.is_some())
}

/// How many facilities that are not closed are attached to a centre.
pub(super) fn attached(cx: &mut Cx, centre: &str) -> Result<i64> {
    let county = cx.county();
    let (count,): (i64,) = cx.get(
        "count",
        "SELECT COUNT(*) FROM facility WHERE county = $1 AND centre = $2 AND state <> 'closed'",
        &[county.into(), centre.into()],
    )?;
    Ok(count)
}

pub(super) fn insert(
    cx: &mut Cx,
    id: &str,
    it: &Facility,
    state: &str,
    since: Day,
    note: &str,
) -> Result<()> {
    let (county, now) = (cx.county().to_owned(), cx.now);
    let said = serde_json::to_string(it).or_broken()?;
    let (key, since, term_to) = (name::key(&it.name), since.to_string(), it.term_to.map(|it| it.to_string()));
    cx.exec_one(
        "INSERT INTO facility (county, id, name, name_key, kind, area, state, state_since, centre, beds,
            nursing_beds, model, term_to, lat, lon, said, revision, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1, $17, $17)",
        &[
            (&county).into(),
            id.into(),
            (&it.name).into(),
            (&key).into(),
            (&it.kind).into(),
            (&it.area).into(),
            state.into(),
            (&since).into(),
            it.centre.as_ref().into(),
            it.beds.into(),
            it.nursing_beds.into(),
            (&it.model).into(),
            term_to.as_ref().into(),
            it.lat.into(),
            it.lon.into(),
            (&said).into(),
            now.into(),
        ],
    )?;
    event(cx, id, "registered", state, &since, &differs(&Facility::default(), it), note)
}

pub(super) fn update(cx: &mut Cx, known: &Known, it: &Facility, note: &str) -> Result<()> {
    let (county, now, today) = (cx.county().to_owned(), cx.now, cx.today().to_string());
    let said = serde_json::to_string(it).or_broken()?;
    let (key, term_to) = (name::key(&it.name), it.term_to.map(|it| it.to_string()));
    cx.exec_one(
        "UPDATE facility SET name = $4, name_key = $5, kind = $6, area = $7, centre = $8, beds = $9,
            nursing_beds = $10, model = $11, term_to = $12, lat = $13, lon = $14, said = $15, changed_at = $16,
            revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[
            (&county).into(),
            (&known.id).into(),
            known.revision.into(),
            (&it.name).into(),
            (&key).into(),
            (&it.kind).into(),
            (&it.area).into(),
            it.centre.as_ref().into(),
            it.beds.into(),
            it.nursing_beds.into(),
            (&it.model).into(),
            term_to.as_ref().into(),
            it.lat.into(),
            it.lon.into(),
            (&said).into(),
            now.into(),
        ],
    )?;
    event(cx, &known.id, "changed", &known.state, &today, &differs(&known.said, it), note)
}

pub(super) fn set_state(cx: &mut Cx, known: &Known, state: &str, day: Day, reason: &str) -> Result<()> {
    let (county, now, day) = (cx.county().to_owned(), cx.now, day.to_string());
    cx.exec_one(
        "UPDATE facility SET state = $4, state_since = $5, changed_at = $6, revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[
            (&county).into(),
            (&known.id).into(),
            known.revision.into(),
            state.into(),
            (&day).into(),
            now.into(),
        ],
    )?;
    event(cx, &known.id, "state", state, &day, &BTreeMap::new(), reason)
}

/// The fields that differ, each with what it was and what it is.
fn differs(before: &Facility, after: &Facility) -> BTreeMap<String, (Value, Value)> {
    let of = |it| serde_json::to_value(it).unwrap_or_default();
    let (before, after) = (of(before), of(after));
    let fields = after.as_object().into_iter().flatten();
    let pairs = fields.map(|(name, is)| (name.clone(), (before[name].clone(), is.clone())));
    pairs.filter(|(_, (was, is))| was != is).collect()
}

fn event(
    cx: &mut Cx,
    id: &str,
    kind: &str,
    state: &str,
    day: &str,
    changed: &BTreeMap<String, (Value, Value)>,
    note: &str,
) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    let changed = serde_json::to_string(changed).or_broken()?;
    let args: [Arg; 10] = [
        (&actor.county).into(),
        id.into(),
        now.into(),
        (&actor.account).into(),
        (&actor.name).into(),
        kind.into(),
        state.into(),
        day.into(),
        (&changed).into(),
        note.into(),
    ];
    cx.exec_one(
        "INSERT INTO facility_event (county, facility_id, seq, at, account, name, kind, state, day, changed, note)
         SELECT $1, $2, COALESCE(MAX(seq), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10
         FROM facility_event WHERE county = $1 AND facility_id = $2",
        &args,
    )
}
