//! A year's home services of a county given by rank: the list drawn over 57,459 elders, approved, given out,
//! and the night after.
//!
//! `cargo bench -p app --bench quotas`; SQLite with `synchronous = FULL`.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark measures and prints")]

mod county;

use std::{sync::Arc, time::Instant as Clock};

use people::quotas::{
    approve::{Approve, Give},
    draw::Draw,
    night::Settle,
    open::Open,
};
use platform::{Actor, House, Step, Verb, Work};
use serde_json::Value;
use store::Store;

use county::{Folder, MIANNING, Verdict, actor, fill, forget_peak, house, median, peak_megabytes, write};

/// Hours a year: enough for part of those who are entitled, so that there is a line.
const TOTAL: i64 = 60_000;
const BENEFIT: &str = "purchased_home_care";
const NIGHTS: usize = 3;

fn main() {
    let folder = Folder::new("quotas");
    let house = house();
    let store = Store::open(&folder.database("county.db")).expect("a database");
    let _ = fill(&store, &house, MIANNING);
    let clerk = actor("sc/liangshan/mianning/", &[]);
    let reviewer = Actor { account: "another hand".to_owned(), ..clerk.clone() };
    let open = Open {
        benefit: BENEFIT.to_owned(),
        from: "2026-11".parse().expect("a month"),
        to: "2026-12".parse().expect("a month"),
        total: TOTAL,
        document: "bench".to_owned(),
        service: String::new(),
        area: String::new(),
    };
    let allocation = write(&store, &house, &clerk, 1, move |cx| open.clone().run(cx)).allocation;
    forget_peak();
    let draw = timed(&store, &house, &clerk, &Draw { allocation: allocation.clone() });
    let listed = number(&store, "SELECT COUNT(*) FROM quota_line");
    let approve = Approve { allocation: allocation.clone(), revision: revision(&store) };
    write(&store, &house, &reviewer, 2, move |cx| approve.clone().run(cx));
    let give = timed(&store, &house, &clerk, &Give { allocation });
    let granted = number(&store, "SELECT COUNT(*) FROM quota_grant");
    let units = number(&store, "SELECT CAST(COALESCE(SUM(allotted), 0) AS BIGINT) FROM quota_grant");
    assert!(0 < granted && granted < listed, "part of those on the list: {granted} of {listed}");
    assert!(units <= TOTAL, "never more than there is: {units}");
    let nights: Vec<f64> = (0..NIGHTS).map(|_| timed(&store, &house, &clerk, &Settle {})).collect();
    println!("{MIANNING} elders, {listed} on the list, {granted} granted {units} of {TOTAL}");
    let mut verdict = Verdict::default();
    verdict.at_most("the list drawn and ranked", draw, 10.0, " s");
    verdict.at_most("what was approved given out", give, 5.0, " s");
    verdict.at_most("a night over all grants", median(nights), 2.0, " s");
    verdict.at_most("resident at most", peak_megabytes("self").unwrap_or(0) as f64, 400.0, " MB");
    verdict.end();
}

fn timed<W: Work + Clone + Send + Sync + 'static>(
    store: &Store,
    house: &Arc<House>,
    actor: &Actor,
    work: &W,
) -> f64 {
    let begun = Clock::now();
    let mut cursor: Option<Value> = None;
    for seed in 2_000_000.. {
        let (at, work) = (cursor.clone(), work.clone());
        match write(store, house, actor, seed, move |cx| work.step(cx, at.clone())) {
            Step::More { cursor: next, .. } => cursor = Some(next),
            Step::Done { .. } => break,
        }
    }
    begun.elapsed().as_secs_f64()
}

fn revision(store: &Store) -> i64 {
    number(store, "SELECT revision FROM quota_allocation")
}

fn number(store: &Store, sql: &str) -> i64 {
    store.read(|tx| tx.get::<(i64,)>("number", sql, &[])).expect("a number").0
}
