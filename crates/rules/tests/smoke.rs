//! Whatever is typed into a rule, the answer is a program or faults with places, never a panic.
//! The same check runs without end in `fuzz/fuzz_targets/rule.rs`.

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
