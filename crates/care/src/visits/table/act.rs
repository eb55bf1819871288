//! SQL of visits, attempts and absences.

use std::collections::HashMap;

use base::{Day, Error, Instant, Result, error::OrBroken};
use platform::Cx;
use serde_json::Value;
use store::{FromRow, Row};

use crate::visits::{
    duty::{Act, Channel, What},
    form::Answers,
};

/// A visit as it was written.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::visits) struct Visit {
    pub(in crate::visits) id: String,
    pub(in crate::visits) person: String,
    pub(in crate::visits) area: String,
    pub(in crate::visits) day: Day,
    pub(in crate::visits) clock: String,
    pub(in crate::visits) channel: Channel,
    pub(in crate::visits) answers: Answers,
    pub(in crate::visits) nothing_new: Option<String>,
    pub(in crate::visits) confirmed: String,
    pub(in crate::visits) complete: bool,
    pub(in crate::visits) replaces: Option<String>,
    pub(in crate::visits) lacks: String,
    pub(in crate::visits) said: String,
    pub(in crate::visits) account: String,
    pub(in crate::visits) visitor: String,
    pub(in crate::visits) recorded_at: Instant,
    pub(in crate::visits) late: bool,
}

impl FromRow for Visit {
    fn from_row(row: &Row) -> Result<Visit> {
        let (channel, answers): (String, String) = (row.get(5)?, row.get(6)?);
        let (complete, late): (i64, i64) = (row.get(9)?, row.get(16)?);
        Ok(Visit {
            id: row.get(0)?,
            person: row.get(1)?,
            area: row.get(2)?,
            day: row.get(3)?,
            clock: row.get(4)?,
            channel: Channel::parse(&channel).ok_or_else(|| Error::broken("the channel of a visit"))?,
            answers: serde_json::from_str(&answers).or_broken()?,
            nothing_new: row.get(7)?,
            confirmed: row.get(8)?,
            complete: complete != 0,
            replaces: row.get(10)?,
            lacks: row.get(11)?,
            said: row.get(12)?,
            account: row.get(13)?,
            visitor: row.get(14)?,
            recorded_at: row.get(15)?,
            late: late != 0,
        })
    }
}

pub(in crate::visits) fn visit(cx: &mut Cx, id: &str) -> Result<Option<Visit>> {
    let county = cx.county();
    cx.find(
        "SELECT id, person, area, day, clock, channel, answers, nothing_new, confirmed, complete, replaces, lacks, said,
            account, visitor, recorded_at, late
         FROM visit WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

pub(in crate::visits) fn insert_visit(cx: &mut Cx, it: &Visit) -> Result<()> {
    let county = cx.county();
    let answers = Value::Object(it.answers.clone()).to_string();
    cx.exec_one(
        "INSERT INTO visit (county, id, person, area, day, clock, channel, answers, nothing_new, confirmed, complete,
            replaces, lacks, said, account, visitor, recorded_at, late)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        &[
            county.into(),
            (&it.id).into(),
            (&it.person).into(),
            (&it.area).into(),
            it.day.into(),
            (&it.clock).into(),
            it.channel.as_str().into(),
            (&answers).into(),
            it.nothing_new.as_deref().into(),
            (&it.confirmed).into(),
            i64::from(it.complete).into(),
            it.replaces.as_deref().into(),
            (&it.lacks).into(),
            (&it.said).into(),
            (&it.account).into(),
            (&it.visitor).into(),
            it.recorded_at.into(),
            i64::from(it.late).into(),
        ],
    )
}

/// Writes what was carried over from the visit before.
pub(in crate::visits) fn complete(cx: &mut Cx, it: &Visit) -> Result<()> {
    let county = cx.county();
    let answers = Value::Object(it.answers.clone()).to_string();
    cx.exec_one(
        "UPDATE visit SET answers = $3, confirmed = $4, complete = 1 WHERE county = $1 AND id = $2",
        &[county.into(), (&it.id).into(), (&answers).into(), (&it.confirmed).into()],
    )
}

/// Visits that wait for one to come in.
pub(in crate::visits) fn waiting_for(cx: &mut Cx, id: &str) -> Result<Vec<String>> {
    let county = cx.county();
    let all: Vec<(String,)> = cx.all(
        "SELECT id FROM visit WHERE county = $1 AND nothing_new = $2 AND complete = 0 ORDER BY id",
        &[county.into(), id.into()],
    )?;
    Ok(all.into_iter().map(|it| it.0).collect())
}

/// What evidence is still missing of a visit.
pub(in crate::visits) fn set_lacks(cx: &mut Cx, id: &str, lacks: &str) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "UPDATE visit SET lacks = $3 WHERE county = $1 AND id = $2",
        &[county.into(), id.into(), lacks.into()],
    )
}

/// Keeps a file of a visit; twice is once.
pub(in crate::visits) fn add_file(cx: &mut Cx, visit: &str, kind: &str, file: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec(
        "INSERT INTO visit_file (county, visit, file, kind, account, added_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (county, visit, file) DO NOTHING",
        &[
            (&actor.county).into(),
            visit.into(),
            file.into(),
            kind.into(),
            (&actor.account).into(),
            now.into(),
        ],
    )?;
    Ok(())
}

/// The files of a visit: kind, id.
pub(in crate::visits) fn files(cx: &mut Cx, visit: &str) -> Result<Vec<(String, String)>> {
    let county = cx.county();
    cx.all(
        "SELECT kind, file FROM visit_file WHERE county = $1 AND visit = $2 ORDER BY kind, file",
        &[county.into(), visit.into()],
    )
}

/// Whom nobody saw, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::visits) struct Attempt {
    pub(in crate::visits) id: String,
    pub(in crate::visits) person: String,
    pub(in crate::visits) area: String,
    pub(in crate::visits) day: Day,
    pub(in crate::visits) clock: String,
    pub(in crate::visits) channel: Channel,
    pub(in crate::visits) outcome: String,
    pub(in crate::visits) note: String,
}

impl FromRow for Attempt {
    fn from_row(row: &Row) -> Result<Attempt> {
        let channel: String = row.get(5)?;
        Ok(Attempt {
            id: row.get(0)?,
            person: row.get(1)?,
            area: row.get(2)?,
            day: row.get(3)?,
            clock: row.get(4)?,
            channel: Channel::parse(&channel).ok_or_else(|| Error::broken("the channel of an attempt"))?,
            outcome: row.get(6)?,
            note: row.get(7)?,
        })
    }
}

pub(in crate::visits) fn attempt(cx: &mut Cx, id: &str) -> Result<Option<Attempt>> {
    let county = cx.county();
    cx.find(
        "SELECT id, person, area, day, clock, channel, outcome, note FROM visit_attempt WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

pub(in crate::visits) fn insert_attempt(cx: &mut Cx, it: &Attempt) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO visit_attempt (county, id, person, area, day, clock, channel, outcome, note, account, visitor,
            recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        &[
            (&actor.county).into(),
            (&it.id).into(),
            (&it.person).into(),
            (&it.area).into(),
            it.day.into(),
            (&it.clock).into(),
            it.channel.as_str().into(),
            (&it.outcome).into(),
            (&it.note).into(),
            (&actor.account).into(),
            (&actor.name).into(),
            now.into(),
        ],
    )
}

/// Somebody is elsewhere from a day on, or back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::visits) struct Absence {
    pub(in crate::visits) id: String,
    pub(in crate::visits) person: String,
    pub(in crate::visits) day: Day,
    pub(in crate::visits) kind: String,
    pub(in crate::visits) place: String,
    pub(in crate::visits) contact: String,
    pub(in crate::visits) note: String,
}

impl FromRow for Absence {
    fn from_row(row: &Row) -> Result<Absence> {
        Ok(Absence {
            id: row.get(0)?,
            person: row.get(1)?,
            day: row.get(2)?,
            kind: row.get(3)?,
            place: row.get(4)?,
            contact: row.get(5)?,
            note: row.get(6)?,
        })
    }
}

pub(in crate::visits) fn absence(cx: &mut Cx, id: &str) -> Result<Option<Absence>> {
    let county = cx.county();
    cx.find(
        "SELECT id, person, day, kind, place, contact, note FROM visit_absence WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

pub(in crate::visits) fn insert_absence(cx: &mut Cx, it: &Absence) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO visit_absence (county, id, person, day, kind, place, contact, note, account, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            (&actor.county).into(),
            (&it.id).into(),
            (&it.person).into(),
            it.day.into(),
            (&it.kind).into(),
            (&it.place).into(),
            (&it.contact).into(),
            (&it.note).into(),
            (&actor.account).into(),
            now.into(),
        ],
    )
}

/// All that was done about the people of a range, both ends included, and which visits came in late.
pub(in crate::visits) fn of_people(
    cx: &mut Cx,
    first: &str,
    last: &str,
) -> Result<HashMap<String, (Vec<Act>, Vec<String>)>> {
    let county = cx.county().to_owned();
    let mut all: HashMap<String, (Vec<Act>, Vec<String>)> = HashMap::new();
    // What was put right does not count; what puts it right does.
    let visits: Vec<(String, String, Day, String, String, i64)> = cx.all(
        "SELECT person, id, day, clock, channel, late FROM visit
         WHERE county = $1 AND person >= $2 AND person <= $3 AND NOT EXISTS (
            SELECT 1 FROM visit AS newer WHERE newer.county = $1 AND newer.replaces = visit.id)",
        &[county.as_str().into(), first.into(), last.into()],
    )?;
    for (person, id, day, clock, channel, late) in visits {
        let channel = Channel::parse(&channel).ok_or_else(|| Error::broken("the channel of a visit"))?;
        let of = all.entry(person).or_default();
        if late != 0 {
            of.1.push(id.clone());
        }
        of.0.push(Act { when: (day, clock, id), what: What::Visit(channel) });
    }
    let attempts: Vec<(String, String, Day, String, String)> = cx.all(
        "SELECT person, id, day, clock, outcome FROM visit_attempt
         WHERE county = $1 AND person >= $2 AND person <= $3",
        &[county.as_str().into(), first.into(), last.into()],
    )?;
    for (person, id, day, clock, outcome) in attempts {
        let act = Act { when: (day, clock, id), what: What::Attempt(outcome) };
        all.entry(person).or_default().0.push(act);
    }
    let absences: Vec<(String, String, Day, String)> = cx.all(
        "SELECT person, id, day, kind FROM visit_absence WHERE county = $1 AND person >= $2 AND person <= $3",
        &[county.as_str().into(), first.into(), last.into()],
    )?;
    for (person, id, day, kind) in absences {
        let what = if kind == "back" { What::Back } else { What::Away };
        all.entry(person).or_default().0.push(Act { when: (day, String::new(), id), what });
    }
    Ok(all)
}
