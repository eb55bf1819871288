//! Answers judged item by item: what is missing, extra, out of range or of another kind is a fault
//! that names the item.

use base::{Day, Fault};
use serde_json::{Map, Value};

use crate::{Instrument, Item, Kind, Opt, Scalar, cond::Known};

/// Characters of a text when the item says nothing.
const TEXT_MAX: f64 = 2_000.0;
/// Codes of one list.
const CODES_MAX: usize = 200;

/// The answers in the order of the items; what was not asked is `Nothing`.
pub(crate) fn answers<'a>(
    instrument: &'a Instrument,
    given: &'a Map<String, Value>,
) -> (Vec<Known<'a>>, Vec<Fault>) {
    read(instrument, &instrument.items, "answers", given, true)
}

/// The context; an instrument that declares none does not look at it.
pub(crate) fn context<'a>(
    instrument: &'a Instrument,
    given: &'a Map<String, Value>,
) -> (Vec<Known<'a>>, Vec<Fault>) {
    if instrument.context.is_empty() {
        return (Vec::new(), Vec::new());
    }
    read(instrument, &instrument.context, "context", given, false)
}

fn read<'a>(
    instrument: &'a Instrument,
    items: &'a [Item],
    root: &'static str,
    given: &'a Map<String, Value>,
    needed: bool,
) -> (Vec<Known<'a>>, Vec<Fault>) {
    let mut known = Vec::with_capacity(items.len());
    let mut faults = Vec::new();
    let mut met = 0;
    for item in items {
        let answer = given.get(&item.id);
        met += usize::from(answer.is_some());
        let shown = item.show_when.as_ref().is_none_or(|when| when.holds(&|name| at(items, &known, name)));
        let read = match answer {
            None if shown && needed && !item.optional => Err(("instruments-missing", Vec::new())),
            None => Ok(Known::Nothing),
            Some(Value::Null) if item.null || item.optional || !needed => Ok(Known::Nothing),
            Some(_) if !shown => Err(("instruments-not-asked", Vec::new())),
            Some(answer) => one(instrument, item, answer),
        };
        known.push(read.unwrap_or_else(|(key, args)| {
            let fault = Fault::new(format!("{root}.{}", item.id), key).arg("item", &item.id);
            faults.push(args.into_iter().fold(fault, |fault, (name, value)| fault.arg(name, value)));
            Known::Nothing
        }));
    }
    if met < given.len() {
        let extra = given.keys().filter(|key| !items.iter().any(|it| it.id == **key));
        let told = extra.map(|key| Fault::new(format!("{root}.{key}"), "instruments-extra").arg("item", key));
        faults.extend(told);
    }
    (known, faults)
}

/// What is known of an item by its id.
pub(crate) fn at<'a>(items: &[Item], known: &[Known<'a>], name: &str) -> Known<'a> {
    let place = items.iter().position(|it| it.id == name);
    place.and_then(|place| known.get(place)).copied().unwrap_or(Known::Nothing)
}

type Wrong = (&'static str, Vec<(&'static str, String)>);

fn one<'a>(instrument: &Instrument, item: &Item, answer: &'a Value) -> Result<Known<'a>, Wrong> {
    let other = || ("instruments-wrong-kind", vec![("kind", item.kind.as_str().to_owned())]);
    match item.kind {
        Kind::YesNo => answer.as_bool().map(Known::Bool).ok_or_else(other),
        Kind::Choice => {
            let options = instrument.options(item);
            if !options.iter().any(|it| is_value(it, answer)) {
                return Err(not_one_of(options, answer));
            }
            Ok(match answer {
                Value::String(text) => Known::Text(text),
                _ => answer.as_f64().map_or(Known::Nothing, Known::Number),
            })
        }
        Kind::Number => {
            let is = answer.as_f64().ok_or_else(other)?;
            if item.min.is_some_and(|min| is < min) || item.max.is_some_and(|max| max < is) {
                let bound = |it: Option<f64>| it.map_or_else(String::new, |it| it.to_string());
                let args =
                    vec![("written", is.to_string()), ("from", bound(item.min)), ("to", bound(item.max))];
                return Err(("instruments-out-of-range", args));
            }
            let steps = is * 10_f64.powi(i32::from(item.decimals));
            if 1e-6 < (steps - steps.round()).abs() {
                let args = vec![("written", is.to_string()), ("decimals", item.decimals.to_string())];
                return Err(("instruments-too-fine", args));
            }
            Ok(Known::Number(is))
        }
        Kind::Text => {
            let text = answer.as_str().ok_or_else(other)?;
            let most = item.max.unwrap_or(TEXT_MAX);
            if most < text.chars().count() as f64 {
                return Err(("instruments-too-long", vec![("most", most.to_string())]));
            }
            Ok(Known::Text(text))
        }
        Kind::Many => {
            let list = answer.as_array().ok_or_else(other)?;
            let options = instrument.options(item);
            if let Some(wrong) = list.iter().find(|it| !options.iter().any(|option| is_value(option, it))) {
                return Err(not_one_of(options, wrong));
            }
            if list.iter().enumerate().any(|(place, it)| list[..place].contains(it)) {
                return Err(("instruments-twice", Vec::new()));
            }
            if list.is_empty() && !item.optional {
                return Err(("instruments-missing", Vec::new()));
            }
            Ok(Known::Many(list))
        }
        Kind::Day => {
            let text = answer.as_str().filter(|it| it.parse::<Day>().is_ok()).ok_or_else(other)?;
            Ok(Known::Text(text))
        }
        Kind::Codes => {
            let list = answer.as_array().filter(|it| it.len() <= CODES_MAX).ok_or_else(other)?;
            let wrong = list.iter().find(|it| !it.as_str().is_some_and(is_code));
            match wrong {
                Some(wrong) => Err(("instruments-not-a-code", vec![("written", shown(wrong))])),
                None => Ok(Known::Many(list)),
            }
        }
    }
}

fn is_value(option: &Opt, answer: &Value) -> bool {
    match &option.value {
        Scalar::Int(value) => answer.as_f64().is_some_and(|it| it.total_cmp(&(*value as f64)).is_eq()),
        Scalar::Text(value) => answer.as_str() == Some(value),
    }
}

fn not_one_of(options: &[Opt], written: &Value) -> Wrong {
    let known: Vec<String> = options.iter().map(|it| it.value.to_string()).collect();
    ("instruments-not-an-option", vec![("written", shown(written)), ("options", known.join(", "))])
}

fn shown(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.chars().take(60).collect()
}

/// Whether a text is an ICD-10 code: a letter, two digits, and perhaps more.
fn is_code(text: &str) -> bool {
    let bytes = text.as_bytes();
    (3..=10).contains(&bytes.len())
        && bytes[0].is_ascii_alphabetic()
        && bytes[1..3].iter().all(u8::is_ascii_digit)
        && bytes[3..].iter().all(|it| it.is_ascii_alphanumeric() || b".*+".contains(it))
}
