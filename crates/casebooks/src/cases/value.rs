//! One value of a case: read as people and programs write it, shown, found by, asked by rules. Pure.
//!
//! A value is kept as JSON in one form by its sort: money as whole fen, a number in units of its
//! last digit, days and months as `2026-11-22` and `2026-11`, several choices in the order of the
//! declaration, attachments as a list of files' ids, a point as millionths of a degree.

use std::sync::Arc;

use base::{Day, Fault, Money, Month, resident::ResidentNumber};
use linkage::dates::{self, Written};
use rules::Value as Told;
use serde_json::{Value, json};

use super::rows;
use crate::books::{
    Field, Named, Sort,
    field::{Choice, MANY_MAX, TEXT_MAX},
    form,
};

/// A word of the index is cut here; what is searched by is shorter.
const WORD_CHARS_MAX: usize = 120;
/// Digits of a Chinese bank account.
const ACCOUNT_DIGITS: std::ops::RangeInclusive<usize> = 8..=32;
/// What a form sends for "not known".
const UNKNOWN: &str = "unknown";
/// Millionths of a degree: about ten centimetres.
const MICRO: f64 = 1_000_000.0;

/// Reads a value; nothing stands for an empty one. The fault names no path: the caller does.
pub fn read(field: &Field, choices: &[Choice], given: &Value) -> Result<Option<Value>, Fault> {
    if is_blank(given) {
        return Ok(None);
    }
    Ok(Some(match field.sort {
        Sort::Text => text(field, given)?,
        Sort::Whole | Sort::Number | Sort::Money => json!(figure(field, given)?),
        Sort::Date => json!(day(given)?),
        Sort::Month => json!(month(given)?),
        Sort::Area | Sort::Person | Sort::Facility | Sort::Case | Sort::Worker => {
            json!(string(super::case::chosen(given))?.trim())
        }
        Sort::Choice => json!(choice(choices, string(given)?)?),
        Sort::Many => {
            let mut ids = Vec::new();
            for it in listed(given) {
                ids.push(choice(choices, &it)?);
            }
            let place = |id: &String| choices.iter().position(|it| it.id == *id);
            ids.sort_by_key(place);
            ids.dedup();
            json!(ids)
        }
        Sort::YesNo => match yes_no(given)? {
            Some(yes) => json!(yes),
            None => return Ok(None),
        },
        Sort::Photo | Sort::File | Sort::Signature => {
            let ids = listed(given);
            let most = field.max.unwrap_or(MANY_MAX);
            if most < ids.len() as i64 {
                return Err(Fault::new("", "cases-too-many").arg("most", most));
            }
            json!(ids)
        }
        Sort::Place => point(given)?,
        Sort::Phone | Sort::ResidentNumber | Sort::Account => json!(plain(field.sort, string(given)?)?),
        Sort::Table => rows::read(field, given)?,
    }))
}

/// A sealed value as it is shown: never more than is allowed of its sort.
pub fn masked(sort: Sort, plain: &str) -> String {
    let length = plain.chars().count();
    let head = |count: usize| plain.chars().take(count).collect::<String>();
    let tail = |count: usize| plain.chars().skip(length.saturating_sub(count)).collect::<String>();
    match sort {
        Sort::ResidentNumber => base::resident::mask(&head(6)),
        // A mobile number keeps its carrier and its end; a shorter one only its end.
        Sort::Phone if 11 <= length => format!("{}****{}", head(3), tail(4)),
        _ => format!("****{}", tail(4.min(length / 2))),
    }
}

/// What rules see of a value.
pub fn told(field: &Field, choices: &[Choice], value: Option<&Value>) -> Option<Told> {
    let kind = field.kind(choices)?;
    let Some(value) = value.filter(|it| !it.is_null()) else {
        // No attachments and no rows are known to be none.
        let counted = field.sort.is_attached() || field.sort == Sort::Table;
        return counted.then_some(Told::Int(0));
    };
    let text = || value.as_str().map(Arc::<str>::from);
    let told = match field.sort {
        Sort::Whole | Sort::Number => Told::Int(value.as_i64()?),
        Sort::Money => Told::Money(Money(value.as_i64()?)),
        Sort::Date => Told::Day(value.as_str()?.parse().ok()?),
        Sort::Month => Told::Month(value.as_str()?.parse().ok()?),
        Sort::YesNo => Told::Bool(value.as_bool()?),
        Sort::Choice => Told::Choice(text()?),
        Sort::Many => {
            Told::Labels(value.as_array()?.iter().filter_map(Value::as_str).map(Arc::<str>::from).collect())
        }
        Sort::Photo | Sort::File | Sort::Signature | Sort::Table => Told::Int(value.as_array()?.len() as i64),
        _ => Told::Text(text()?),
    };
    // A choice that the pack no longer has is unknown to its rules.
    told.fits(&kind).then_some(told)
}

/// The value as it is kept of what a rule gave.
pub fn kept(told: &Told) -> Value {
    match told {
        Told::Bool(it) => json!(it),
        Told::Int(it) => json!(it),
        Told::Money(it) => json!(it.0),
        Told::Day(it) => json!(it.to_string()),
        Told::Month(it) => json!(it.to_string()),
        Told::Text(it) | Told::Choice(it) => json!(&**it),
        Told::Labels(it) => json!(it.iter().map(|it| &**it).collect::<Vec<_>>()),
    }
}

/// A key of the index: a word, or a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    Word(String),
    Amount(i64),
}

/// What the index holds of a value: nothing, one key, or one for each choice.
pub fn keys(field: &Field, value: &Value) -> Vec<Key> {
    if !field.sort.is_indexed() || field.sort.is_sealed() {
        return Vec::new();
    }
    match value {
        Value::Number(it) => it.as_i64().map(Key::Amount).into_iter().collect(),
        Value::Bool(it) => vec![Key::Word(it.to_string())],
        Value::String(it) => vec![Key::Word(word(it))],
        Value::Array(items) => items.iter().filter_map(Value::as_str).map(|it| Key::Word(word(it))).collect(),
        _ => Vec::new(),
    }
}

/// A text as it is found by: lower case, cut.
pub fn word(text: &str) -> String {
    text.to_lowercase().chars().take(WORD_CHARS_MAX).collect()
}

/// The value for people; what only another room can name (a person, a file) stays its id.
pub fn shown(field: &Field, choices: &[Choice], value: &Value, language: &str) -> String {
    let named = |id: &str| {
        choices.iter().find(|it| it.id == id).map_or_else(|| id.to_owned(), |it| it.name(language).to_owned())
    };
    match (field.sort, value) {
        (_, Value::Null) => String::new(),
        (Sort::Choice, Value::String(id)) => named(id),
        (Sort::Many, Value::Array(ids)) => {
            let names: Vec<String> = ids.iter().filter_map(Value::as_str).map(named).collect();
            names.join(if language == "en" { ", " } else { "、" })
        }
        (Sort::Money, Value::Number(it)) => Money(it.as_i64().unwrap_or(0)).grouped(),
        (Sort::Number, Value::Number(it)) => scaled(it.as_i64().unwrap_or(0), field.digits.unwrap_or(0)),
        (Sort::Place, Value::Object(it)) => {
            let degrees = |name| it.get(name).and_then(Value::as_i64).unwrap_or(0);
            format!("{}, {}", scaled(degrees("lat"), 6), scaled(degrees("lon"), 6))
        }
        (Sort::Table | Sort::Photo | Sort::File | Sort::Signature, Value::Array(items)) => {
            items.len().to_string()
        }
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}

/// A text made of other values by their places; nothing where none of them is known.
pub fn said<'v>(
    text: &str,
    held: impl Fn(&str) -> Option<(&'v Field, &'v [Choice], &'v Value)>,
) -> Option<Value> {
    let mut known = false;
    let said = form::filled(text, |name, _| {
        let shown = held(name).map(|it| shown(it.0, it.1, it.2, "zh")).unwrap_or_default();
        known |= !shown.is_empty();
        shown
    });
    known.then(|| Value::from(said.trim()))
}

/// A whole number of the last digit's units as it is written: 1235 with one digit is 123.5.
pub fn scaled(value: i64, digits: u8) -> String {
    if digits == 0 {
        return value.to_string();
    }
    let unit = 10_i64.pow(u32::from(digits)) as u64;
    let sign = if value < 0 { "-" } else { "" };
    let (whole, rest) = (value.unsigned_abs() / unit, value.unsigned_abs() % unit);
    format!("{sign}{whole}.{rest:0width$}", width = usize::from(digits))
}

pub(super) fn is_blank(given: &Value) -> bool {
    match given {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.iter().all(is_blank),
        Value::Object(fields) => fields.values().all(is_blank),
        _ => false,
    }
}

fn string(given: &Value) -> Result<&str, Fault> {
    given.as_str().ok_or_else(|| Fault::new("", "cases-wrong-shape"))
}

/// The texts of a list: an array, or one text with commas between.
fn listed(given: &Value) -> Vec<String> {
    let texts: Vec<&str> = match given {
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        Value::String(text) => text.split([',', '，', '、', ';', '；', '\n']).collect(),
        _ => Vec::new(),
    };
    texts.into_iter().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

fn text(field: &Field, given: &Value) -> Result<Value, Fault> {
    let text = match given {
        Value::String(text) => text.trim().replace("\r\n", "\n"),
        Value::Number(number) => number.to_string(),
        _ => return Err(Fault::new("", "cases-wrong-shape")),
    };
    let (length, most) = (text.chars().count() as i64, field.max.unwrap_or(TEXT_MAX));
    if most < length {
        return Err(Fault::new("", "cases-too-long").arg("most", most).arg("length", length));
    }
    if let Some(least) = field.min.filter(|it| length < *it) {
        return Err(Fault::new("", "cases-too-short").arg("least", least).arg("length", length));
    }
    if !field.fits(&text) {
        let said = |it: &Option<String>| it.clone().unwrap_or_default();
        let fault = Fault::new("", "cases-not-of-pattern").arg("zh", said(&field.pattern_zh));
        return Err(fault.arg("en", said(&field.pattern_en)));
    }
    if text.chars().any(|it| it.is_control() && !matches!(it, '\n' | '\t')) {
        return Err(Fault::new("", "cases-control-character"));
    }
    Ok(json!(text))
}

fn figure(field: &Field, given: &Value) -> Result<i64, Fault> {
    let wrong = |written: &str| Fault::new("", "cases-not-a-number").arg("written", written);
    let digits = match field.sort {
        Sort::Money => 2,
        Sort::Number => field.digits.unwrap_or(0),
        _ => 0,
    };
    let value = match given {
        // A program hands over the value as it is kept.
        Value::Number(number) => number.as_i64().ok_or_else(|| wrong(&number.to_string()))?,
        Value::String(written) => {
            let plain = linkage::written::half_width(written).replace([',', ' ', '¥', '￥'], "");
            let plain = plain.trim_end_matches('元');
            fixed(plain, digits).ok_or_else(|| wrong(written))?
        }
        _ => return Err(Fault::new("", "cases-wrong-shape")),
    };
    let unit = if field.sort == Sort::Money { 100 } else { 10_i64.pow(u32::from(digits)) };
    let bound = |it: i64| it.saturating_mul(unit);
    if field.min.is_some_and(|min| value < bound(min)) || field.max.is_some_and(|max| bound(max) < value) {
        let said = |it: Option<i64>| it.map_or_else(String::new, |it| it.to_string());
        let fault = Fault::new("", "cases-out-of-range");
        return Err(fault.arg("from", said(field.min)).arg("to", said(field.max)));
    }
    Ok(value)
}

/// `123.5` with two digits is 12350; more decimals than digits are refused, not rounded.
fn fixed(text: &str, digits: u8) -> Option<i64> {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let rest = rest.trim_end_matches('0');
    let plain = |it: &str| it.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !plain(whole) || !plain(rest) || usize::from(digits) < rest.len() {
        return None;
    }
    let padded = format!("{whole}{rest:0<width$}", width = usize::from(digits));
    let value: i64 = padded.parse().ok()?;
    Some(if negative { -value } else { value })
}

/// A day in any spelling of an office.
fn day(given: &Value) -> Result<String, Fault> {
    let written = string(given)?;
    match dates::read(written) {
        Ok(Written::Day(day)) => Ok(day.to_string()),
        Ok(_) => Err(Fault::new("", "cases-not-a-whole-day").arg("written", written)),
        Err(why) => Err(Fault::new("", "cases-not-a-day").arg("written", written).arg("why", why.as_str())),
    }
}

fn month(given: &Value) -> Result<String, Fault> {
    let written = string(given)?;
    if let Ok(month) = written.trim().parse::<Month>() {
        return Ok(month.to_string());
    }
    match dates::read(written) {
        Ok(Written::Month(month)) => Ok(month.to_string()),
        Ok(Written::Day(day)) => Ok(day.month().to_string()),
        _ => Err(Fault::new("", "cases-not-a-month").arg("written", written)),
    }
}

/// A choice by its id, or by its name in either language as a sheet has it.
fn choice(choices: &[Choice], written: &str) -> Result<String, Fault> {
    let written = written.trim();
    let fits = |it: &&Choice| it.id == written || it.zh == written || it.en.eq_ignore_ascii_case(written);
    match choices.iter().find(fits) {
        Some(it) => Ok(it.id.clone()),
        None => {
            let known = |name: fn(&Choice) -> &str| choices.iter().map(name).collect::<Vec<_>>();
            let fault = Fault::new("", "cases-not-a-choice").arg("written", written);
            Err(fault.arg("zh", known(Named::zh).join("、")).arg("en", known(Named::en).join(", ")))
        }
    }
}

fn yes_no(given: &Value) -> Result<Option<bool>, Fault> {
    match given {
        Value::Bool(it) => Ok(Some(*it)),
        Value::String(text) if text.trim() == UNKNOWN => Ok(None),
        Value::String(text) => match linkage::written::yes_no(text) {
            None if text.trim() == "on" => Ok(Some(true)),
            None => Err(Fault::new("", "cases-not-yes-or-no").arg("written", text)),
            known => Ok(known),
        },
        _ => Err(Fault::new("", "cases-wrong-shape")),
    }
}

/// `{lat, lon}` in degrees or millionths, or `28.55, 102.17`.
fn point(given: &Value) -> Result<Value, Fault> {
    let wrong = || Fault::new("", "cases-not-a-place");
    let micro = |degrees: f64| (degrees * MICRO).round() as i64;
    let (lat, lon) = match given {
        Value::Object(it) => {
            let of = |name: &str| match it.get(name) {
                Some(Value::Number(number)) if number.is_i64() => number.as_i64(),
                Some(Value::Number(number)) => number.as_f64().map(micro),
                Some(Value::String(text)) => text.trim().parse().ok().map(micro),
                _ => None,
            };
            (of("lat").ok_or_else(wrong)?, of("lon").ok_or_else(wrong)?)
        }
        Value::String(text) => {
            let (lat, lon) = text.split_once([',', '，', ' ']).ok_or_else(wrong)?;
            let read = |it: &str| it.trim().parse().ok().map(micro).ok_or_else(wrong);
            (read(lat)?, read(lon)?)
        }
        _ => return Err(wrong()),
    };
    // The land borders of China, widely.
    let in_china = (3_000_000..=54_000_000).contains(&lat) && (73_000_000..=136_000_000).contains(&lon);
    if in_china { Ok(json!({ "lat": lat, "lon": lon })) } else { Err(wrong()) }
}

/// A sealed value, cleaned and checked by its sort.
fn plain(sort: Sort, written: &str) -> Result<String, Fault> {
    let narrow = linkage::written::half_width(written);
    let digits: String =
        narrow.chars().filter(|it| !it.is_whitespace() && !matches!(it, '-' | '(' | ')')).collect();
    match sort {
        Sort::ResidentNumber => {
            let number = ResidentNumber::read(written);
            match number.fault {
                None => Ok(number.text),
                Some(fault) => Err(Fault::new("", "cases-not-a-resident-number").arg("why", fault.as_str())),
            }
        }
        Sort::Account
            if ACCOUNT_DIGITS.contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit()) =>
        {
            Ok(digits)
        }
        Sort::Account => Err(Fault::new("", "cases-not-an-account")),
        _ => {
            let bare = digits.trim_start_matches('+');
            let good = (7..=15).contains(&bare.len()) && bare.bytes().all(|it| it.is_ascii_digit());
            if good { Ok(digits) } else { Err(Fault::new("", "cases-not-a-phone")) }
        }
    }
}

/// The day of a field that holds one.
pub fn day_of(value: Option<&Value>) -> Option<Day> {
    value.and_then(Value::as_str).and_then(|it| it.parse().ok())
}
