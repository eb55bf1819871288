//! What rules see of the rows of a table: sums and counts of its columns. Pure.

use base::Money;
use rules::Value as Told;
use serde_json::Value;

use crate::books::{Field, Sort, facts};

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
