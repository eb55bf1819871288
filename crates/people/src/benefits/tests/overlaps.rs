//! The matrix of overlaps: what stays of what was decided, in every order in which it may be written.

use std::collections::BTreeMap;

use base::{Day, Money};
use proptest::prelude::*;
use rules::{Bits, Truth};

use super::super::{
    As, Decisions, Engine, Entries, Overlap, OverlapRule, Overlaps, Plan, Reason, decide_all,
};

/// `a excludes b`, `a caps b 300`
fn plan(text: &str) -> Plan {
    let row = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let cap = words.get(3).map(|it| platform::packs::Yuan(Money::parse(it).unwrap()));
        Overlap {
            one: words[0].to_owned(),
            other: words[2].to_owned(),
            rule: serde_json::from_value(words[1].into()).unwrap(),
            cap,
            valid_from: None,
            valid_to: None,
            basis: "test".to_owned(),
            confidence: platform::packs::Confidence::Local,
            note: None,
        }
    };
    let rows = text.split(',').map(str::trim).filter(|it| !it.is_empty()).enumerate();
    let overlap = rows.map(|(at, line)| (format!("{at:02}"), row(line))).collect();
    Plan::new(&Overlaps { overlap })
}

/// `a 100, b no, c unknown 50` of one person.
fn decided(text: &str) -> BTreeMap<String, Decisions> {
    let one = |part: &str| {
        let words: Vec<&str> = part.split_whitespace().collect();
        let (truth, yuan) = match words[1..] {
            ["no"] => (Truth::No, 0),
            ["unknown", yuan] => (Truth::Unknown, yuan.parse().unwrap()),
            [yuan] => (Truth::Yes, yuan.parse().unwrap()),
            _ => panic!("{part}?"),
        };
        let decisions = Decisions {
            month: "2026-11".parse().unwrap(),
            truth: vec![truth],
            amount: vec![Money(yuan * 100)],
            tier: vec![None],
            reason: vec![0],
            held: Bits::none(1),
        };
        (words[0].to_owned(), decisions)
    };
    text.split(',').map(|it| one(it.trim())).collect()
}

fn shown(all: &BTreeMap<String, Decisions>) -> String {
    let one = |(id, it): (&String, &Decisions)| match it.truth[0] {
        Truth::No => format!("{id} no"),
        Truth::Unknown => format!("{id} unknown {}", it.amount[0].0 / 100),
        Truth::Yes => format!("{id} {}", it.amount[0].0 / 100),
    };
    all.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn today() -> Day {
    "2026-11-30".parse().unwrap()
}

#[track_caller]
fn check(rules: &str, before: &str, after: &str) {
    let mut all = decided(before);
    plan(rules).settle(today(), &mut all, As::Entered);
    assert_eq!(shown(&all), after, "{rules}: {before}");
}

#[test]
fn what_stays() {
    check("", "a 100, b 200", "a 100, b 200");
    check("a excludes b", "a 100, b 200", "a 100, b no");
    check("a excludes b", "a no, b 200", "a no, b 200");
    check("a absorbs b", "a 100, b 200", "a 100, b no");
    // Somebody who may get `a` does not lose `b` for it.
    check("a excludes b", "a unknown 100, b 200", "a unknown 100, b unknown 200");
    check("a higher b", "a 100, b 200", "a no, b 200");
    check("a higher b", "a 200, b 200", "a 200, b no");
    check("b higher a", "a 200, b 200", "a no, b 200");
    check("a higher b", "a unknown 300, b 200", "a unknown 300, b unknown 200");
    // Of what tier it would be is not known either.
    check("a higher b", "a unknown 0, b 200", "a unknown 0, b unknown 200");
    check("a higher b", "a unknown 100, b 200", "a no, b 200");
    check("a caps b 250", "a 100, b 200", "a 100, b 150");
    check("a caps b 100", "a 100, b 200", "a 100, b no");
    check("a caps b 400", "a 100, b 200", "a 100, b 200");
    check("a caps b 250", "a unknown 100, b 200", "a unknown 100, b 200");
    // What is put out puts nothing out: `b` is gone before it is asked about `c`.
    check("a excludes b, b excludes c", "a 100, b 100, c 100", "a 100, b no, c 100");
    // The highest of three; `c` may stand beside `a`, so it comes back when `b` is gone.
    check("a higher b, b higher c", "a 300, b 200, c 100", "a 300, b no, c 100");
    check("a higher b, b higher c", "a 100, b 200, c 100", "a no, b 200, c no");
    // A benefit that is cut is compared as it is left.
    check("x caps a 150, a higher b", "a 200, b 100, x 100", "a no, b 100, x 100");
}

#[test]
fn what_nobody_was_granted_puts_nothing_out_while_it_is_unknown() {
    let mut all = decided("a unknown 100, b 200");
    plan("a excludes b").settle(today(), &mut all, As::Granted);
    assert_eq!(shown(&all), "a unknown 100, b 200");
}

#[test]
fn the_reason_is_the_row() {
    let plan = plan("c excludes a, a excludes b");
    let mut all = decided("a 100, b 200, c no");
    plan.settle(today(), &mut all, As::Entered);
    assert_eq!(Reason::of(all["b"].reason[0]), Some(Reason::Overlap(1)));
    assert_eq!(plan.row(1).map(|(id, it)| (id, it.rule)), Some(("01", OverlapRule::Excludes)));
}

#[test]
fn what_must_be_decided_to_know_one() {
    let plan = plan("a excludes b, b higher c, d caps a 100, e excludes f");
    let mut behind = plan.behind("c", today());
    behind.sort_unstable();
    assert_eq!(behind, ["a", "b", "c", "d"]);
    assert_eq!(plan.behind("e", today()), ["e"]);
}

proptest! {
    /// Settled twice is settled once, and no two stand side by side that may not.
    #[test]
    fn settling_is_final(
        amounts in prop::collection::vec((0..4_u8, 1..400_i64), 5),
        rows in prop::collection::vec((0..5_usize, 0..5_usize, 0..3_u8), 0..7),
    ) {
        let names = ["a", "b", "c", "d", "e"];
        // Arrows only forward, so that there is no circle.
        let mut seen = Vec::new();
        let mut text = Vec::new();
        for (one, other, rule) in rows {
            let (one, other) = (one.min(other), one.max(other));
            if one == other || seen.contains(&(one, other)) {
                continue;
            }
            seen.push((one, other));
            let rule = ["excludes", "absorbs", "caps"][usize::from(rule)];
            let cap = if rule == "caps" { " 300" } else { "" };
            text.push(format!("{} {rule} {}{cap}", names[one], names[other]));
        }
        let before: Vec<String> = amounts.iter().enumerate().map(|(at, (truth, yuan))| match truth {
            0 => format!("{} no", names[at]),
            1 => format!("{} unknown {yuan}", names[at]),
            _ => format!("{} {yuan}", names[at]),
        }).collect();
        let plan = plan(&text.join(", "));
        let mut once = decided(&before.join(", "));
        let first = once.clone();
        plan.settle(today(), &mut once, As::Entered);
        let mut twice = once.clone();
        plan.settle(today(), &mut twice, As::Entered);
        prop_assert_eq!(shown(&once), shown(&twice));
        for (id, it) in &once {
            // Nothing is ever given more than before.
            prop_assert!(it.truth[0] == Truth::No || it.amount[0] <= first[id].amount[0]);
            prop_assert!(it.truth[0] != Truth::Yes || first[id].truth[0] == Truth::Yes);
        }
        for at in 0..text.len() {
            let (_, row) = plan.row(at).unwrap();
            let (one, other) = (&once[&row.one], &once[&row.other]);
            let both = one.truth[0] == Truth::Yes && other.truth[0] == Truth::Yes;
            if row.rule == OverlapRule::Caps {
                let cap = row.cap.as_ref().unwrap().0;
                prop_assert!(!both || one.amount[0] + other.amount[0] <= cap.max(one.amount[0]));
            } else {
                prop_assert!(!both);
            }
        }
    }
}

proptest! {
    /// Runs month by month, each correcting what both benefits owe for every month up to its own: in
    /// whatever order the facts come, the end is what knowing them at once comes to.
    #[test]
    fn late_facts_end_in_the_same_fen_for_both(
        it in super::properties::dates(),
        told in prop::collection::vec(0_i32..12, 4),
        rule in 0..3_usize,
    ) {
        let rule = ["one higher other", "one excludes other", "one caps other 130"][rule];
        let plan = plan(rule);
        let engine = |id: &str, county: &str| {
            Engine::new(id, &super::engine(county).benefit, super::pack(county).facts()).unwrap()
        };
        let engines = [engine("one", "xishan"), engine("other", "mianning")];
        let engines: Vec<&Engine> = engines.iter().collect();
        let (from, to) = (super::month("2026-06"), super::month("2027-03"));
        let learnt = |known: base::Month| {
            let by = |what: usize| from.plus(told[what]) <= known;
            super::Elder {
                born: if by(0) { it.born } else { it.born.map(|day| day.plus_years(2)) },
                died: it.died.filter(|_| by(1)),
                moved: it.moved.filter(|_| by(2)),
                came: it.came.filter(|_| by(3)),
                ..super::Elder::default()
            }
        };
        let amounts = |known: base::Month, month: base::Month| {
            let frame = super::frame(&[learnt(known)], month);
            let all = decide_all(&engines, &plan, &frame, month, &Entries::new(), As::Granted);
            ["one", "other"].map(|id| match all[id].truth[0] {
                Truth::Yes => all[id].amount[0],
                _ => Money::ZERO,
            })
        };
        let months = |to: base::Month| (0..=from.until(to)).map(|ahead| from.plus(ahead));
        let mut owed: BTreeMap<base::Month, [Money; 2]> = BTreeMap::new();
        for run in months(to) {
            for month in months(run) {
                let standing = owed.entry(month).or_insert([Money::ZERO; 2]);
                let target = amounts(run, month);
                for at in 0..2 {
                    let change = target[at] - standing[at];
                    standing[at] += change;
                }
            }
        }
        let last = to.plus(12);
        for month in months(to) {
            // By the last run everything is known that comes within the year.
            let known = if told.iter().all(|it| *it <= from.until(to)) { last } else { to };
            prop_assert_eq!(owed[&month], amounts(known, month), "{}", month);
        }
    }
}
