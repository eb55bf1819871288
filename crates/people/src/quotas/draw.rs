//! Draws the list of an allocation: facts → who is entitled → what the rules say → everybody in their place.

use std::collections::HashSet;

use base::{Instant, Month, Result, error::OrBroken};
use platform::{
    Cx, Step, Work,
    facts::{self, Asked},
};
use rules::Truth;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    CHUNK_PERSONS,
    account::of_span,
    class::classify,
    pack::{Among, Quotas, Rankings},
    rank::{self, Candidate},
    table::{
        allocation::{self, Allocation},
        grant,
        line::{self, Fresh},
    },
};
use crate::{
    benefits::{self, As, Engine, Engines, Entries, Gives, Plan},
    entry,
    findings::Missing,
    register::{self, lean::Lean},
};

/// The work of drawing a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Draw {
    pub allocation: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Cursor {
    /// Whether the list before was set aside.
    begun: bool,
    after: String,
    seen: i64,
}

impl Work for Draw {
    const KIND: &'static str = "quotas.draw";

    fn step(&self, cx: &mut Cx, cursor: Option<serde_json::Value>) -> Result<Step> {
        let mut cursor: Cursor =
            cursor.map(serde_json::from_value).transpose().or_broken()?.unwrap_or_default();
        let it = allocation::get(cx, &self.allocation)?;
        if it.state != "drawing" {
            return Ok(Step::Done { answer: json!({ "allocation": it.id, "seen": cursor.seen }) });
        }
        if !cursor.begun {
            line::set_aside(cx, &it.id)?;
            cursor.begun = true;
        }
        let people = register::lean::after(cx, None, &cursor.after, CHUNK_PERSONS)?;
        let Some(last) = people.last().map(|it| it.id.clone()) else {
            settle(cx, it)?;
            return Ok(Step::Done { answer: json!({ "allocation": self.allocation, "seen": cursor.seen }) });
        };
        cursor.seen += people.len() as i64;
        cursor.after = last;
        look(cx, &it, people)?;
        let done = cursor.seen;
        Ok(Step::More { cursor: serde_json::to_value(cursor).or_broken()?, done, total: None })
    }
}

/// The month whose facts are asked: this one, or the nearest of the allocation.
fn month_of(cx: &Cx, it: &Allocation) -> Month {
    cx.today().month().clamp(it.from, it.to)
}

/// Some people: who of them is entitled or undecided is written with what the rules say.
fn look(cx: &mut Cx, it: &Allocation, mut people: Vec<Lean>) -> Result<()> {
    people.retain(|one| !one.died && !one.merged && one.registered.starts_with(&it.area));
    let (Some(first), Some(last)) = (people.first(), people.last()) else { return Ok(()) };
    let holders = grant::holders(cx, &it.id, (&first.id, &last.id))?;
    let holders: HashSet<&str> = holders.iter().map(String::as_str).collect();
    let pack = cx.house.packs.county(cx.county())?;
    let (engines, plan, quotas) = (pack.made::<Engines>(), pack.made::<Plan>(), pack.get::<Quotas>());
    let (Some(quota), Some(ranking)) = (quotas.quota.get(&it.benefit), quotas.ranking.get(&it.ranking))
    else {
        return Err(base::Error::conflict("quotas-unknown-benefit"));
    };
    let rankings = pack.made::<Rankings>();
    let engine = engines.get(&it.benefit)?;
    let month = month_of(cx, it);
    let ids: Vec<String> = people.iter().map(|it| it.id.clone()).collect();
    // Beside the benefit, all that a matrix of overlaps may put before it.
    let mut behind: Vec<&str> = plan.behind(&it.benefit, month.last_day());
    behind.sort_unstable();
    behind.dedup();
    let asked: Vec<&Engine> = behind.iter().map(|it| engines.get(it)).collect::<Result<_>>()?;
    let mut frames = benefits::read_all(cx, &asked, &ids, &[month], Instant::MAX)?;
    let Some(mut frame) = frames.pop() else { return Ok(()) };
    // What the ranking reads beside the benefits.
    let wanted = rankings.facts(&it.ranking);
    let days = [month.last_day()];
    let ask = Asked { people: &ids, days: &days, known_at: Instant::MAX };
    if let Some(other) = facts::read(cx, &ask, &wanted)?.pop() {
        for fact in &wanted {
            if let Some(column) = other.column(&fact.name) {
                frame.set(&fact.name, column.clone());
            }
        }
    }
    let said = classify(ranking, rankings.of(&it.ranking), &frame);
    let (entries, entry) = match quota.among {
        Among::Entitled => (Entries::new(), As::Granted),
        Among::Granted => (entry::entered_all(cx, &ids)?, As::Entered),
    };
    let applied = entry::entered(cx, &it.benefit, &ids)?;
    let decided = benefits::decide_all(&asked, &plan, &frame, month, &entries, entry);
    let decided = &decided[&it.benefit];
    let mut missing = Missing::new(engine, month);
    let mut fresh = Vec::new();
    for (row, (person, said)) in people.into_iter().zip(said).enumerate() {
        let has = holders.contains(person.id.as_str());
        if decided.truth[row] == Truth::No && !has {
            continue;
        }
        let lacking = match decided.truth[row] {
            Truth::Unknown => missing.of(&frame, row, decided.reason[row]),
            _ => Vec::new(),
        };
        let quantity = match engine.gives(decided.tier[row]) {
            Gives::Quantity(each) => of_span(each, engine.benefit.period, it.from, it.to),
            _ => 0,
        };
        fresh.push(Fresh {
            state: match decided.truth[row] {
                _ if has => "has",
                Truth::Unknown => "unknown",
                _ => "fresh",
            },
            person: person.id,
            area: person.registered,
            name: person.name,
            class: said.class,
            points: said.points,
            quantity,
            held: said.held.join(" "),
            may_hold: said.may_hold.join(" "),
            missing: lacking.join(" "),
            born: person.born,
            waiting: applied[row].applied_on,
        });
    }
    line::write(cx, &it.id, &fresh)
}

/// Everybody was looked at: who stands where, and where the quantity ends.
fn settle(cx: &mut Cx, mut it: Allocation) -> Result<()> {
    let pack = cx.house.packs.county(cx.county())?;
    let ties = pack.get::<Quotas>().ranking.get(&it.ranking).map_or(&[][..], |it| it.ties.as_slice());
    let all = line::drawn(cx, &it.id)?.into_iter().map(|it| Candidate {
        entitled: if it.state == "unknown" { Truth::Unknown } else { Truth::Yes },
        person: it.person,
        class: it.class,
        points: it.points,
        born: it.born,
        waiting: it.waiting,
        quantity: it.quantity,
    });
    let left = it.total - grant::allotted(cx, &it.id)?;
    let settled = rank::settle(&it.id, ties, all.collect(), left);
    let places: Vec<_> = settled
        .placed
        .iter()
        .map(|it| {
            (it.person.as_str(), it.state.as_str(), it.place, it.behind.map_or("", rank::Behind::as_str))
        })
        .collect();
    line::place(cx, &it.id, &places)?;
    "drafted".clone_into(&mut it.state);
    it.drawn_at = Some(cx.now);
    it.open_before = settled.open_before;
    allocation::update(cx, &it)
}
