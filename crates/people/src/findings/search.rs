//! The search: every night through the register, and through those of whom a fact changed.

use std::collections::HashSet;

use base::{Instant, Result, error::OrBroken};
use platform::{Cx, Place, Purpose, Step, Verb, Work};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    judge::{Found, Given, Kind, judge},
    pack::Rules,
    table::{self, Fresh},
    tasks,
};
use casebooks::cases;

use crate::{
    applications::fields,
    benefits::{About, Engine, Engines, Entered, Entries, Entry, Plan, read_all},
    entry, quotas,
    register::{self, lean::Lean},
};

/// Persons of one transaction.
const CHUNK_PERSONS: i64 = 2_000;

/// Searches the whole register.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Search {}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct At {
    after: String,
    seen: i64,
    found: i64,
    granted: i64,
    /// Everybody was looked at; the tasks are left.
    through: bool,
}

impl Work for Search {
    const KIND: &'static str = "findings.search";
    const NIGHTLY: bool = true;

    fn step(&self, cx: &mut Cx, cursor: Option<Value>) -> Result<Step> {
        let mut at: At = cursor.map(serde_json::from_value).transpose().or_broken()?.unwrap_or_default();
        if at.through {
            tasks::settle(cx)?;
            return Ok(Step::Done {
                answer: json!({ "seen": at.seen, "found": at.found, "granted": at.granted }),
            });
        }
        let people = register::lean::after(cx, None, &at.after, CHUNK_PERSONS)?;
        match people.last().map(|it| it.id.clone()) {
            Some(last) => {
                let (found, granted) = look(cx, &people, &at.after, &last)?;
                at.seen += people.len() as i64;
                at.found += found;
                at.granted += granted;
                at.after = last;
            }
            None => at.through = true,
        }
        let done = at.seen;
        Ok(Step::More { cursor: serde_json::to_value(at).or_broken()?, done, total: None })
    }
}

/// Searches those of whom something changed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Changed {
    people: Vec<Told>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Told {
    person: String,
}

impl Work for Changed {
    const KIND: &'static str = "findings.on-facts-changed";

    fn step(&self, cx: &mut Cx, _: Option<Value>) -> Result<Step> {
        let ids: HashSet<&str> = self.people.iter().map(|it| it.person.as_str()).collect();
        let mut found = 0;
        for id in ids {
            let it = register::lean::one(cx, id)?;
            found += of_one(cx, &it)?;
        }
        Ok(Step::Done { answer: json!({ "found": found }) })
    }
}

/// Searches one person anew; answers how many findings stand.
pub(crate) fn of_one(cx: &mut Cx, it: &Lean) -> Result<i64> {
    // A text before the id that few others lie behind; `look` leaves them alone.
    let before = &it.id[..it.id.len() - 1];
    Ok(look(cx, std::slice::from_ref(it), before, &it.id)?.0)
}

/// Searches some people, all of a range of ids; answers how many findings stand and how many benefits
/// were granted.
fn look(cx: &mut Cx, people: &[Lean], after: &str, until: &str) -> Result<(i64, i64)> {
    let pack = cx.house.packs.county(cx.county())?;
    let (engines, plan, rules) = (pack.made::<Engines>(), pack.made::<Plan>(), pack.get::<Rules>());
    let mut standing = table::of_range(cx, after, until)?;
    // A range about one person may hold a neighbour's id.
    let asked: HashSet<&str> = people.iter().map(|it| it.id.as_str()).collect();
    standing.retain(|(person, _), _| asked.contains(person.as_str()));
    // Benefits are told, answered and granted where somebody is registered: who is not, is nobody's here.
    let asked_about = |it: &&Lean| !it.died && !it.merged && !it.registered.is_empty();
    let living: Vec<&Lean> = people.iter().filter(asked_about).collect();
    let ids: Vec<String> = living.iter().map(|it| it.id.clone()).collect();
    // Beside what is applied for, all that a matrix of overlaps may put before it.
    let searched: Vec<&Engine> = engines.about(About::Person).collect();
    let month = cx.today().month();
    let frames = read_all(cx, &searched, &ids, &[month], Instant::MAX)?;
    let mut found = Vec::new();
    if let Some(frame) = frames.first().filter(|_| !ids.is_empty()) {
        let mut entries = entry::entered_all(cx, &ids)?;
        under_way(cx, &searched, &ids, (after, until), &mut entries)?;
        found = judge(&Given {
            engines: &searched,
            plan: &plan,
            frame,
            entries: &entries,
            today: cx.today(),
            ahead_days: rules.ahead_days.value,
            again_days: rules.again_days.value,
        });
    }
    let automatic: HashSet<&str> = searched
        .iter()
        .filter(|it| it.benefit.entry.value == Entry::Automatic)
        .map(|it| it.id.as_str())
        .collect();
    let (mut granted, mut stays) = (0, 0);
    let mut fresh: Vec<(&Lean, &Found)> = Vec::new();
    for it in &found {
        let person = living[it.row];
        if it.kind == Kind::Unserved && automatic.contains(it.benefit.as_str()) {
            entry::grant(cx, &it.benefit, person)?;
            granted += 1;
            continue;
        }
        stays += 1;
        match standing.remove(&(person.id.clone(), it.benefit.clone())) {
            Some(stood) if same(&stood, it, person) => (),
            Some(_) => {
                table::delete(cx, &person.id, &it.benefit)?;
                fresh.push((person, it));
            }
            None => fresh.push((person, it)),
        }
    }
    for (person, benefit) in standing.into_keys() {
        table::delete(cx, &person, &benefit)?;
    }
    let rows: Vec<Fresh> = fresh
        .iter()
        .map(|(person, found)| Fresh {
            person: &person.id,
            area: &person.registered,
            name: &person.name,
            found,
        })
        .collect();
    table::insert(cx, &rows)?;
    Ok((stays, granted))
}

/// Who has applied and waits is on the way in, and so is who was given units by an allocation.
fn under_way(
    cx: &mut Cx,
    engines: &[&Engine],
    ids: &[String],
    range: (&str, &str),
    entries: &mut Entries,
) -> Result<()> {
    // Whoever holds units of a benefit has it.
    for (person, benefit) in quotas::held(cx, range)? {
        let Ok(row) = ids.binary_search(&person) else { continue };
        let of = entries.entry(benefit).or_insert_with(|| vec![Entered::default(); ids.len()]);
        of[row].open = !of[row].granted;
    }
    let books: HashSet<&str> = engines.iter().filter_map(|it| it.benefit.book.as_deref()).collect();
    for book in books {
        let subjects = ("person", range.0, range.1);
        for (person, benefit) in cases::under_way(cx, subjects, (book, fields::BENEFIT))? {
            let Ok(row) = ids.binary_search(&person) else { continue };
            let of = entries.entry(benefit).or_insert_with(|| vec![Entered::default(); ids.len()]);
            of[row].open = !of[row].granted;
        }
    }
    Ok(())
}

fn same(stood: &table::Standing, found: &Found, person: &Lean) -> bool {
    stood.kind == found.kind.as_str()
        && stood.due_on == found.due_on
        && stood.amount == found.amount
        && stood.missing == found.missing.join(" ")
        && stood.area == person.registered
}

/// Searches now instead of tonight.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SearchNow {}

impl Verb for SearchNow {
    const NAME: &'static str = "findings.search-now";
    const RIGHT: &'static str = "benefits.prepare";
    const PURPOSE: Purpose = Purpose::Benefits;
    /// The job that searches.
    type Answer = String;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<String> {
        let now = cx.now;
        Ok(cx.enqueue(Search::KIND, &Search {}, now)?.0)
    }
}
