//! Whatever is typed into a rule, the answer is a program or faults with places, never a panic.
//! The same check runs without end in `fuzz/fuzz_targets/rule.rs`.

use base::Chance;
use proptest::prelude::*;
use rules::{Catalogue, Column, Fact, Kind, Program};

fn catalogue() -> Catalogue {
    [
        Fact::new("person.age", Kind::Int),
        Fact::new("person.alive", Kind::Bool),
        Fact::new("person.birth_date", Kind::Day),
        Fact::new("person.sex", Kind::choice(&["female", "male"])),
        Fact::new("person.name", Kind::Text),
        Fact::new("person.labels", Kind::labels(&["empty_nest"])),
        Fact::new("income.monthly", Kind::Money),
    ]
    .into_iter()
    .collect()
}

fn survive(text: &str) {
    for kind in [Kind::Bool, Kind::Money, Kind::Int] {
        match Program::compile(text, &kind, &catalogue(), []) {
            Ok(program) => {
                let unknown: Vec<_> = program.facts().iter().map(|it| Column::unknown(&it.kind, 3)).collect();
                let columns: Vec<_> = unknown.iter().collect();
                if kind == Kind::Bool {
                    let _ = program.answers(&columns, 3, None);
                } else {
                    let _ = program.numbers(&columns, 3, None);
                }
                let _ = program.explain(&vec![None; columns.len()]);
            }
            Err(faults) => {
                assert!(!faults.is_empty(), "{text:?} is refused without a word");
                for fault in faults {
                    assert!(text.get(fault.start..fault.end).is_some(), "{text:?}: {fault:?}");
                }
            }
        }
    }
}

const WORDS: [&str; 44] = [
    "person.age",
    "person.alive",
    "person.birth_date",
    "person.sex",
    "person.name",
    "person.labels",
    "income.monthly",
    "person",
    ".",
    "age",
    "known",
    "has",
    "day",
    "month",
    "yuan",
    "percent",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    "?",
    ":",
    "&&",
    "||",
    "!",
    "-",
    "+",
    "*",
    "/",
    "%",
    "==",
    "!=",
    "<",
    ">=",
    " in ",
    "'female'",
    "\"冕宁\"",
    "80",
    "9223372036854775807",
    "0.5",
    "\\",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn words_in_any_order(words in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..24)) {
        survive(&words.concat());
    }

    #[test]
    fn any_text_at_all(text in "\\PC{0,60}") {
        survive(&text);
    }
}

/// Rounds in the normal suite; `SONGHE_FUZZ_ROUNDS=1000000 cargo test -p rules --test smoke` looks longer.
const ROUNDS: u64 = 2_000;

const RULES: [&str; 6] = [
    "person.age >= 80 && person.alive",
    "person.sex == 'female' ? yuan(25) : yuan(100)",
    "known(person.birth_date) && person.birth_date < day('1946-01-01')",
    "has(person.labels, 'empty_nest') || income.monthly <= yuan(620.50)",
    "person.sex in ['female', 'male'] && !(person.age % 2 == 0)",
    "(person.age - 60) * 12 + 5 / 2",
];

/// Rules that were right before somebody's hand slipped.
#[test]
fn rules_with_slips() {
    #[expect(clippy::disallowed_methods, reason = "how long a person wants it to look")]
    let asked = std::env::var("SONGHE_FUZZ_ROUNDS").ok().and_then(|it| it.parse().ok());
    for seed in 0..asked.unwrap_or(ROUNDS) {
        let mut chance = Chance::new(seed);
        let mut pick = |of: usize| chance.below(of as u64) as usize;
        let mut text: Vec<char> = RULES[pick(RULES.len())].chars().collect();
        for _ in 0..=pick(4) {
            let at = pick(text.len() + 1);
            let until = (at + pick(12)).min(text.len());
            match pick(5) {
                0 => _ = text.drain(at..until),
                1 => {
                    let again = text[at..until].repeat(1 + pick(6));
                    text.splice(at..at, again);
                }
                2 => text.truncate(at),
                3 => text.insert(at, char::from_u32(pick(0x3000) as u32).unwrap_or('冕')),
                _ => _ = text.splice(at..until, WORDS[pick(WORDS.len())].chars()),
            }
        }
        let text: String = text.into_iter().collect();
        let survived = std::panic::catch_unwind(|| survive(&text));
        assert!(survived.is_ok(), "seed {seed}: {text:?}");
    }
}

/// What nests without end is refused, before a stack does.
#[test]
fn nesting_has_an_end() {
    for word in
        ["(", "[", "!", "-", "- ", "!(", "{", "1+(", "person.", "a.b(", "true?", "known(", "1<", "[1,"]
    {
        survive(&word.repeat(40_000));
    }
    // Short enough to be read, deep enough to have ended a thread of two megabytes.
    for depth in [12, 40, 63] {
        survive(&"a(b==".repeat(depth));
        survive(&"has(pe==as(".repeat(depth / 2));
    }
    for (word, end) in [("(", ")"), ("[", "]"), ("!(", ")")] {
        survive(&format!("{}true{}", word.repeat(40_000), end.repeat(40_000)));
    }
    for word in ["1+", "true&&", "true||", "1*", "true?1:"] {
        survive(&format!("{}1", word.repeat(40_000)));
    }
}

#[test]
fn old_findings_stay_mended() {
    for text in [
        "",
        " ",
        "(",
        ")",
        "''",
        "'",
        "\"\\",
        "a.b.c.",
        "1 ? 2",
        "-9223372036854775808",
        "!",
        "((((",
        "\u{0}",
        "冕",
        "'冕",
        "r'",
        "b'x'",
        "`a`",
        "a.`b`",
        "//",
        "[",
        "{}",
        "{1:2}",
        "Foo{a: 1}",
    ] {
        survive(text);
    }
}
