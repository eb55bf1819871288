//! Answers as a form on a page sends them, texts only, turned into what the items take. What cannot be
//! turned stays as it is, and scoring says what is wrong with it.

use serde_json::{Map, Value};

use crate::{Instrument, Item, Kind, Scalar};

/// An item's id in the name of a field, where a point would begin something inner.
pub fn field(id: &str) -> String {
    id.replace('.', "-")
}

impl Instrument {
    /// The answers of a form; what was left empty is left out.
    pub fn typed(&self, given: &Map<String, Value>) -> Map<String, Value> {
        self.turned(&self.items, given)
    }

    /// The context of a form.
    pub fn typed_context(&self, given: &Map<String, Value>) -> Map<String, Value> {
        self.turned(&self.context, given)
    }

    fn turned(&self, items: &[Item], given: &Map<String, Value>) -> Map<String, Value> {
        let mut all = Map::new();
        for (name, value) in given {
            let item = items.iter().find(|it| it.id == *name || field(&it.id) == *name);
            match (item, value) {
                (_, Value::String(text)) if text.trim().is_empty() => {}
                (Some(item), Value::String(text)) => {
                    all.insert(item.id.clone(), self.one(item, text.trim()));
                }
                (Some(item), Value::Array(list)) if item.kind == Kind::Many => {
                    let each =
                        |it: &Value| it.as_str().map_or_else(|| it.clone(), |it| self.option(item, it));
                    all.insert(item.id.clone(), list.iter().map(each).collect());
                }
                (Some(item), value) => {
                    all.insert(item.id.clone(), value.clone());
                }
                (None, value) => {
                    all.insert(name.clone(), value.clone());
                }
            }
        }
        all
    }

    fn one(&self, item: &Item, text: &str) -> Value {
        match item.kind {
            Kind::YesNo => match text {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                "null" => Value::Null,
                other => Value::from(other),
            },
            Kind::Choice => self.option(item, text),
            Kind::Many => Value::Array(vec![self.option(item, text)]),
            Kind::Number => match (text.parse::<i64>(), text.parse::<f64>()) {
                (Ok(whole), _) => Value::from(whole),
                (_, Ok(number)) => Value::from(number),
                _ => Value::from(text),
            },
            Kind::Codes => {
                let parts = text.split([',', '，', '、', ';', '；', '\n', ' ']).map(str::trim);
                parts.filter(|it| !it.is_empty()).map(Value::from).collect()
            }
            Kind::Text | Kind::Day => Value::from(text),
        }
    }

    fn option(&self, item: &Item, text: &str) -> Value {
        let found = self.options(item).iter().find(|it| it.value.to_string() == text);
        match found.map(|it| &it.value) {
            Some(Scalar::Int(value)) => Value::from(*value),
            _ => Value::from(text),
        }
    }
}
