//! Whether two assessors saw the same: item by item, and how much of it. Pure.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// One item, as each of the two answered it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Item {
    pub item: String,
    pub first: Option<Value>,
    pub second: Option<Value>,
    pub same: bool,
}

/// The items of both, in the order of their ids as people read them: `B.1.2` before `B.1.10`.
pub fn items(first: &Map<String, Value>, second: &Map<String, Value>) -> Vec<Item> {
    let names: BTreeSet<(Vec<Part>, &String)> =
        first.keys().chain(second.keys()).map(|it| (parts(it), it)).collect();
    let item = |(_, name): (Vec<Part>, &String)| {
        let (one, other) = (given(first, name), given(second, name));
        Item { item: name.clone(), same: one == other, first: one, second: other }
    };
    names.into_iter().map(item).collect()
}

/// Of ten thousand: how many of the items are the same. Of nothing, all are.
pub fn share(items: &[Item]) -> i64 {
    let same = items.iter().filter(|it| it.same).count() as i64;
    if items.is_empty() { 10_000 } else { same * 10_000 / items.len() as i64 }
}

/// What was left out and what was left empty are the same.
fn given(answers: &Map<String, Value>, name: &str) -> Option<Value> {
    answers.get(name).filter(|it| !it.is_null()).cloned()
}

/// A text that is equal exactly for equal answers: copied sheets are found by it.
pub fn digest(answers: &Map<String, Value>) -> String {
    let mut hash = Sha256::new();
    let names: BTreeSet<&String> = answers.keys().collect();
    for name in names {
        let Some(value) = given(answers, name) else { continue };
        for part in [name.as_str(), value.to_string().as_str()] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
    }
    hash.finalize().iter().map(|it| format!("{it:02x}")).collect()
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(u64),
    Text(String),
}

fn parts(name: &str) -> Vec<Part> {
    let part = |it: &str| it.parse().map_or_else(|_| Part::Text(it.to_owned()), Part::Number);
    name.split('.').map(part).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn map(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap_or_default()
    }

    #[track_caller]
    fn check(first: Value, second: Value, differ: &[&str], want: i64) {
        let items = items(&map(first), &map(second));
        let differing: Vec<&str> = items.iter().filter(|it| !it.same).map(|it| it.item.as_str()).collect();
        assert_eq!((differing.as_slice(), share(&items)), (differ, want));
    }

    #[test]
    fn items_are_compared_one_by_one() {
        check(json!({}), json!({}), &[], 10_000);
        check(json!({"B.1.1": 4}), json!({"B.1.1": 4}), &[], 10_000);
        check(json!({"B.1.1": 4, "B.1.2": 3}), json!({"B.1.1": 4, "B.1.2": 2}), &["B.1.2"], 5_000);
        check(json!({"B.1.1": 4, "B.1.2": null}), json!({"B.1.1": 4}), &[], 10_000);
        check(json!({"B.1.1": 4}), json!({}), &["B.1.1"], 0);
        check(
            json!({"B.1.10": 1, "B.1.2": 1, "A": 0}),
            json!({"B.1.10": 2, "B.1.2": 2, "A": 0}),
            &["B.1.2", "B.1.10"],
            3_333,
        );
    }

    fn answers() -> impl Strategy<Value = Map<String, Value>> {
        let value = prop_oneof![
            Just(Value::Null),
            (0i64..5).prop_map(Value::from),
            "[a-b]{0,2}".prop_map(Value::from)
        ];
        proptest::collection::btree_map("B\\.[1-4]\\.[1-9]", value, 0..8)
            .prop_map(|it| it.into_iter().collect())
    }

    proptest! {
        #[test]
        fn comparing_is_symmetric_and_equal_sheets_have_equal_digests(first in answers(), second in answers()) {
            let (there, back) = (items(&first, &second), items(&second, &first));
            prop_assert_eq!(share(&there), share(&back));
            prop_assert!((0..=10_000).contains(&share(&there)));
            prop_assert_eq!(share(&items(&first, &first)), 10_000);
            let same = there.iter().all(|it| it.same);
            prop_assert_eq!(same, digest(&first) == digest(&second));
        }
    }
}
