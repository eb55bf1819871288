//! The search for what 57,459 elders are owed and do not have: every benefit of the county's pack over
//! the whole register, the first night and one on which nothing changed; and one person anew after a
//! fact of theirs changed.
//!
//! `cargo bench -p app --bench nightly`; SQLite with `synchronous = FULL`, medians of three.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark measures and prints")]

mod county;

use std::{sync::Arc, time::Instant as Clock};

use people::{
    benefits::{About, Engines},
    findings::search::{Changed, Search},
};
use platform::{Actor, House, Step, Work};
use serde_json::{Value, json};
use store::Store;

use county::{Folder, MIANNING, Verdict, actor, fill, forget_peak, house, median, peak_megabytes, write};

const NIGHTS: usize = 3;
const PERSONS: usize = 101;

fn main() {
    let folder = Folder::new("nightly");
    let house = house();
    let store = Store::open(&folder.database("county.db")).expect("a database");
    let some = fill(&store, &house, MIANNING);
    let actor = actor("sc/liangshan/mianning/", &[]);
    let benefits = house.packs.now().made::<Engines>().about(About::Person).count();
    forget_peak();
    let first = night(&store, &house, &actor);
    let found = number(&store, "SELECT COUNT(*) FROM finding");
    let peak = peak_megabytes("self").unwrap_or(0);
    let steady: Vec<f64> = (0..NIGHTS).map(|_| night(&store, &house, &actor)).collect();
    assert_eq!(found, number(&store, "SELECT COUNT(*) FROM finding"), "the same facts, the same findings");
    let again: Vec<f64> =
        some.iter().cycle().take(PERSONS).map(|id| one(&store, &house, &actor, id)).collect();
    assert_eq!(found, number(&store, "SELECT COUNT(*) FROM finding"), "one alone is found as among all");
    println!("{MIANNING} elders, {benefits} benefits, {found} findings, first night {first:.2} s");
    let mut verdict = Verdict::default();
    verdict.at_most("the first night, everything new", first, 20.0, " s");
    verdict.at_most("a night on which nothing changed", median(steady), 10.0, " s");
    verdict.at_most("one person after a change", median(again) * 1_000.0, 5.0, " ms");
    verdict.at_most("resident at most", peak as f64, 400.0, " MB");
    verdict.end();
}

fn night(store: &Store, house: &Arc<House>, actor: &Actor) -> f64 {
    let begun = Clock::now();
    run(store, house, actor, &Search {});
    begun.elapsed().as_secs_f64()
}

fn one(store: &Store, house: &Arc<House>, actor: &Actor, person: &str) -> f64 {
    let told: Changed =
        serde_json::from_value(json!({ "people": [{ "person": person }] })).expect("as news tells it");
    let begun = Clock::now();
    run(store, house, actor, &told);
    begun.elapsed().as_secs_f64()
}

fn run<W: Work + Clone + Send + Sync + 'static>(store: &Store, house: &Arc<House>, actor: &Actor, work: &W) {
    let mut cursor: Option<Value> = None;
    for seed in 2_000_000.. {
        let (at, work) = (cursor.clone(), work.clone());
        match write(store, house, actor, seed, move |cx| work.step(cx, at.clone())) {
            Step::More { cursor: next, .. } => cursor = Some(next),
            Step::Done { .. } => return,
        }
    }
}

fn number(store: &Store, sql: &str) -> i64 {
    store.read(|tx| tx.get::<(i64,)>("number", sql, &[])).expect("a number").0
}
