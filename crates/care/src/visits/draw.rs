//! Who is to be seen, how often and by when: every night through the register, and of those of whom a fact
//! changed. A person's duty is written only when it is another one than yesterday.

use std::collections::{BTreeMap, HashMap, HashSet};

use base::{Day, Instant, Month, Result, error::OrBroken};
use people::register::{self, lean::Lean};
use platform::{
    Cx, Place, Purpose, Step, Verb, Work,
    facts::{self, Asked},
};
use rules::{Fact, Kind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    duty::{Act, Asks, Counted},
    pack::{Programs, Visits},
    table::{
        act,
        duty::{self, Alert, Duty},
        list::{self, Listed},
    },
    tier::{self, Said},
};

/// Persons of one transaction.
const CHUNK_PERSONS: i64 = 2_000;
/// Whether somebody lives in this county; the register's fact.
const LIVING_HERE: &str = "living.here";

/// Goes through the whole register.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Draw {}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct At {
    after: String,
    seen: i64,
    changed: i64,
}

impl Work for Draw {
    const KIND: &'static str = "visits.draw";
    const NIGHTLY: bool = true;

    fn step(&self, cx: &mut Cx, cursor: Option<Value>) -> Result<Step> {
        let mut at: At = cursor.map(serde_json::from_value).transpose().or_broken()?.unwrap_or_default();
        let people = register::lean::after(cx, None, &at.after, CHUNK_PERSONS)?;
        let Some(last) = people.last().map(|it| it.id.clone()) else {
            return Ok(Step::Done { answer: json!({ "seen": at.seen, "changed": at.changed }) });
        };
        at.changed += look(cx, &people)?;
        at.seen += people.len() as i64;
        at.after = last;
        let done = at.seen;
        Ok(Step::More { cursor: serde_json::to_value(at).or_broken()?, done, total: None })
    }
}

/// Looks at those of whom something changed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Changed {
    people: Vec<Told>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Told {
    person: String,
}

impl Work for Changed {
    const KIND: &'static str = "visits.on-facts-changed";

    fn step(&self, cx: &mut Cx, _: Option<Value>) -> Result<Step> {
        let ids: HashSet<&str> = self.people.iter().map(|it| it.person.as_str()).collect();
        let mut changed = 0;
        for id in ids {
            let it = register::lean::one(cx, id)?;
            changed += look(cx, &[it])?;
        }
        Ok(Step::Done { answer: json!({ "changed": changed }) })
    }
}

/// Draws now instead of tonight.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DrawNow {}

impl Verb for DrawNow {
    const NAME: &'static str = "visits.draw-now";
    const RIGHT: &'static str = "visits.manage";
    const PURPOSE: Purpose = Purpose::Care;
    /// The job that draws.
    type Answer = String;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<String> {
        let now = cx.now;
        Ok(cx.enqueue(Draw::KIND, &Draw {}, now)?.0)
    }
}

/// Looks at some people, in ascending order of ids, all of a range; answers of how many something changed.
fn look(cx: &mut Cx, people: &[Lean]) -> Result<i64> {
    let (Some(first), Some(last)) = (people.first(), people.last()) else { return Ok(0) };
    let (first, last) = (first.id.clone(), last.id.clone());
    let pack = cx.house.packs.county(cx.county())?;
    let (visits, programs) = (pack.get::<Visits>(), pack.made::<Programs>());
    let (today, month) = (cx.today(), cx.today().month());
    let mut given = Given {
        visits,
        alerts: duty::alerts_on(cx, today)?,
        standing: duty::of_people(cx, &first, &last)?,
        lists: HashMap::new(),
        today,
        month,
    };
    for it in list::of_people(cx, &first, &last, month)? {
        given.lists.insert(it.person.clone(), it);
    }
    let living: Vec<&Lean> = people.iter().filter(|it| is_here(it)).collect();
    let said = ask(cx, visits, &programs, &living)?;
    let wanted: BTreeMap<&str, Duty> = living
        .iter()
        .zip(said)
        .filter_map(|(person, (said, here))| {
            Some((person.id.as_str(), given.duty(person, &said, here == Some(false))?))
        })
        .collect();
    // Only where something was done is anything to be worked out again.
    let acts = if wanted.values().any(|it| given.must_follow(it)) {
        act::of_people(cx, &first, &last)?
    } else {
        HashMap::new()
    };
    let (mut duties, mut rows, mut changed) = (Vec::new(), Vec::new(), 0);
    for person in people {
        let stood = given.standing.get(&person.id);
        let listed = given.lists.get(&person.id);
        let Some(mut it) = wanted.get(person.id.as_str()).cloned() else {
            if stood.is_some() {
                duty::delete(cx, &person.id)?;
                changed += 1;
            }
            if let Some(listed) = listed.filter(|it| it.state != "gone") {
                list::put(cx, &Listed { state: "gone".to_owned(), ..listed.clone() })?;
            }
            continue;
        };
        let mut counted = Vec::new();
        let nothing = (Vec::new(), Vec::new());
        let (acts, lates) = acts.get(&it.person).unwrap_or(&nothing);
        if given.must_follow(&it) {
            (it.stand, counted) = asks(visits, &it).follow(acts);
        }
        if stood != Some(&it) {
            changed += 1;
            match stood {
                Some(_) => duty::put(cx, &it)?,
                None => duties.push(it.clone()),
            }
        }
        match (listed, given.listed(&it, acts, &counted, lates)) {
            (Some(listed), Some(row)) if *listed != row => list::put(cx, &row)?,
            (None, Some(row)) => rows.push(row),
            _ => (),
        }
    }
    duty::insert(cx, &duties)?;
    list::insert(cx, &rows)?;
    Ok(changed)
}

/// Somebody lives, and here or is registered here.
fn is_here(it: &Lean) -> bool {
    !(it.died || it.merged || it.registered.is_empty() && it.living.is_empty())
}

/// What the rules say of each, and whether they live here.
fn ask(
    cx: &mut Cx,
    visits: &Visits,
    programs: &Programs,
    people: &[&Lean],
) -> Result<Vec<(Said, Option<bool>)>> {
    let ids: Vec<String> = people.iter().map(|it| it.id.clone()).collect();
    let mut wanted = programs.facts();
    if wanted.iter().all(|it| it.name != LIVING_HERE) {
        wanted.push(Fact::new(LIVING_HERE, Kind::Bool));
    }
    let asked = Asked { people: &ids, days: &[cx.today()], known_at: Instant::MAX };
    let Some(frame) = facts::read(cx, &asked, &wanted)?.pop().filter(|_| !ids.is_empty()) else {
        return Ok(Vec::new());
    };
    let here = |row| frame.lane(LIVING_HERE, row).map(|it| it != 0);
    let said = tier::tell(visits, programs, &frame);
    Ok(said.into_iter().enumerate().map(|(row, it)| (it, here(row))).collect())
}

/// What is known of a chunk before it is looked at.
struct Given<'a> {
    visits: &'a Visits,
    alerts: Vec<Alert>,
    standing: HashMap<String, Duty>,
    lists: HashMap<String, Listed>,
    today: Day,
    month: Month,
}

impl Given<'_> {
    /// The duty that the rules and alerts give somebody, with what stood of it.
    fn duty(&self, person: &Lean, said: &Said, elsewhere: bool) -> Option<Duty> {
        if said.exempt || (said.tier.is_none() && !said.undecided()) {
            return None;
        }
        let elsewhere = elsewhere && !person.registered.is_empty();
        let area = if elsewhere || person.living.is_empty() { &person.registered } else { &person.living };
        let (mut tier, mut held) = (said.tier.clone().unwrap_or_default(), said.held.clone());
        if !tier.is_empty() {
            for alert in self.alerts.iter().filter(|it| area.starts_with(&it.area)) {
                let Some(of) = self.visits.alert.get(&alert.kind) else { continue };
                held.push(format!("alert:{}", alert.kind));
                if self.visits.rank(&of.tier) < self.visits.rank(&tier) {
                    tier.clone_from(&of.tier);
                }
            }
        }
        let stood = self.standing.get(&person.id);
        let same = stood.is_some_and(|it| it.tier == tier);
        let late = stood.is_some_and(|it| it.stand.due_on.is_some_and(|due| due < self.today));
        // Another tier begins anew, but for whoever was missed: they stay so.
        let since = stood.and_then(|it| it.since).filter(|_| same || late).unwrap_or(self.today);
        Some(Duty {
            person: person.id.clone(),
            area: area.clone(),
            name: person.name.clone(),
            tier,
            held: held.join(" "),
            may_hold: said.may_hold.join(" "),
            missing: said.missing.join(" "),
            elsewhere,
            since: Some(since),
            stand: stood.map(|it| it.stand.clone()).unwrap_or_default(),
        })
    }

    /// Whether where a duty stands must be worked out from what was done: it is new, asks something else, or
    /// its month has no row and was begun.
    fn must_follow(&self, it: &Duty) -> bool {
        let same = self.standing.get(&it.person).is_some_and(|stood| {
            (&stood.tier, stood.elsewhere, stood.since) == (&it.tier, it.elsewhere, it.since)
        });
        let seen_now = it.stand.last_on.is_some_and(|on| on.month() == self.month);
        !same || (seen_now && !self.lists.contains_key(&it.person))
    }

    /// The row of this month: who was to be seen in it when it began, or came under a duty since.
    fn listed(&self, it: &Duty, acts: &[Act], counted: &[Counted], lates: &[String]) -> Option<Listed> {
        if it.tier.is_empty() {
            return self.lists.get(&it.person).map(|row| Listed { state: "gone".to_owned(), ..row.clone() });
        }
        let (first, last) = (self.month.first_day(), self.month.last_day());
        let seen = seen_in(counted, lates, self.month);
        let row = self.lists.get(&it.person);
        if row.is_none() {
            let before: Vec<Act> = acts.iter().filter(|act| act.when.0 < first).cloned().collect();
            let due =
                if acts.is_empty() { it.stand.due_on } else { asks(self.visits, it).stand(&before).due_on };
            due.filter(|due| *due <= last)?;
        }
        let mut fresh = row.cloned().unwrap_or_else(|| Listed {
            month: self.month,
            person: it.person.clone(),
            area: String::new(),
            name: String::new(),
            tier: String::new(),
            state: String::new(),
            away_since: None,
            seen_on: seen.map(|it| it.0.day),
            visit: seen.map_or_else(String::new, |it| it.0.visit.clone()),
            channel: seen.map_or_else(String::new, |it| it.0.channel.as_str().to_owned()),
            late: seen.is_some_and(|it| it.1),
        });
        fresh.area.clone_from(&it.area);
        fresh.name.clone_from(&it.name);
        fresh.tier.clone_from(&it.tier);
        it.state().clone_into(&mut fresh.state);
        fresh.away_since = it.stand.away_since;
        Some(fresh)
    }
}

/// What a duty asks.
fn asks<'a>(visits: &'a Visits, it: &Duty) -> Asks<'a> {
    let tier = visits.tier.get(&it.tier);
    Asks {
        every: tier.map(|it| it.every),
        channels: tier.map_or(&[], |it| it.channels.as_slice()),
        since: it.since.unwrap_or(Day::FIRST),
        elsewhere: it.elsewhere,
    }
}

/// The visit by which somebody was seen in a month: one that came in time before one that came late.
fn seen_in<'a>(counted: &'a [Counted], lates: &[String], month: Month) -> Option<(&'a Counted, bool)> {
    let of_month = counted.iter().filter(|it| it.day.month() == month);
    let told = of_month.map(|it| (it, lates.contains(&it.visit)));
    told.min_by_key(|(it, late)| (*late, it.day, it.visit.as_str()))
}

/// Works out anew where somebody's duty stands after something was done, and the lists of the months from
/// `from` on.
pub(super) fn follow(cx: &mut Cx, person: &str, from: Day) -> Result<()> {
    let Some(stood) = duty::of_person(cx, person)? else { return Ok(()) };
    let pack = cx.house.packs.county(cx.county())?;
    let visits = pack.get::<Visits>();
    let (acts, lates) = act::of_people(cx, person, person)?.remove(person).unwrap_or_default();
    let (stand, counted) = asks(visits, &stood).follow(&acts);
    let it = Duty { stand, ..stood.clone() };
    if it != stood {
        duty::put(cx, &it)?;
    }
    let month = cx.today().month();
    for row in list::of_people(cx, person, person, from.month())? {
        let seen = seen_in(&counted, &lates, row.month);
        let mut fresh = Listed {
            seen_on: seen.map(|it| it.0.day),
            visit: seen.map_or_else(String::new, |it| it.0.visit.clone()),
            channel: seen.map_or_else(String::new, |it| it.0.channel.as_str().to_owned()),
            late: seen.is_some_and(|it| it.1),
            ..row.clone()
        };
        if month <= row.month && fresh.state != "gone" {
            it.state().clone_into(&mut fresh.state);
            fresh.away_since = it.stand.away_since;
        }
        if fresh != row {
            list::put(cx, &fresh)?;
        }
    }
    Ok(())
}
