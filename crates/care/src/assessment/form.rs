//! What a form sends becomes answers: names that a field may have, texts that are values. Pure.

use instruments::{Item, Kind};
use serde_json::{Map, Value};

/// Answers as the engine reads them. A program's answers are left as they are; a form's texts become the
/// values that they name, and what was left blank is left out.
pub fn read<'i>(items: impl Iterator<Item = &'i Item>, given: Map<String, Value>) -> Map<String, Value> {
    let items: Vec<&Item> = items.collect();
    let mut answers = Map::new();
    for (name, value) in given {
        // A dot in the name of a field would make a tree of it.
        let item = items.iter().find(|it| it.id == name || field(&it.id) == name);
        let Some(item) = item else {
            answers.insert(name, value);
            continue;
        };
        match value {
            Value::String(text) if text.trim().is_empty() => (),
            Value::String(text) => _ = answers.insert(item.id.clone(), typed(item, text.trim())),
            value => _ = answers.insert(item.id.clone(), value),
        }
    }
    answers
}

/// The name of an item's field in a form.
pub fn field(id: &str) -> String {
    id.replace('.', "-")
}

/// Whether these answers came from a form: their names are those of its fields.
pub fn is_form(items: &[Item], given: &Map<String, Value>) -> bool {
    items.iter().any(|it| field(&it.id) != it.id && given.contains_key(&field(&it.id)))
}

/// The path of a fault as the form calls its field: `answers.B.1.1` stands beside `answers.B-1-1`.
pub fn beside(path: &str) -> String {
    path.split_once('.').map_or_else(|| path.to_owned(), |(map, id)| format!("{map}.{}", field(id)))
}

/// A text as the value it stands for; one that stands for nothing goes on as it is, and the engine says so.
fn typed(item: &Item, text: &str) -> Value {
    let text_value = || Value::from(text);
    match item.kind {
        Kind::Choice => text.parse::<i64>().map_or_else(|_| text_value(), Value::from),
        Kind::YesNo => text.parse::<bool>().map_or_else(|_| text_value(), Value::from),
        Kind::Number => match (text.parse::<i64>(), text.parse::<f64>()) {
            (Ok(whole), _) => Value::from(whole),
            (_, Ok(part)) => Value::from(part),
            _ => text_value(),
        },
        Kind::Many | Kind::Codes => {
            let parts = text.split([',', '，', '、', ' ', ';', '；']).filter(|it| !it.is_empty());
            parts.map(Value::from).collect()
        }
        Kind::Text | Kind::Day => text_value(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn item(id: &str, kind: &str) -> Item {
        serde_json::from_value(json!({ "id": id, "zh": "问", "en": "Q", "kind": kind })).expect("an item")
    }

    #[track_caller]
    fn check(kind: &str, given: Value, want: Value) {
        let items = [item("B.1.1", kind)];
        let given = given.as_object().cloned().unwrap_or_default();
        assert_eq!(Value::Object(read(items.iter(), given)), want);
    }

    #[test]
    fn texts_of_a_form_become_answers() {
        check("choice", json!({ "B-1-1": "4" }), json!({ "B.1.1": 4 }));
        check("choice", json!({ "B.1.1": 4 }), json!({ "B.1.1": 4 }));
        check("choice", json!({ "B-1-1": "" }), json!({}));
        check("choice", json!({ "B-1-1": "x" }), json!({ "B.1.1": "x" }));
        check("yes_no", json!({ "B-1-1": "true" }), json!({ "B.1.1": true }));
        check("number", json!({ "B-1-1": " 36.5 " }), json!({ "B.1.1": 36.5 }));
        check("codes", json!({ "B-1-1": "F00、F20" }), json!({ "B.1.1": ["F00", "F20"] }));
        check("codes", json!({ "B-1-1": ["F00"] }), json!({ "B.1.1": ["F00"] }));
        assert_eq!(beside("answers.B.1.1"), "answers.B-1-1");
        assert_eq!(beside("ended_at"), "ended_at");
        // What the instrument does not ask goes on, so that the engine names it.
        check("choice", json!({ "B-9-9": "1" }), json!({ "B-9-9": "1" }));
    }
}
