//! A day's work of a hundred phones that find a line at the same minute: thirty visits each, all at once, each
//! command sent twice as a phone does that lost the answer. None is lost and none is done twice.
//!
//! `cargo bench -p app --bench field`; SQLite with `synchronous = FULL`.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark measures and prints")]

mod county;

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Instant as Clock,
};

use platform::{
    Actor, Channel,
    door::{Caller, Door},
};
use serde_json::json;

use county::{Folder, MIANNING, NOW, Verdict, actor, fill, house};

const WORKERS: usize = 100;
const VISITS: usize = 30;
/// As many requests as the server's blocking threads take at once.
const AT_ONCE: usize = 32;

fn main() {
    let folder = Folder::new("field");
    let house = house();
    let store = Arc::new(store::Store::open(&folder.database("county.db")).expect("a database"));
    let _ = fill(&store, &house, MIANNING);
    let people: Vec<(String, String)> = store
        .read(|tx| {
            tx.all("SELECT id, living_path FROM person WHERE county = 'mianning' AND living_here = 1", &[])
        })
        .expect("people");
    let mut villages: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (person, village) in people {
        villages.entry(village).or_default().push(person);
    }
    let villages: Vec<(String, Vec<String>)> =
        villages.into_iter().filter(|it| VISITS <= it.1.len()).collect();
    let days: Vec<(Actor, Vec<String>)> = villages
        .iter()
        .cycle()
        .take(WORKERS)
        .enumerate()
        .map(|(at, (village, people))| {
            let worker = Actor {
                account: format!("worker-{at}"),
                channel: Channel::Api,
                ..actor(village, &["visits.record", "visits.read", "register.write"])
            };
            let from = (at * VISITS) % (people.len() - VISITS + 1);
            (worker, people[from..from + VISITS].to_vec())
        })
        .collect();
    let days = Arc::new(days);
    let next = Arc::new(AtomicUsize::new(0));
    let begun = Clock::now();
    let threads: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            let (days, next, store, house) = (days.clone(), next.clone(), store.clone(), house.clone());
            thread::spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some((worker, people)) = days.get(at) else { return };
                    let door = Door { store: &store, house: &house };
                    for (visit, person) in people.iter().enumerate() {
                        let id = format!("act-{at}-{visit}");
                        let input = json!({ "id": id, "person": person, "day": "2026-11-22", "channel": "home",
                            "answers": { "health": "well" }, "no_place": "bench" });
                        let seed = (at * VISITS + visit) as u64 + 5_000_000;
                        let caller = Caller { actor: worker, now: NOW, seed, command_id: Some(&id) };
                        let first = door.submit(caller, "visits.record", input.clone()).expect("recorded");
                        let again = door.submit(caller, "visits.record", input).expect("answered again");
                        assert_eq!(first, again, "twice is once");
                    }
                }
            })
        })
        .collect();
    for it in threads {
        it.join().expect("a worker");
    }
    let seconds = begun.elapsed().as_secs_f64();
    let kept: i64 = store
        .read(|tx| tx.get::<(i64,)>("count", "SELECT COUNT(*) FROM visit WHERE county = 'mianning'", &[]))
        .expect("a count")
        .0;
    println!("{WORKERS} workers, {VISITS} visits each, sent twice: {kept} kept in {seconds:.2} s");
    assert_eq!(kept, (WORKERS * VISITS) as i64, "none lost, none doubled");
    let mut verdict = Verdict::default();
    verdict.at_most("a day of a hundred phones at once", seconds, 10.0, " s");
    verdict.end();
}
