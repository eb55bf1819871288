//! Answers of made-up people, put to the rules of both counties.

use std::collections::{BTreeMap, BTreeSet};

use base::Month;
use platform::terms::Labels;
use proptest::prelude::*;
use rules::Truth;

use super::{Entitled, trial};
use crate::benefits::{About, Engine, Engines, Plan, tests::pack};

/// The answers put to a county's rules: what is yes, what is not decidable, what is asked next.
fn put(
    pack: &platform::packs::Pack,
    answers: &[(&str, &str)],
) -> (BTreeSet<String>, BTreeSet<String>, Vec<String>) {
    let made = pack.made::<Engines>();
    let engines: Vec<&Engine> = made.about(About::Person).collect();
    let answers: BTreeMap<String, String> =
        answers.iter().map(|(id, it)| ((*id).to_owned(), (*it).to_owned())).collect();
    let put = trial::put(
        pack.get::<Entitled>(),
        &engines,
        &pack.made::<Plan>(),
        pack.facts(),
        pack.get::<Labels>().special(),
        &answers,
        Month::new(2026, 11),
    );
    let of = |truth: Truth| {
        put.decided.iter().filter(|(_, it)| it.truth[0] == truth).map(|(id, _)| id.clone()).collect()
    };
    (of(Truth::Yes), of(Truth::Unknown), put.next)
}

#[test]
fn nothing_is_asked_that_decides_nothing_and_the_best_question_comes_first() {
    for county in ["mianning", "xishan"] {
        let pack = pack(county);
        let (_, unknown, next) = put(&pack, &[]);
        assert!(20 < unknown.len(), "nothing is known: {unknown:?}");
        assert_eq!(next[..2], ["age", "place"], "what everything rests on");
        let (_, _, next) = put(&pack, &[("age", "85"), ("place", "both")]);
        assert_eq!(next[0], "hardship", "what most benefits wait for");
        // Whoever is too young and from elsewhere is asked nothing more about what cannot come of it.
        let (yes, unknown, next) = put(&pack, &[("age", "40"), ("place", "neither")]);
        assert!(yes.is_empty(), "{yes:?}");
        assert!(unknown.iter().all(|it| it == "disability_care" || it == "disability_living"), "{unknown:?}");
        assert!(next.iter().all(|it| it == "disability" || it == "hardship"), "{next:?}");
    }
}

#[test]
fn who_answers_everything_is_told_yes_or_no() {
    let whole = [
        ("age", "85"),
        ("place", "both"),
        ("hardship", "minimum_living"),
        ("ability", "severe"),
        ("disability", "none"),
        ("living", "alone"),
        ("children", "neither"),
        ("pension", "resident"),
        ("medical", "resident"),
        ("service", "no"),
        ("dwelling", "sound"),
        ("retrofit", "yes"),
        ("wristband", "yes"),
    ];
    for county in ["mianning", "xishan"] {
        let (yes, unknown, next) = put(&pack(county), &whole);
        assert!(unknown.is_empty(), "{county}: {unknown:?}");
        assert!(next.is_empty(), "{county}: {next:?}");
        for benefit in ["old_age_allowance", "care_subsidy", "retrofit", "wristband", "visiting"] {
            assert!(yes.contains(benefit), "{county}: {benefit} in {yes:?}");
        }
        for benefit in ["destitute_support", "disability_living", "ltc_insurance", "employee_pension"] {
            assert!(!yes.contains(benefit), "{county}: {benefit}");
        }
        // The hours of the two programmes do not stand side by side.
        assert!(yes.contains("home_service_hours") && !yes.contains("purchased_home_care"), "{county}");
    }
}

#[test]
fn whoever_does_not_know_is_told_what_is_missing_and_not_asked_again() {
    let (yes, unknown, next) = put(
        &pack("mianning"),
        &[("age", "85"), ("place", "both"), ("hardship", "unsure"), ("ability", "unsure")],
    );
    assert!(yes.contains("old_age_allowance"));
    assert!(unknown.contains("care_subsidy"));
    assert!(next.iter().all(|it| it != "hardship" && it != "ability"), "{next:?}");
}

proptest! {
    /// To know more never turns a yes into a no or a no into a yes: what is told early holds.
    #[test]
    fn what_is_told_holds_whatever_is_answered_later(age in 40u8..110, picks in proptest::collection::vec((0usize..64, 0usize..64), 12)) {
        let pack = pack("mianning");
        let entitled = pack.get::<Entitled>();
        let questions: Vec<_> = entitled.question.iter().filter(|(_, it)| !it.age).collect();
        let age = age.to_string();
        let mut answers: BTreeMap<&str, &str> = BTreeMap::from([("age", age.as_str())]);
        let told = |answers: &BTreeMap<&str, &str>| {
            let answers: Vec<(&str, &str)> = answers.iter().map(|(id, it)| (*id, *it)).collect();
            put(&pack, &answers)
        };
        let mut before = told(&answers);
        for (question, option) in picks {
            let (id, it) = questions[question % questions.len()];
            answers.entry(id).or_insert(&it.option[option % it.option.len()].id);
            let after = told(&answers);
            prop_assert!(before.0.is_subset(&after.0), "{:?} were yes", before.0.difference(&after.0));
            prop_assert!(after.1.is_subset(&before.1), "{:?} were decided", after.1.difference(&before.1));
            before = after;
        }
    }
}
