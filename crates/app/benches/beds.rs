//! Bed-days of a county: 3,267 beds of 25 homes, a year of stays with leaves, deaths and scans, counted by
//! spans, beside the same count day by day.
//!
//! `cargo bench -p app --bench beds`; medians of eleven.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark measures and prints")]

mod county;

use std::{collections::BTreeMap, time::Instant as Clock};

use base::{Chance, Day};
use people::{
    beds::{
        bed::{Bed, Status},
        count::{Claims, Looked, by_facility},
        pack::BedRules,
        stay::{Found, Leave, Scan, Stay},
    },
    register::interval::Span,
};

use county::{Verdict, house, median};

const BEDS: usize = 3_267;
const HOMES: usize = 25;
const FIRST: &str = "2026-01-01";
const DAYS: i64 = 365;
const ROUNDS: usize = 11;

fn main() {
    let house = house();
    let pack = house.packs.now();
    let rules = pack.get::<BedRules>();
    let claims = claims(rules);
    let first: Day = FIRST.parse().expect("a day");
    let year = Span { from: first, to: first.plus_days(DAYS) };
    let mut by_span = Vec::new();
    let mut sums = BTreeMap::new();
    for _ in 0..ROUNDS {
        let begun = Clock::now();
        let looked = Looked::new(&claims, rules);
        sums = owned(by_facility(&looked.parts(year)));
        by_span.push(begun.elapsed().as_secs_f64());
    }
    // The peer: the same question asked of every single day.
    let begun = Clock::now();
    let looked = Looked::new(&claims, rules);
    let mut daily: BTreeMap<String, (i64, i64, i64)> = BTreeMap::new();
    for at in 0..DAYS {
        let day = first.plus_days(at);
        let parts = looked.parts(Span { from: day, to: day.plus_days(1) });
        for (home, sum) in owned(by_facility(&parts)) {
            let all = daily.entry(home).or_default();
            *all = (all.0 + sum.0, all.1 + sum.1, all.2 + sum.2);
        }
    }
    let by_day = begun.elapsed().as_secs_f64();
    assert_eq!(sums, daily, "the days of a year are its days one by one");
    let verified: i64 = sums.values().map(|it| it.0).sum();
    let contested: i64 = sums.values().map(|it| it.1).sum();
    let stays = claims.stays.len();
    println!("{BEDS} beds, {stays} stays, {verified} days verified, {contested} contested");
    let mut verdict = Verdict::default();
    let span = median(by_span);
    verdict.at_most("a year of bed-days", span * 1_000.0, 100.0, " ms");
    verdict.at_most("against day by day", 100.0 * span / by_day, 50.0, " % of its time");
    verdict.end();
}

fn owned(sums: BTreeMap<&str, people::beds::count::Sums>) -> BTreeMap<String, (i64, i64, i64)> {
    let plain = |it: people::beds::count::Sums| (it.verified.values().sum(), it.contested, it.away);
    sums.into_iter().map(|(home, it)| (home.to_owned(), plain(it))).collect()
}

/// Two stays a bed and year on the average, some with leaves; scans that now and then find nobody; deaths.
fn claims(rules: &BedRules) -> Claims {
    let mut chance = Chance::new(7);
    let first: Day = FIRST.parse().expect("a day");
    let kinds: Vec<&String> = rules.r#type.keys().collect();
    let leaves: Vec<&String> = rules.leave.keys().collect();
    let mut all = Claims::default();
    for at in 0..BEDS {
        let (id, home) = (format!("bed{at}"), format!("home{}", at % HOMES));
        let mut bed = Bed { id: id.clone(), facility: home.clone(), ..Bed::default() };
        bed.states.say(first.plus_days(-400), Status::InUse);
        bed.types.say(first.plus_days(-400), kinds[at % kinds.len()].clone());
        if at % 10 == 0 {
            bed.types.say(first.plus_days(chance.below(300) as i64), kinds[(at + 1) % kinds.len()].clone());
        }
        let mut from = first.plus_days(-(chance.below(90) as i64));
        for turn in 0..2 {
            let to = from.plus_days(120 + chance.below(150) as i64);
            let (stay, person) = (format!("stay{at}-{turn}"), format!("person{at}-{turn}"));
            if chance.below(4) == 0 {
                let begins = from.plus_days(30);
                let span = Span { from: begins, to: begins.plus_days(1 + chance.below(10) as i64) };
                let kind = leaves[chance.below(leaves.len() as u64) as usize].clone();
                all.leaves.push(Leave {
                    id: format!("leave{stay}"),
                    person: person.clone(),
                    kind,
                    span,
                    first_at: begins.starts_at(),
                });
            }
            if chance.below(50) == 0 {
                all.deaths.insert(person.clone(), to.plus_days(-5));
            }
            if chance.below(5) == 0 {
                let day = from.plus_days(60);
                let found = if chance.below(10) == 0 { Found::Empty } else { Found::AsSaid };
                all.scans.push(Scan {
                    id: format!("scan{stay}"),
                    bed: id.clone(),
                    day,
                    at: day.starts_at(),
                    person: Some(person.clone()),
                    found,
                    dismissed: false,
                });
            }
            let span = Span { from, to };
            all.stays.push(Stay { id: stay, facility: home.clone(), bed: id.clone(), person, span });
            from = to;
        }
        all.beds.insert(id, bed);
    }
    all
}
