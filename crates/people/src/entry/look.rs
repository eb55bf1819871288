//! The daily look: whoever comes of age within the pack's days becomes an entrant, with a task for
//! the village or, without application, with the grant and a word to the person.

use base::{Day, Result, error::OrBroken};
use platform::{Cx, Place, Purpose, Step as Chunk, Verb, Work, notices};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{entrant::Entrant, pack::Rules, table};
use crate::{
    benefits::{Benefit, Engines, Entry, Route},
    register::{self, lean::Lean},
};

/// Persons of one transaction.
const CHUNK_PERSONS_MAX: i64 = 500;

/// Looks through those who come of age, one benefit after the other.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Look {}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct At {
    /// The benefit being looked at, by its place in the pack.
    benefit: usize,
    after: String,
    opened: i64,
    seen: i64,
}

impl Work for Look {
    const KIND: &'static str = "entry.look";
    const NIGHTLY: bool = true;

    fn step(&self, cx: &mut Cx, cursor: Option<Value>) -> Result<Chunk> {
        let mut at: At = cursor.map(serde_json::from_value).transpose().or_broken()?.unwrap_or_default();
        let pack = cx.house.packs.county(cx.county())?;
        let engines = pack.made::<Engines>();
        // What depends on more than age is looked for by `findings`.
        let mut by_age = engines.paid().filter(|it| it.benefit.route == Route::Age);
        let Some(engine) = by_age.nth(at.benefit) else {
            return Ok(Chunk::Done { answer: json!({ "opened": at.opened, "seen": at.seen }) });
        };
        let rules = pack.get::<Rules>();
        let opening = crate::runs::opening(cx, &engine.id)?;
        let (today, years) = (cx.today(), engine.benefit.age_from.value as i32);
        let until = today.plus_days(rules.lead_days.value);
        // Who came of age since the benefit was opened here, and became known only now, is not left out.
        let since = opening.map_or(today, |it| it.last_day().min(today));
        let born = (born_by(since, years).plus_days(1), born_by(until, years));
        let people = register::lean::born_between(cx, born.0, born.1, &at.after, CHUNK_PERSONS_MAX)?;
        let Some(last) = people.last().map(|it| it.id.clone()) else {
            let next = At { benefit: at.benefit + 1, after: String::new(), ..at };
            return more(next);
        };
        for it in &people {
            at.seen += 1;
            at.opened += i64::from(consider(cx, &engine.id, &engine.benefit, it, years)?);
        }
        at.after = last;
        more(at)
    }
}

fn more(at: At) -> Result<Chunk> {
    let done = at.seen;
    Ok(Chunk::More { cursor: serde_json::to_value(at).or_broken()?, done, total: None })
}

/// The latest birth day of somebody who has completed `years` by `day`.
pub(super) fn born_by(day: Day, years: i32) -> Day {
    let back = day.plus_years(-years);
    // 29 February turns to 1 March in common years: who was born then is one day short.
    if back.age_on(day) < years { back.plus_days(-1) } else { back }
}

/// Opens an entry for somebody who has none; answers whether it did.
fn consider(cx: &mut Cx, id: &str, benefit: &Benefit, it: &Lean, years: i32) -> Result<bool> {
    let Some(born) = it.born.filter(|_| !it.died && !it.merged) else { return Ok(false) };
    if !register::lean::registered_here(cx, it)? || table::latest(cx, id, &it.id)?.is_some() {
        return Ok(false);
    }
    let turns_on = born.plus_years(years);
    match benefit.entry.value {
        Entry::Application => {
            let new = open(cx, id, it, turns_on, "application", "tasked");
            table::write::insert(cx, &new)?;
            super::open_task(cx, &new)?;
        }
        Entry::Automatic => grant(cx, id, it, turns_on)?,
    }
    Ok(true)
}

/// Granted without application: the steps of the automatic route, or none; the person is told and
/// may decline.
pub(super) fn grant(cx: &mut Cx, benefit: &str, it: &Lean, turns_on: Day) -> Result<()> {
    let pack = cx.house.packs.county(cx.county())?;
    let stepped = !pack.get::<Rules>().automatic.steps.is_empty();
    let mut new = open(cx, benefit, it, turns_on, "automatic", if stepped { "tasked" } else { "granted" });
    new.told_at = Some(cx.now);
    table::write::insert(cx, &new)?;
    notices::write(
        cx,
        &notices::NewNotice {
            way: notices::Way::Paper,
            message: "entry-told",
            args: json!({ "benefit": benefit, "day": turns_on }),
            to_kind: "person",
            to_id: &it.id,
            area: &it.registered,
            once: &format!("entry-told/{benefit}/{}", it.id),
        },
    )?;
    super::open_task(cx, &new)
}

/// A new entrant in `state`.
pub(super) fn open(cx: &mut Cx, benefit: &str, it: &Lean, turns_on: Day, mode: &str, state: &str) -> Entrant {
    Entrant {
        id: cx.mint(),
        person: it.id.clone(),
        benefit: benefit.to_owned(),
        area: it.registered.clone(),
        name: it.name.clone(),
        turns_on,
        mode: mode.to_owned(),
        state: state.to_owned(),
        accepted_by: None,
        accepted_at: None,
        examined_by: None,
        examined_at: None,
        notice: None,
        approved_by: None,
        approved_at: None,
        applied_on: None,
        told_at: None,
        why: None,
        evidence: None,
        opened_at: cx.now,
        revision: 1,
        left_on: None,
    }
}

/// Looks now instead of tonight.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LookNow {}

impl Verb for LookNow {
    const NAME: &'static str = "entry.look-now";
    const RIGHT: &'static str = "benefits.prepare";
    const PURPOSE: Purpose = Purpose::Benefits;
    /// The job that looks.
    type Answer = String;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<String> {
        let now = cx.now;
        Ok(cx.enqueue(Look::KIND, &Look {}, now)?.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_to_come_of_age_by_a_day() {
        let cases = [
            ("2026-11-22", "1946-11-22"),
            ("2023-02-28", "1943-02-28"),
            ("2023-03-01", "1943-03-01"),
            ("2024-02-29", "1944-02-29"),
        ];
        for (day, born) in cases {
            let (day, born): (Day, Day) = (day.parse().unwrap(), born.parse().unwrap());
            assert_eq!(born_by(day, 80), born, "{day}");
            assert_eq!(born.age_on(day), 80);
            assert_eq!(
                born.plus_days(1).age_on(day),
                if born.plus_days(1).plus_years(80) <= day { 80 } else { 79 }
            );
        }
    }
}
