//! The rows of a table: read as they are typed, and what rules see of them, sums and counts of columns. Pure.

use std::borrow::Cow;

use base::{Fault, Money};
use rules::Value as Told;
use serde_json::{Map, Value};

use super::value;
use crate::books::{Field, Sort, facts, field::MANY_MAX};

/// What rules see of a column of a table: the sum over its rows, or how many have it. No rows are none.
pub fn told(table: &Field, column: &str, what: &str, value: Option<&Value>) -> Option<Told> {
    let field = table.columns.get(column)?;
    let rows = value.and_then(Value::as_array).into_iter().flatten();
    let cells = rows.filter_map(|row| row.get(column)).filter(|it| !it.is_null());
    match what {
        facts::SUM => {
            let sum = cells.filter_map(Value::as_i64).fold(0_i64, i64::saturating_add);
            Some(if field.sort == Sort::Money { Told::Money(Money(sum)) } else { Told::Int(sum) })
        }
        facts::COUNT => Some(Told::Int(cells.filter(|it| it.as_bool() != Some(false)).count() as i64)),
        _ => None,
    }
}

/// Whether a row of a table says something: what is worked out says nothing by itself.
pub(super) fn says(table: &Field, row: &Value) -> bool {
    let typed = |name: &str| table.columns.get(name).is_none_or(|it| !it.is_computed());
    match row {
        Value::Object(cells) => cells.iter().any(|(name, it)| typed(name) && !value::is_blank(it)),
        other => !value::is_blank(other),
    }
}

/// A value without what is worked out in its rows: what somebody typed.
pub(super) fn typed<'v>(field: &Field, value: &'v Value) -> Cow<'v, Value> {
    let worked = |name: &str| field.columns.get(name).is_some_and(Field::is_computed);
    match value {
        Value::Array(rows) if field.columns.values().any(Field::is_computed) => {
            let typed = |row: &Value| match row {
                Value::Object(cells) => {
                    let kept = cells.iter().filter(|it| !worked(it.0));
                    Value::Object(kept.map(|(name, it)| (name.clone(), it.clone())).collect())
                }
                other => other.clone(),
            };
            Cow::Owned(rows.iter().map(typed).collect())
        }
        _ => Cow::Borrowed(value),
    }
}

/// Reads the rows as they are typed; a row that says nothing is none.
pub(super) fn read(field: &Field, given: &Value) -> Result<Value, Fault> {
    let Value::Array(rows) = given else { return Err(Fault::new("", "cases-wrong-shape")) };
    // A row keeps the place it was sent at, so that its faults stand beside it.
    let rows: Vec<_> = rows.iter().enumerate().filter(|it| says(field, it.1)).collect();
    let most = field.max.unwrap_or(MANY_MAX);
    if most < rows.len() as i64 {
        return Err(Fault::new("", "cases-too-many").arg("most", most));
    }
    let mut kept = Vec::new();
    for (at, row) in rows {
        let Value::Object(cells) = row else { return Err(Fault::new("", "cases-wrong-shape")) };
        if let Some(name) = cells.keys().find(|it| !field.columns.contains_key(*it)) {
            return Err(Fault::new(format!("[{at}].{name}"), "cases-no-such-field").arg("field", name));
        }
        let mut line = Map::new();
        // What is worked out is worked out anew, whatever came with the row.
        for (name, column) in field.columns.iter().filter(|it| !it.1.is_computed()) {
            let value = value::read(column, &column.choices, cells.get(name).unwrap_or(&Value::Null));
            let value = value.map_err(|it| Fault { path: format!("[{at}].{name}").into(), ..it })?;
            match value {
                Some(value) => _ = line.insert(name.clone(), value),
                None if column.needed && column.show_if.is_none() => {
                    return Err(Fault::new(format!("[{at}].{name}"), "cases-needed"));
                }
                None => (),
            }
        }
        kept.push(Value::Object(line));
    }
    Ok(Value::Array(kept))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn columns_are_summed_and_counted_and_empty_cells_add_nothing() {
        let table: Field =
            serde_json::from_value(json!({ "type": "table", "zh": "t", "en": "t", "columns": {
            "hours": { "type": "whole", "zh": "h", "en": "h" },
            "paid": { "type": "money", "zh": "p", "en": "p" },
            "came": { "type": "yes_no", "zh": "c", "en": "c" } } }))
            .expect("a table");
        let rows = json!([{ "hours": 3, "paid": 1050, "came": true }, { "hours": 4, "came": false }, {}]);
        for (column, what, want) in [
            ("hours", "sum", Some(Told::Int(7))),
            ("paid", "sum", Some(Told::Money(Money(1050)))),
            ("hours", "count", Some(Told::Int(2))),
            ("came", "count", Some(Told::Int(1))),
            ("hours", "mean", None),
            ("nothing", "sum", None),
        ] {
            assert_eq!(told(&table, column, what, Some(&rows)), want, "{column}.{what}");
        }
        assert_eq!(told(&table, "paid", "sum", None), Some(Told::Money(Money(0))), "no rows are none");
    }
}
