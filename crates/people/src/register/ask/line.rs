//! Statements as facts read them: of thousands of people, nothing sealed, dates as they lie there.

use std::collections::HashMap;

use base::{Day, Error, Instant, Result};
use platform::Cx;
use store::{Arg, Row};

use crate::register::{
    person::{DEATH, RETRACTED},
    statement::Kind,
};

/// A statement without what facts do not need.
pub(in crate::register) struct Line {
    pub(in crate::register) kind: Kind,
    pub(in crate::register) slot: String,
    pub(in crate::register) value: String,
    pub(in crate::register) from: String,
    pub(in crate::register) to: String,
    detail: String,
}

impl Line {
    /// Days are spelled so that they sort as text.
    pub(in crate::register) fn covers(&self, day: &str) -> bool {
        self.from.as_str() <= day && day < self.to.as_str()
    }

    pub(in crate::register) fn detail(&self, name: &str) -> Option<String> {
        if self.detail == "{}" {
            return None;
        }
        let detail: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&self.detail).ok()?;
        detail.get(name)?.as_str().map(str::to_owned)
    }
}

/// People of one statement. They are named one by one: those of eighty and over are a fifth of the
/// register, and a range of ids from the first to the last would hold all the others too.
const PEOPLE: usize = 500;

/// The lines of each of these people (ascending ids), as known at an instant.
pub(in crate::register) fn of_people(
    cx: &mut Cx,
    people: &[String],
    known_at: Instant,
) -> Result<Vec<Vec<Line>>> {
    let mut all: Vec<Vec<Line>> = Vec::with_capacity(people.len());
    all.resize_with(people.len(), Vec::new);
    // What stands is superseded at the last instant there is; it is known at the one before.
    let known_at = Instant(known_at.0.min(i64::MAX - 1));
    for (chunk, some) in people.chunks(PEOPLE).enumerate() {
        let county = cx.county().to_owned();
        let mut at = 0;
        let mut keep = |row: &Row| {
            let person: String = row.get(0)?;
            while at < some.len() && some[at] < person {
                at += 1;
            }
            if some.get(at) != Some(&person) {
                return Ok(());
            }
            let kind: String = row.get(1)?;
            let kind = Kind::parse(&kind).ok_or_else(|| Error::broken(format!("a statement of {kind}")))?;
            all[chunk * PEOPLE + at].push(Line {
                kind,
                slot: row.get(2)?,
                value: row.get(3)?,
                detail: row.get(4)?,
                from: row.get(5)?,
                to: row.get(6)?,
            });
            Ok(())
        };
        let mut args: Vec<Arg> = vec![(&county).into(), known_at.into()];
        args.extend(some.iter().map(Arg::from));
        let places: Vec<String> = (3..3 + some.len()).map(|place| format!("${place}")).collect();
        cx.rows(
            &format!(
                "SELECT person, kind, slot, value, detail, valid_from, valid_to FROM person_interval
                 WHERE county = $1 AND person IN ({}) AND recorded_at <= $2 AND superseded_at > $2
                    AND kind <> 'phone' AND kind <> 'name' AND kind <> 'relation'
                 ORDER BY person",
                places.join(", ")
            ),
            &args,
            &mut keep,
        )?;
    }
    Ok(all)
}

/// The day of death of those of these people (ascending ids) who died, reported or confirmed, as known
/// at an instant.
pub(crate) fn deaths(cx: &mut Cx, people: &[String], known_at: Instant) -> Result<HashMap<String, Day>> {
    let known_at = Instant(known_at.0.min(i64::MAX - 1));
    let county = cx.county().to_owned();
    let mut deaths: HashMap<String, Day> = HashMap::new();
    for some in people.chunks(PEOPLE) {
        let mut args: Vec<Arg> = vec![(&county).into(), known_at.into(), DEATH.into()];
        args.extend(some.iter().map(Arg::from));
        let places: Vec<String> = (4..4 + some.len()).map(|place| format!("${place}")).collect();
        cx.rows(
            &format!(
                "SELECT person, detail, valid_from FROM person_interval
                 WHERE county = $1 AND kind = 'event' AND value = $3 AND person IN ({})
                    AND recorded_at <= $2 AND superseded_at > $2",
                places.join(", ")
            ),
            &args,
            &mut |row| {
                let (person, detail, day): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
                let detail: serde_json::Value = serde_json::from_str(&detail).unwrap_or_default();
                let Some(day) = day.parse::<Day>().ok().filter(|_| detail["state"] != RETRACTED) else {
                    return Ok(());
                };
                let known = deaths.entry(person).or_insert(day);
                *known = day.min(*known);
                Ok(())
            },
        )?;
    }
    Ok(deaths)
}
