//! A what-if over 57,459 elders, as the page asks for it: this month person by person, and sixty months
//! ahead by cohorts with their range.
//!
//! `cargo bench -p app --bench foresee`; medians of five rounds in turn. The draft lowers the age to 65, so
//! that nearly everybody is read and decided; the rates of the allowance as it is are the other side.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark measures and prints")]

mod county;

use std::{sync::Arc, time::Instant as Clock};

use people::foresee::ask::{Foreseen, WhatIf};
use platform::{Cx, House, Purpose, Question};
use store::Store;

use county::{Folder, MIANNING, NOW, OLD, Verdict, actor, fill, forget_peak, house, median, peak_megabytes};

const ROUNDS: usize = 5;
const BENEFIT: &str = "old_age_allowance";

fn main() {
    let folder = Folder::new("foresee");
    let house = house();
    let store = Store::open(&folder.database("county.db")).expect("a database");
    fill(&store, &house, MIANNING);
    let text = draft(&house);
    let (mut short, mut long) = (Vec::new(), Vec::new());
    forget_peak();
    for round in 0..ROUNDS {
        let (now, told) = ask(&store, &house, &text, 0);
        check(&told);
        let (ahead, told) = ask(&store, &house, &text, 60);
        check(&told);
        let cohorts = told.told.and_then(|it| it.ahead).map_or(0, |it| it.cohorts);
        println!("round {round}: this month {now:.3} s, 60 months {ahead:.3} s, {cohorts} cohorts");
        short.push(now);
        long.push(ahead);
    }
    let mut verdict = Verdict::default();
    verdict.at_most("what if, this month", median(short), 2.0, " s");
    verdict.at_most("what if, 60 months", median(long), 10.0, " s");
    verdict.at_most("resident at most", peak_megabytes("self").unwrap_or(0) as f64, 300.0, " MB");
    verdict.end();
}

/// The allowance from 65 on, with a rate for those who are younger than eighty.
fn draft(house: &House) -> String {
    let layers = house.packs.layers_of("mianning", &format!("benefits/{BENEFIT}.toml"));
    let text = layers.last().expect("the allowance").1.replace("value = 80\n", "value = 65\n");
    let (rules, _) = text.split_once("# Worked cases").expect("cases at the end");
    let young = "[[rate]]\nband = \"65-79\"\nfrom = 65\nto = 79\namount = 10\nvalid_from = \"2020-01-01\"\n\
                 basis = \"bench\"\nconfidence = \"unverified\"\n";
    format!("{rules}\n{young}")
}

fn ask(store: &Store, house: &Arc<House>, text: &str, months: i64) -> (f64, Foreseen) {
    let reader = actor("sc/liangshan/mianning/", &["benefits.read"]);
    let question = WhatIf {
        benefit: Some(BENEFIT.to_owned()),
        text: Some(text.to_owned()),
        draft: None,
        month: None,
        months: Some(months),
        area: None,
    };
    let begun = Clock::now();
    let answer = store
        .read(|tx| {
            let scope = reader.scope(Purpose::Benefits);
            question.clone().ask(&mut Cx::new(&reader, house, NOW, 1, tx), &scope)
        })
        .expect("an answer");
    (begun.elapsed().as_secs_f64(), answer)
}

fn check(it: &Foreseen) {
    assert!(it.faults.is_empty(), "{:?}", it.faults);
    let all = &it.told.as_ref().expect("told").all;
    assert_eq!((all.people_now, all.loses), (OLD as i64, 0), "everybody of eighty and over has it now");
    assert_eq!(all.people_draft, OLD as i64 + all.gains);
    assert!(20_000 < all.gains, "{} of 65 and over gain", all.gains);
}
