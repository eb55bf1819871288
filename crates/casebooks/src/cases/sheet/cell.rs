//! A value as an office writes it in a cell, and back. Pure, but for what only other rooms can name.

use base::{Fault, Result};
use serde_json::Value;

use crate::{
    books::{Field, Named, Sort, field::Choice},
    cases::value,
};

/// From here on a float drops digits.
const EXACT_MAX: i64 = 900_000_000_000_000;

/// The language of a sheet, and its words for yes and no.
pub(super) struct Tongue<'t> {
    pub(super) language: &'t str,
    pub(super) yes: &'t str,
    pub(super) no: &'t str,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Text(String),
    /// A number with its format, so that sums can be drawn below it.
    Number(f64, String),
}

/// Names that another room gives: of an area, a person, a facility, a case.
pub(super) type Name<'n> = &'n mut dyn FnMut(&Field, &str) -> Result<String>;

/// The text of a value, exactly as it is read back from the cell that shows it.
pub(super) fn text(
    field: &Field,
    choices: &[Choice],
    value: &Value,
    tongue: &Tongue,
    name: Name,
) -> Result<String> {
    Ok(match (field.sort, value) {
        (_, Value::Null) => String::new(),
        (Sort::YesNo, Value::Bool(yes)) => if *yes { tongue.yes } else { tongue.no }.to_owned(),
        (_, Value::Number(it)) if field.sort.is_figure() => {
            value::scaled(it.as_i64().unwrap_or(0), digits(field))
        }
        (Sort::Area | Sort::Person | Sort::Facility | Sort::Case | Sort::Worker, Value::String(id)) => {
            name(field, id)?
        }
        // The same between the names in either language, so that a sheet can be read in both.
        (Sort::Many, Value::Array(_)) => {
            value::shown(field, choices, value, tongue.language).replace(", ", "、")
        }
        _ => value::shown(field, choices, value, tongue.language).trim().to_owned(),
    })
}

/// A text as its cell: figures are numbers, everything else is text.
pub(super) fn cell(field: &Field, text: String) -> Cell {
    let exact = |it: &f64| it.abs() < EXACT_MAX as f64;
    match text.parse::<f64>().ok().filter(exact) {
        Some(number) if field.sort.is_figure() => {
            let digits = usize::from(digits(field));
            let shape = if digits == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(digits)) };
            Cell::Number(number, shape)
        }
        _ => Cell::Text(text),
    }
}

/// What a form would have sent for a cell. `find` looks up what another room names.
pub(super) fn given(
    field: &Field,
    choices: &[Choice],
    text: &str,
    find: &mut dyn FnMut(&Field, &str) -> Result<Result<String, Fault>>,
) -> Result<Result<Value, Fault>> {
    Ok(match field.sort {
        _ if text.trim().is_empty() => Ok(Value::Null),
        Sort::Many => Ok(Value::from(several(choices, text))),
        Sort::Area | Sort::Person | Sort::Facility | Sort::Case | Sort::Worker => {
            find(field, text.trim())?.map(Value::from)
        }
        _ => Ok(Value::from(text)),
    })
}

fn digits(field: &Field) -> u8 {
    match field.sort {
        Sort::Money => 2,
        Sort::Number => field.digits.unwrap_or(0),
        _ => 0,
    }
}

/// Several choices of one cell. Names are looked for whole before the text is cut at commas: some
/// have commas in them.
fn several(choices: &[Choice], text: &str) -> Vec<String> {
    const BETWEEN: [char; 6] = [',', '，', '、', ';', '；', '\n'];
    let between = |it: char| BETWEEN.contains(&it) || it.is_whitespace();
    let mut found = Vec::new();
    let mut rest = text.trim_start_matches(between);
    while !rest.is_empty() {
        let names = choices.iter().flat_map(|it| [it.zh(), it.en(), it.id.as_str()]);
        let whole = |name: &&str| {
            let after = rest.strip_prefix(name).map(str::trim_start);
            !name.is_empty() && after.is_some_and(|it| it.is_empty() || it.starts_with(BETWEEN))
        };
        let longest = names.filter(whole).map(str::len).max();
        let end = longest.unwrap_or_else(|| rest.find(BETWEEN).unwrap_or(rest.len()));
        found.push(rest[..end].trim().to_owned());
        rest = rest[end..].trim_start_matches(between);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(id: &str, zh: &str, en: &str) -> Choice {
        Choice { id: id.into(), zh: zh.into(), en: en.into() }
    }

    #[test]
    fn several_choices_are_told_apart_though_a_name_has_a_comma() {
        let choices = [
            choice("wash", "洗澡、理发", "Bath, haircut"),
            choice("bath", "洗澡", "Bath"),
            choice("meal", "助餐", "Meals"),
        ];
        for (text, ids) in [
            ("洗澡、理发、助餐", vec!["洗澡、理发", "助餐"]),
            ("助餐；洗澡", vec!["助餐", "洗澡"]),
            ("Bath, haircut、Meals", vec!["Bath, haircut", "Meals"]),
            ("wash,别的", vec!["wash", "别的"]),
            (" 、", vec![]),
        ] {
            assert_eq!(several(&choices, text), ids, "{text}");
        }
    }
}
