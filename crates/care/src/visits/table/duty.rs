//! SQL of duties, of the order of the road, of alerts.

use std::collections::HashMap;

use base::{Day, Result};
use platform::Cx;
use store::{FromRow, Row};

use crate::visits::duty::Stand;

/// A duty as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::visits) struct Duty {
    pub(in crate::visits) person: String,
    pub(in crate::visits) area: String,
    pub(in crate::visits) name: String,
    pub(in crate::visits) tier: String,
    pub(in crate::visits) held: String,
    pub(in crate::visits) may_hold: String,
    pub(in crate::visits) missing: String,
    pub(in crate::visits) elsewhere: bool,
    pub(in crate::visits) since: Option<Day>,
    pub(in crate::visits) stand: Stand,
}

impl Duty {
    pub(in crate::visits) fn state(&self) -> &'static str {
        match (self.tier.is_empty(), self.stand.away_since) {
            (true, _) => "undecided",
            (_, Some(_)) => "away",
            _ => "home",
        }
    }
}

impl FromRow for Duty {
    fn from_row(row: &Row) -> Result<Duty> {
        let elsewhere: i64 = row.get(7)?;
        Ok(Duty {
            person: row.get(0)?,
            area: row.get(1)?,
            name: row.get(2)?,
            tier: row.get(3)?,
            held: row.get(4)?,
            may_hold: row.get(5)?,
            missing: row.get(6)?,
            elsewhere: elsewhere != 0,
            since: Some(row.get(8)?),
            stand: Stand {
                away_since: row.get(9)?,
                due_on: row.get(10)?,
                last_on: row.get(11)?,
                last_visit: row.get(12)?,
                contact_on: row.get(13)?,
                attempts: row.get(14)?,
                attempted: row.get(15)?,
            },
        })
    }
}

/// The duties of a range of persons, both ends included.
pub(in crate::visits) fn of_people(cx: &mut Cx, first: &str, last: &str) -> Result<HashMap<String, Duty>> {
    let county = cx.county();
    let all: Vec<Duty> = cx.all(
        "SELECT person, area, name, tier, held, may_hold, missing, elsewhere, since, away_since, due_on, last_on,
            last_visit, contact_on, attempts, attempted
         FROM visit_duty WHERE county = $1 AND person >= $2 AND person <= $3",
        &[county.into(), first.into(), last.into()],
    )?;
    Ok(all.into_iter().map(|it| (it.person.clone(), it)).collect())
}

pub(in crate::visits) fn of_person(cx: &mut Cx, person: &str) -> Result<Option<Duty>> {
    Ok(of_people(cx, person, person)?.remove(person))
}

pub(in crate::visits) fn put(cx: &mut Cx, it: &Duty) -> Result<()> {
    let county = cx.county();
    let stand = &it.stand;
    cx.exec_one(
        "INSERT INTO visit_duty (county, person, area, name, tier, state, held, may_hold, missing, elsewhere, since,
            away_since, due_on, last_on, last_visit, contact_on, attempts, attempted)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
         ON CONFLICT (county, person) DO UPDATE SET area = excluded.area, name = excluded.name,
            tier = excluded.tier, state = excluded.state, held = excluded.held, may_hold = excluded.may_hold,
            missing = excluded.missing, elsewhere = excluded.elsewhere, since = excluded.since,
            away_since = excluded.away_since, due_on = excluded.due_on, last_on = excluded.last_on,
            last_visit = excluded.last_visit, contact_on = excluded.contact_on, attempts = excluded.attempts,
            attempted = excluded.attempted",
        &[
            county.into(),
            (&it.person).into(),
            (&it.area).into(),
            (&it.name).into(),
            (&it.tier).into(),
            it.state().into(),
            (&it.held).into(),
            (&it.may_hold).into(),
            (&it.missing).into(),
            i64::from(it.elsewhere).into(),
            it.since.into(),
            stand.away_since.into(),
            stand.due_on.into(),
            stand.last_on.into(),
            (&stand.last_visit).into(),
            stand.contact_on.into(),
            stand.attempts.into(),
            (&stand.attempted).into(),
        ],
    )
}

/// Writes many that were not there.
pub(in crate::visits) fn insert(cx: &mut Cx, all: &[Duty]) -> Result<()> {
    let county = cx.county().to_owned();
    let rows = all.iter().map(|it| {
        let stand = &it.stand;
        vec![
            county.as_str().into(),
            (&it.person).into(),
            (&it.area).into(),
            (&it.name).into(),
            (&it.tier).into(),
            it.state().into(),
            (&it.held).into(),
            (&it.may_hold).into(),
            (&it.missing).into(),
            i64::from(it.elsewhere).into(),
            it.since.into(),
            stand.away_since.into(),
            stand.due_on.into(),
            stand.last_on.into(),
            (&stand.last_visit).into(),
            stand.contact_on.into(),
            stand.attempts.into(),
            (&stand.attempted).into(),
        ]
    });
    let rows: Vec<Vec<store::Arg>> = rows.collect();
    let columns = [
        "county",
        "person",
        "area",
        "name",
        "tier",
        "state",
        "held",
        "may_hold",
        "missing",
        "elsewhere",
        "since",
        "away_since",
        "due_on",
        "last_on",
        "last_visit",
        "contact_on",
        "attempts",
        "attempted",
    ];
    cx.insert_many("visit_duty", &columns, &rows)
}

pub(in crate::visits) fn delete(cx: &mut Cx, person: &str) -> Result<()> {
    let county = cx.county();
    cx.exec("DELETE FROM visit_duty WHERE county = $1 AND person = $2", &[county.into(), person.into()])?;
    Ok(())
}

/// Places somebody in the order in which a village is walked.
pub(in crate::visits) fn set_road(cx: &mut Cx, person: &str, place: i64) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "INSERT INTO visit_road (county, person, place) VALUES ($1, $2, $3)
         ON CONFLICT (county, person) DO UPDATE SET place = excluded.place",
        &[county.into(), person.into(), place.into()],
    )
}

/// An alert that holds on a day.
#[derive(Clone, Debug)]
pub(in crate::visits) struct Alert {
    pub(in crate::visits) kind: String,
    pub(in crate::visits) area: String,
}

impl FromRow for Alert {
    fn from_row(row: &Row) -> Result<Alert> {
        Ok(Alert { kind: row.get(0)?, area: row.get(1)? })
    }
}

pub(in crate::visits) fn alerts_on(cx: &mut Cx, day: Day) -> Result<Vec<Alert>> {
    let county = cx.county();
    cx.all(
        "SELECT kind, area FROM visit_alert WHERE county = $1 AND from_day <= $2 AND to_day >= $2 ORDER BY kind, area",
        &[county.into(), day.into()],
    )
}

/// Declares an alert.
pub(in crate::visits) fn declare(cx: &mut Cx, id: &str, it: &crate::visits::alert::Declare) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO visit_alert (county, id, kind, area, from_day, to_day, note, account, declared_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            (&actor.county).into(),
            id.into(),
            (&it.alert).into(),
            (&it.area).into(),
            it.from.into(),
            it.until.into(),
            it.note.trim().into(),
            (&actor.account).into(),
            now.into(),
        ],
    )
}

/// How many of each area were to be seen before a day and were not.
pub(in crate::visits) fn missed(cx: &mut Cx, before: Day) -> Result<Vec<(String, i64)>> {
    let county = cx.county();
    cx.all(
        "SELECT area, COUNT(*) FROM visit_duty WHERE county = $1 AND state <> 'undecided' AND due_on < $2
         GROUP BY area ORDER BY area",
        &[county.into(), before.into()],
    )
}
