//! What a visit's form asks, and what was answered; pure.

use std::collections::{BTreeMap, BTreeSet};

use base::Fault;
use platform::packs::{Check, Confidence};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One thing that is looked at. Words stand in the pack.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Items are asked in this order.
    pub order: i64,
    pub zh: String,
    pub en: String,
    pub r#type: Type,
    /// Of a choice, the one that is usual first.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Without it a visit is not complete.
    #[serde(default)]
    pub needed: bool,
    #[serde(default)]
    pub basis: String,
    pub confidence: Confidence,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    Choice,
    Text,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub id: String,
    pub zh: String,
    pub en: String,
    /// A finding of the pack that this answer is.
    #[serde(default)]
    pub finding: Option<String>,
}

/// Answers by item.
pub type Answers = Map<String, Value>;

/// Characters of an answer in words.
const TEXT_MAX: usize = 1_000;

/// The items of the form by id.
pub type Items = BTreeMap<String, Item>;

/// What is wrong with answers: an item that there is not, a choice that there is not, what is missing.
pub fn faults(items: &Items, answers: &Answers, carried: bool) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (id, value) in answers {
        let path = format!("answers.{id}");
        match items.get(id) {
            None => faults.push(Fault::new(path, "visits-no-such-item").arg("item", id)),
            Some(item) if !item.takes(value) => {
                faults.push(Fault::new(path, "visits-no-such-answer").arg("item", id).arg("answer", value));
            }
            Some(_) => (),
        }
    }
    let missing = |it: &(&String, &Item)| it.1.needed && !answers.contains_key(it.0);
    if !carried {
        for (id, _) in items.iter().filter(missing) {
            faults.push(Fault::new(format!("answers.{id}"), "visits-not-answered").arg("item", id));
        }
    }
    faults
}

/// The answers of the visit before, each confirmed, with those that were given anew in their place; and
/// the items that were carried.
pub fn carry(before: &Answers, anew: &Answers) -> (Answers, BTreeSet<String>) {
    let mut all = before.clone();
    let carried = before.keys().filter(|it| !anew.contains_key(*it)).cloned().collect();
    all.extend(anew.clone());
    (all, carried)
}

/// The findings that answers are.
pub fn findings(items: &Items, answers: &Answers) -> BTreeSet<String> {
    let of = |(id, value): (&String, &Value)| {
        let chosen = items.get(id)?.choices.iter().find(|it| value.as_str() == Some(&it.id))?;
        chosen.finding.clone()
    };
    answers.iter().filter_map(of).collect()
}

impl Item {
    fn takes(&self, value: &Value) -> bool {
        let Some(text) = value.as_str() else { return false };
        match self.r#type {
            Type::Choice => self.choices.iter().any(|it| it.id == text),
            Type::Text => text.chars().count() <= TEXT_MAX,
        }
    }

    pub(super) fn check(&self, path: &str, findings: &[&str], check: &mut Check<'_>) {
        if (self.r#type == Type::Choice) == self.choices.is_empty() {
            check.fault(&format!("{path}.type"), "visits-pack-choices");
        }
        for (at, choice) in self.choices.iter().enumerate() {
            if self.choices[..at].iter().any(|it| it.id == choice.id) {
                check.fault(&format!("{path}.choices[{at}].id"), "visits-pack-twice").arg("name", &choice.id);
            }
            if let Some(finding) = &choice.finding {
                let path = format!("{path}.choices[{at}].finding");
                check.reference(&path, "finding", finding, findings.iter().copied());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn items() -> Items {
        let choice =
            |id: &str, finding: Option<&str>| json!({ "id": id, "zh": id, "en": id, "finding": finding });
        serde_json::from_value(json!({
            "health": { "order": 1, "zh": "健康", "en": "Health", "type": "choice", "needed": true, "confidence": "local",
                "choices": [choice("well", None), choice("ill", Some("medical"))] },
            "wishes": { "order": 2, "zh": "愿望", "en": "Wishes", "type": "text", "confidence": "local" },
        }))
        .expect("items")
    }

    fn answers(value: Value) -> Answers {
        value.as_object().cloned().expect("answers")
    }

    #[test]
    fn each_fault_names_its_item() {
        let told = |value: Value, carried: bool| {
            let all = faults(&items(), &answers(value), carried);
            all.into_iter().map(|it| (it.path.into_owned(), it.key.into_owned())).collect::<Vec<_>>()
        };
        assert_eq!(told(json!({ "health": "well", "wishes": "面条" }), false), []);
        let missing = ("answers.health".to_owned(), "visits-not-answered".to_owned());
        assert_eq!(told(json!({}), false), [missing]);
        assert_eq!(told(json!({}), true), [], "what was answered before is carried");
        let wrong = told(json!({ "health": "dying", "wishes": 3, "hair": "long" }), false);
        let keys: Vec<&str> = wrong.iter().map(|it| it.0.as_str()).collect();
        assert_eq!(keys, ["answers.hair", "answers.health", "answers.wishes"]);
    }

    #[test]
    fn what_is_carried_is_told_apart_from_what_was_said_anew() {
        let before = answers(json!({ "health": "well", "wishes": "面条" }));
        let (all, carried) = carry(&before, &answers(json!({ "health": "ill" })));
        assert_eq!(Value::Object(all.clone()), json!({ "health": "ill", "wishes": "面条" }));
        assert_eq!(carried, BTreeSet::from(["wishes".to_owned()]));
        assert_eq!(findings(&items(), &all), BTreeSet::from(["medical".to_owned()]));
        assert_eq!(findings(&items(), &before), BTreeSet::new());
    }
}
