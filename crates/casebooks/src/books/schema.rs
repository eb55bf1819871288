//! The JSON schema of a book's values, for the API's description: of a new case, and of the form
//! of each step.

use serde_json::{Map, Value, json};

use super::{Field, Named, Ready, Sort, Step, field::Choice};

/// What `cases.open` takes as `values` for a book, from a role.
pub fn opening(ready: &Ready, role: &str) -> Value {
    let asked: Vec<&str> = ready.book.asked_at_opening().map(|it| it.0).collect();
    let needed: Vec<&str> =
        asked.iter().copied().filter(|id| always_needed(&ready.book.field[*id])).collect();
    object(ready, role, &asked, &needed)
}

/// What `cases.step` takes as `values` for a step.
pub fn step(ready: &Ready, role: &str, step: &Step) -> Value {
    let asked: Vec<&str> = step.asks.iter().map(String::as_str).collect();
    object(ready, role, &asked, &[])
}

/// A field without condition or beginning; the others are judged by the case.
fn always_needed(field: &Field) -> bool {
    field.needed && field.show_if.is_none() && field.starts.is_none()
}

fn object(ready: &Ready, role: &str, asked: &[&str], needed: &[&str]) -> Value {
    let mut properties = Map::new();
    for id in asked {
        let Some(field) = ready.book.field.get(*id) else { continue };
        if ready.book.may_see_field(field, role) {
            properties.insert((*id).to_owned(), value(field, ready.choices(id)));
        }
    }
    json!({ "type": "object", "properties": properties, "required": needed, "additionalProperties": false })
}

fn value(field: &Field, choices: &[Choice]) -> Value {
    let ids: Vec<&str> = choices.iter().map(|it| it.id.as_str()).collect();
    let mut schema = match field.sort {
        Sort::Text => json!({ "type": "string", "minLength": field.min,
            "maxLength": field.max.unwrap_or(super::field::TEXT_MAX),
            "pattern": field.pattern.as_ref().map(|it| format!("^(?:{it})$")) }),
        Sort::Whole => json!({ "type": "integer", "minimum": field.min, "maximum": field.max }),
        Sort::Number => json!({ "type": ["string", "integer"],
            "description": "decimals as text, or a whole number of the last digit's units" }),
        Sort::Money => json!({ "type": ["string", "integer"], "description": "yuan as text, or whole fen" }),
        Sort::Date => json!({ "type": "string", "format": "date" }),
        Sort::Month => json!({ "type": "string", "pattern": "^\\d{4}-\\d{2}$" }),
        Sort::Choice => json!({ "type": "string", "enum": ids }),
        Sort::Many => json!({ "type": "array", "items": { "type": "string", "enum": ids } }),
        Sort::YesNo => json!({ "type": "boolean" }),
        Sort::Photo | Sort::File | Sort::Signature => {
            json!({ "type": "array", "items": { "type": "string" } })
        }
        Sort::Place => json!({ "type": "object", "required": ["lat", "lon"],
            "properties": { "lat": { "type": "number" }, "lon": { "type": "number" } } }),
        Sort::Table => {
            let columns: Map<String, Value> =
                field.columns.iter().map(|(id, it)| (id.clone(), value(it, &it.choices))).collect();
            let needed = field.columns.iter().filter(|it| it.1.needed && it.1.show_if.is_none());
            let needed: Vec<&String> = needed.map(|it| it.0).collect();
            let row = json!({ "type": "object", "properties": columns, "required": needed });
            json!({ "type": "array", "items": row })
        }
        _ => json!({ "type": "string" }),
    };
    if let Some(schema) = schema.as_object_mut() {
        schema.retain(|_, it| !it.is_null());
        schema.insert("title".to_owned(), field.en().into());
        // Of a column: it may be sent back with its row, and is worked out anew.
        if field.is_computed() {
            schema.insert("readOnly".to_owned(), true.into());
        }
    }
    schema
}
