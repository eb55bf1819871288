//! Letters: the text of a book's letter with the case's own words in its places.

use base::{Day, Result};
use platform::{Cx, areas::Atlas, packs::Pack};

use super::{case::Case, table, value};
use crate::books::{Ready, form};

/// Makes a letter and keeps it with the case.
pub(super) fn make(cx: &mut Cx, ready: &Ready, case: &Case, letter: &str) -> Result<()> {
    let Some(declared) = ready.book.letter.get(letter) else { return Ok(()) };
    let (pack, today) = (cx.house.packs.county(cx.county())?, cx.today());
    let made = |text, language| text_of(&pack, today, ready, case, text, language);
    let (zh, en) = (made(&declared.text_zh, "zh"), made(&declared.text_en, "en"));
    table::letter(cx, &case.id, letter, &zh, &en)?;
    Ok(())
}

/// The text of a letter with a case's words in its places.
pub(crate) fn text_of(
    pack: &Pack,
    today: Day,
    ready: &Ready,
    case: &Case,
    text: &str,
    language: &str,
) -> String {
    let atlas = pack.made::<Atlas>();
    let county = pack.manifest.name.clone();
    form::letter(text, |name| match name {
        "number" => case.number.clone(),
        "subject" => case.label.clone(),
        "area" => atlas.address(&case.area, language),
        "today" => day(today, language),
        "opened_on" => day(case.opened_on, language),
        "county" => {
            if language == "en" {
                county.en.clone()
            } else {
                county.zh.clone()
            }
        }
        _ => ready.book.field.get(name).map_or_else(String::new, |field| {
            let value = case.values.get(name).unwrap_or(&serde_json::Value::Null);
            match value::day_of(Some(value)) {
                Some(it) if field.sort == crate::books::Sort::Date => day(it, language),
                _ => with_unit(field, value::shown(field, ready.choices(name), value, language), language),
            }
        }),
    })
}

/// A day as a letter writes it.
fn day(it: Day, language: &str) -> String {
    if language == "en" {
        return it.to_string();
    }
    let month = it.month();
    let of_month = month.first_day().days_until(it) + 1;
    format!("{}\u{5e74}{}\u{6708}{}\u{65e5}", it.year(), month.of_year(), of_month)
}

fn with_unit(field: &crate::books::Field, text: String, language: &str) -> String {
    let unit = if language == "en" { &field.unit_en } else { &field.unit_zh };
    match unit {
        Some(unit) if !text.is_empty() && language == "en" => format!("{text} {unit}"),
        Some(unit) if !text.is_empty() => format!("{text}{unit}"),
        _ => text,
    }
}
