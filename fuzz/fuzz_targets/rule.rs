//! The rule parser: any text is a program or faults with places, never a panic.
//!
//! `cargo fuzz run -s none rule` (works on the stable toolchain); `crates/rules/tests/smoke.rs`
//! runs the same check for a few thousand texts in the normal suite.

#![no_main]

use libfuzzer_sys::fuzz_target;
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

fuzz_target!(|text: &str| {
    match Program::compile(text, &Kind::Bool, &catalogue(), []) {
        Ok(program) => {
            let unknown: Vec<_> = program.facts().iter().map(|it| Column::unknown(&it.kind, 3)).collect();
            let answers = program.answers(&unknown.iter().collect::<Vec<_>>(), 3, None);
            let explained = program.explain(&vec![None; unknown.len()]);
            assert_eq!(answers.reason[0], explained.reason);
        }
        Err(faults) => {
            assert!(!faults.is_empty());
            assert!(faults.iter().all(|it| text.get(it.start..it.end).is_some()));
        }
    }
});
