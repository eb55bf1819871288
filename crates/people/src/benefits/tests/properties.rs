//! Properties: month rules in other words, one against many, and late facts.

use base::{Day, Money, Month};
use proptest::prelude::*;
use rules::Truth;

use super::{Elder, day, engine, frame, month};
use crate::benefits::{Engine, Reason, born_by, decide, explain};

/// One engine for all cases of the properties.
fn shared() -> &'static Engine {
    static ENGINE: std::sync::OnceLock<Engine> = std::sync::OnceLock::new();
    ENGINE.get_or_init(|| engine("xishan"))
}

pub(super) fn dates() -> impl Strategy<Value = Elder> {
    let near = |from: &str, to: &str| {
        let (from, to) = (day(from).number(), day(to).number());
        prop::option::of((from..to).prop_map(Day::from_number))
    };
    let born = near("1935-06-01", "1947-06-01").prop_filter("known", Option::is_some);
    (
        born,
        near("2026-06-01", "2027-03-01"),
        near("2026-06-01", "2027-03-01"),
        near("2026-01-01", "2027-01-01"),
    )
        .prop_map(|(born, died, moved, came)| {
            let moved = moved.filter(|moved| came.is_none_or(|came| came < *moved));
            Elder { born, died, moved, came: came.filter(|it| it < &day("2026-08-01")), ..Elder::default() }
        })
}

proptest! {
    /// The month rules of 西山 in other words: owed when the condition held on some day of it.
    #[test]
    fn a_month_is_owed_when_the_condition_held_on_a_day_of_it(it in dates(), ahead in 0_i32..12) {
        let engine = shared();
        let month = month("2026-06").plus(ahead);
        let (first, last) = (month.first_day().number(), month.last_day().number());
        let holds = |day: &i64| {
            let day = Day::from_number(*day);
            let born = it.born.unwrap();
            80 <= born.age_on(day)
                && it.died.is_none_or(|died| day <= died)
                && it.moved.is_none_or(|moved| day <= moved)
                && it.came.is_none_or(|came| came <= month.last_day())
        };
        let days: Vec<i64> = (first..=last).filter(holds).collect();
        let decided = decide(engine, frame(std::slice::from_ref(&it), month), month);
        prop_assert_eq!(decided.truth[0] == Truth::Yes, !days.is_empty(), "{:?} {}", it, month);
        if let Some(last) = days.last() {
            let age = it.born.unwrap().age_on(Day::from_number(*last));
            let yuan = if 100 <= age { 500 } else if 90 <= age { 120 } else { 60 };
            prop_assert_eq!(decided.amount[0], Money(yuan * 100));
        }
    }

    #[test]
    fn explaining_one_says_what_deciding_many_says(elders in prop::collection::vec(dates(), 1..40), ahead in 0_i32..12) {
        let engine = shared();
        let month = month("2026-06").plus(ahead);
        let frame = frame(&elders, month);
        let decided = decide(engine, frame.clone(), month);
        for row in 0..elders.len() {
            let explained = explain(engine, &frame, row, month);
            prop_assert_eq!(explained.truth, decided.truth[row]);
            prop_assert_eq!(explained.amount, decided.amount[row]);
            prop_assert_eq!(explained.reason_code, decided.reason[row]);
            if let (Some(condition), Some(Reason::Condition(node))) = (&explained.condition, explained.reason) {
                prop_assert_eq!(condition.explanation.reason, node);
            }
        }
    }

    /// Monthly runs, each adjusting what is owed for every month up to its own to what it decides
    /// on the facts known by then: whenever and in whatever order the facts come, the end is the
    /// same; and a run computed again on the facts known then gives the same fen.
    #[test]
    fn late_facts_end_in_the_same_fen(it in dates(), told in prop::collection::vec(0_i32..12, 4)) {
        let engine = shared();
        let (from, to) = (month("2026-06"), month("2027-06"));
        let learnt = |known: Month| {
            let by = |what: usize| from.plus(told[what]) <= known;
            Elder {
                // Until the birth date is corrected it is taken for two years later.
                born: if by(0) { it.born } else { it.born.map(|day| day.plus_years(2)) },
                died: it.died.filter(|_| by(1)),
                moved: it.moved.filter(|_| by(2)),
                came: it.came.filter(|_| by(3)),
                ..Elder::default()
            }
        };
        let amount = |known: Month, month: Month| decide(engine, frame(&[learnt(known)], month), month).amount[0];
        let months = |to: Month| (0..=from.until(to)).map(|ahead| from.plus(ahead));
        let mut owed = std::collections::BTreeMap::new();
        let mut adjustments = Vec::new();
        for run in months(to) {
            for month in months(run) {
                let standing = owed.entry(month).or_insert(Money::ZERO);
                let change = amount(run, month) - *standing;
                *standing += change;
                adjustments.push((run, month, change));
            }
        }
        let at_once: Money = months(to).map(|month| amount(to, month)).sum();
        prop_assert_eq!(owed.values().copied().sum::<Money>(), at_once);
        prop_assert_eq!(adjustments.iter().map(|it| it.2).sum::<Money>(), at_once);
        for (run, month, change) in adjustments {
            let before = if month < run { amount(run.plus(-1), month) } else { Money::ZERO };
            prop_assert_eq!(change, amount(run, month) - before, "run {} again", run);
        }
    }

    #[test]
    fn the_youngest_of_a_month_are_those_born_by_its_day(number in -12_500_i64..-8_000, ahead in 0_i32..24) {
        let engine = shared();
        let month = month("2026-01").plus(ahead);
        let it = Elder { born: Some(Day::from_number(number)), ..Elder::default() };
        let decided = decide(engine, frame(&[it], month), month);
        let old_enough = Day::from_number(number) <= born_by(&engine.benefit, month);
        prop_assert_eq!(decided.truth[0] == Truth::Yes, old_enough);
    }
}
