//! What a template may call: words, numbers and days as people read them, and the parts.
//!
//! A part is a small template `parts/<name>.html`, called as `{{ field("died_on", kind="day") }}`:
//! its first argument is `name` there, the others stand under their own names, and `form` and
//! `shell` are those of the page.

use std::{collections::BTreeMap, sync::Arc};

use base::{Day, Instant, Money, Month};
use fluent_bundle::{FluentArgs, FluentValue};
use minijinja::{
    Environment, Error, ErrorKind, State, Value,
    value::{Kwargs, Serde},
};
use platform::{House, areas::Atlas};
use serde_json::json;

use crate::{
    assets, choices, list,
    words::{Lang, Words, grouped},
};

/// The parts and the arguments each may be given beside `name`; one not given is empty.
pub(crate) const PARTS: &[(&str, &[&str])] = &[
    ("chip", &["tone", "title"]),
    ("icon", &[]),
    ("term", &["label"]),
    (
        "field",
        &[
            "label",
            "hint",
            "kind",
            "value",
            "options",
            "required",
            "rows",
            "autocomplete",
            "inputmode",
            "placeholder",
            "width",
            "accept",
            "multiple",
            "min",
            "max",
            "label_args",
            "checked",
            "stored",
        ],
    ),
    ("form_open", &["show", "next", "id", "upload", "confirm", "class", "again", "ask", "note"]),
    ("book_field", &["value", "names", "found", "today", "compact", "at", "row"]),
    ("form_end", &["label", "cancel", "danger", "class", "args", "again"]),
    ("act", &["show", "label", "next", "fields", "confirm", "danger", "class", "args"]),
    ("figure", &["label", "value", "unit", "basis", "as_of", "link", "args"]),
    ("empty", &["args", "link", "link_label"]),
    ("crumbs", &[]),
    ("steps", &["steps"]),
    ("listing", &[]),
    ("map_of", &[]),
    ("papers", &["area", "about", "about_id", "next"]),
    ("person", &["link", "masked"]),
    ("waits", &[]),
];

pub(crate) fn pack_version(house: &House) -> String {
    house.packs.now().version().to_owned()
}

/// The pack's own words, the most general layer first.
pub(crate) fn pack_words(house: &House, lang: Lang) -> Vec<Arc<str>> {
    house.packs.now().words(lang.tag()).to_vec()
}

/// Gives an environment everything its templates call.
pub(crate) fn furnish(env: &mut Environment<'static>, lang: Lang, words: &Arc<Words>, house: &Arc<House>) {
    env.add_global("lang", lang.tag());
    let held = words.clone();
    // A key, or what a pack calls a thing in both languages.
    env.add_function("t", move |key: Value, kwargs: Kwargs| match key.as_str() {
        Some(key) => text(&held, lang, key, &kwargs),
        None => key.get_attr(lang.tag()).map(|it| it.to_string()),
    });
    let held = words.clone();
    env.add_function("has_word", move |key: &str| held.has(lang, key));
    let held = words.clone();
    // The text of the first key that exists: a specific one before a general one.
    env.add_function("t_first", move |keys: Vec<String>, kwargs: Kwargs| {
        let key = keys.iter().find(|it| held.has(lang, it)).or(keys.last()).cloned().unwrap_or_default();
        text(&held, lang, &key, &kwargs)
    });
    let held = words.clone();
    env.add_function("fault_text", move |fault: Value| Ok(fault_text(&held, lang, &fault)));
    let entropy = house.entropy;
    env.add_function("command_id", move || {
        let mut bytes = [0; 16];
        let drawn = entropy(&mut bytes);
        drawn.map_err(|it| Error::new(ErrorKind::InvalidOperation, it.to_string()))?;
        Ok(bytes.iter().map(|it| format!("{it:02x}")).collect::<String>())
    });
    env.add_function("qr", |text: &str| {
        let code = qrcode::QrCode::new(text.as_bytes());
        let code = code.map_err(|it| Error::new(ErrorKind::InvalidOperation, it.to_string()))?;
        let svg = code.render::<qrcode::render::svg::Color>().min_dimensions(200, 200).build();
        // Inside a page the declaration of a document has no place.
        let start = svg.find("<svg").unwrap_or(0);
        Ok(Value::from_safe_string(svg[start..].to_owned()))
    });
    env.add_function("asset", |name: &str| assets::address(name));
    let held = house.clone();
    env.add_function("area_name", move |path: &str| area_name(&held, lang, path));
    let held = house.clone();
    env.add_function("areas_above", move |path: &str| {
        let above = list::prefixes(path).into_iter();
        let named = above.map(|it| json!({ "path": it, "name": area_name(&held, lang, it) }));
        Value::from(Serde(named.collect::<Vec<_>>()))
    });
    let held = house.clone();
    env.add_function("areas_under", move |path: &str| {
        let under = atlas(&held);
        let under = under.under(path).iter().filter(|it| it.path != path && it.valid_to.is_none());
        let named = under.map(|it| json!({ "path": it.path, "name": it.name(lang.tag()) }));
        Value::from(Serde(named.collect::<Vec<_>>()))
    });
    env.add_filter("money", |fen: i64| Money(fen).grouped());
    // An amount as a form shows it.
    env.add_filter("fen", |value: Value| {
        i64::try_from(value.clone()).map_or_else(|_| value.to_string(), |it| Money(it).to_string())
    });
    env.add_filter("count", |value: i64| grouped(value));
    env.add_filter("share", |value: i64| format!("{}.{:02}%", value / 100, value.rem_euclid(100)));
    env.add_filter("day", move |text: &str| day_text(lang, text));
    env.add_filter("month", move |text: &str| month_text(lang, text));
    env.add_filter("instant", |micros: i64| {
        let text = Instant(micros).shanghai();
        text.get(..16).unwrap_or(&text).to_owned()
    });
    env.add_filter("masked", |name: &str| masked(name));
    let held = words.clone();
    // Ids of a list as the options of a field; their words are the prefix and the id.
    env.add_filter("options", move |ids: Vec<String>, prefix: &str| {
        let option = |id: &String| {
            let key = format!("{prefix}{}", id.replace('/', "-"));
            json!({ "value": id, "label": held.text(lang, &key, None).unwrap_or(key) })
        };
        Value::from(Serde(ids.iter().map(option).collect::<Vec<_>>()))
    });
    env.add_filter("dashed", |name: &str| name.replace(['.', '_'], "-"));
    choices::furnish(env, lang, house);
    for (part, takes) in PARTS {
        env.add_function(*part, move |state: &mut State, name: Option<Value>, kwargs: Kwargs| {
            render(state, part, takes, name, &kwargs)
        });
    }
}

fn render(
    state: &mut State,
    part: &str,
    takes: &[&'static str],
    name: Option<Value>,
    kwargs: &Kwargs,
) -> Result<Value, Error> {
    let mut context: BTreeMap<&'static str, Value> = takes.iter().map(|it| (*it, Value::from(()))).collect();
    context.insert("name", name.unwrap_or(Value::from(())));
    for it in ["form", "shell", "list", "faults"] {
        context.insert(it, state.lookup(it).filter(|it| !it.is_undefined()).unwrap_or(Value::from(())));
    }
    let given: Vec<String> = kwargs.args().map(str::to_owned).collect();
    for it in &given {
        let Some(known) = takes.iter().find(|known| *known == it) else {
            let text = format!("the part {part} takes no argument {it}");
            return Err(Error::new(ErrorKind::TooManyArguments, text));
        };
        context.insert(known, kwargs.get(it)?);
    }
    in_form(state, part, &mut context);
    let text = state.get_template(&format!("parts/{part}.html"))?.render(context)?;
    Ok(Value::from_safe_string(text))
}

/// What the parts of one form share: its id, before those of its fields; whether it folds; and a
/// form that came back fills the fields of its own form only.
fn in_form(state: &mut State, part: &str, context: &mut BTreeMap<&'static str, Value>) {
    let none = || Value::from(());
    if part == "form_open" {
        state.set_temp("verb", context["name"].clone());
        state.set_temp("form_id", context["id"].clone());
        state.set_temp("folds", Value::from(!context["ask"].is_none()));
    }
    // A part inside a part belongs to the form of the outer one.
    let outer = |name: &str| state.lookup(name).filter(|it| !it.is_undefined()).unwrap_or_else(none);
    let held = |name: &str| state.get_temp(name).unwrap_or_else(|| outer(name));
    let (verb, id, folds) = (held("verb"), held("form_id"), held("folds"));
    if matches!(part, "form_open" | "field" | "book_field") && !verb.is_none() {
        let is = |name: &str, want: &Value| context["form"].get_attr(name).is_ok_and(|it| it == *want);
        let same_form = id.is_none() || is("id", &none()) || is("id", &id);
        if !(is("verb", &verb) && same_form) {
            context.insert("form", none());
        }
    }
    context.insert("form_id", id);
    context.insert("folds", folds);
    if part == "form_end" {
        for name in ["verb", "form_id", "folds"] {
            state.set_temp(name, none());
        }
    }
}

/// A text; a key that nobody wrote is an error of the template, found by a test.
fn text(words: &Words, lang: Lang, key: &str, kwargs: &Kwargs) -> Result<String, Error> {
    let mut args = FluentArgs::new();
    let names: Vec<String> = kwargs.args().map(str::to_owned).collect();
    for name in names {
        let value: Value = kwargs.get(&name)?;
        if name == "args" && value.kind() == minijinja::value::ValueKind::Map {
            for inner in value.try_iter()? {
                let held = value.get_item(&inner)?;
                args.set(inner.to_string(), fluent(&held));
            }
        } else {
            args.set(name, fluent(&value));
        }
    }
    match words.text(lang, key, Some(&args)) {
        Some(text) => Ok(text),
        None if cfg!(test) => Err(Error::new(ErrorKind::UndefinedError, format!("no word {key}"))),
        None => {
            tracing::warn!(key, lang = lang.tag(), "a text is missing");
            Ok(key.to_owned())
        }
    }
}

fn fluent(value: &Value) -> FluentValue<'static> {
    match i64::try_from(value.clone()) {
        Ok(number) if value.is_number() => FluentValue::from(number),
        _ => FluentValue::from(value.to_string()),
    }
}

/// A fault (`{path, key, args: [[name, value]…]}`) as a sentence.
pub(crate) fn fault_text(words: &Words, lang: Lang, fault: &Value) -> String {
    let key = fault.get_attr("key").map(|it| it.to_string()).unwrap_or_default();
    let mut args = FluentArgs::new();
    if let Ok(pairs) = fault.get_attr("args").and_then(|it| it.try_iter().map(Iterator::collect::<Vec<_>>)) {
        for pair in pairs {
            if let (Ok(name), Ok(value)) = (pair.get_item_by_index(0), pair.get_item_by_index(1)) {
                // A year is a name and not a count: 2026, never 2,026.
                let counts = name.as_str() != Some("year");
                let number = value
                    .as_str()
                    .filter(|_| counts)
                    .and_then(|it| it.parse::<i64>().ok())
                    .filter(|it| it.abs() < 1 << 40);
                let number = number.map(FluentValue::from);
                let named = |it: &str| subject(words, lang, &key, name.as_str().unwrap_or_default(), it);
                let plain = || FluentValue::from(named(&value.to_string()));
                args.set(name.to_string(), number.unwrap_or_else(plain));
            }
        }
    }
    words.text(lang, &key, Some(&args)).unwrap_or(key)
}

/// What is missing, and what a pack names, by the name that people have for it.
fn subject(words: &Words, lang: Lang, key: &str, name: &str, value: &str) -> String {
    let word = match (key, name) {
        ("missing", _) => Some(format!("subject-{value}")),
        (_, "benefit" | "fund") => Some(format!("{name}-{value}")),
        _ => None,
    };
    word.and_then(|it| words.text(lang, &it, None)).unwrap_or_else(|| value.to_owned())
}

pub(crate) fn fault_sentence(words: &Words, lang: Lang, fault: &base::Fault) -> String {
    fault_text(words, lang, &Value::from(Serde(fault)))
}

fn atlas(house: &House) -> Arc<Atlas> {
    house.packs.now().made::<Atlas>()
}

/// The name of an area; its slug where the pack knows none.
pub(crate) fn area_name(house: &House, lang: Lang, path: &str) -> String {
    match atlas(house).get(path) {
        Some(area) => area.name(lang.tag()).to_owned(),
        None => path.trim_end_matches('/').rsplit('/').next().unwrap_or(path).to_owned(),
    }
}

/// A place on the map.
pub(crate) struct Spot {
    pub(crate) path: String,
    pub(crate) name: String,
    /// Longitude and latitude, WGS-84.
    pub(crate) position: Option<(f64, f64)>,
    /// Whether the position was made up.
    pub(crate) synthetic: bool,
}

/// The areas one step below `path`, for the map; of a village the village itself.
pub(crate) fn places_below(house: &House, lang: Lang, path: &str, on: Day) -> Vec<Spot> {
    let atlas = atlas(house);
    let mut areas = atlas.children(path, on);
    if areas.is_empty() {
        areas.extend(atlas.get(path));
    }
    let spots = areas.into_iter().map(|it| Spot {
        path: it.path.clone(),
        name: it.name(lang.tag()).to_owned(),
        position: it.spot,
        synthetic: it.spot_is_synthetic,
    });
    spots.collect()
}

/// The areas below `path` that a filter offers, two steps down: villages under their township.
pub(crate) fn areas_below(house: &House, lang: Lang, path: &str, on: Day) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for near in places_below(house, lang, path, on) {
        let inner = if near.path == path { Vec::new() } else { places_below(house, lang, &near.path, on) };
        let name = near.name.clone();
        found.push((near.path.clone(), near.name));
        for it in inner.into_iter().filter(|it| it.path != near.path) {
            found.push((it.path, format!("{name} › {}", it.name)));
        }
    }
    found
}

/// The county's outline.
pub(crate) fn outline(house: &House, county: &str) -> Vec<Vec<(f64, f64)>> {
    let pack = house.packs.county(county).unwrap_or_else(|_| house.packs.now());
    pack.asset("outline.geojson").map(|it| crate::map::rings(it)).unwrap_or_default()
}

/// `2026-11-22` as `2026年11月22日` or `22 Nov 2026`.
pub(crate) fn day_text(lang: Lang, text: &str) -> String {
    let Ok(day) = text.parse::<Day>() else { return text.to_owned() };
    match lang {
        Lang::Zh => format!("{}{YEAR}{}{MONTH}{}{DAY}", day.year(), day.month().of_year(), day_of(day)),
        Lang::En => {
            format!("{} {} {}", day_of(day), MONTHS[(day.month().of_year() - 1) as usize], day.year())
        }
    }
}

pub(crate) fn month_text(lang: Lang, text: &str) -> String {
    let Ok(month) = text.parse::<Month>() else { return text.to_owned() };
    match lang {
        Lang::Zh => format!("{}{YEAR}{}{MONTH}", month.year(), month.of_year()),
        Lang::En => format!("{} {}", MONTHS[(month.of_year() - 1) as usize], month.year()),
    }
}

/// The marks of a written date; CLDR's pattern for Chinese.
const YEAR: char = '年';
const MONTH: char = '月';
const DAY: char = '日';
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn day_of(day: Day) -> i64 {
    day.month().first_day().days_until(day) + 1
}

/// 王*英, 王*, 阿木·*: the first part and, of three and more characters, the last.
pub(crate) fn masked(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    match chars.as_slice() {
        [] => String::new(),
        [only] => format!("{only}*"),
        [first, _] => format!("{first}*"),
        [first, middle @ .., last] => format!("{first}{}{last}", "*".repeat(middle.len().min(3))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_masked() {
        for (name, shown) in [("王秀英", "王*英"), ("王英", "王*"), ("", ""), ("欧阳秀英", "欧**英")]
        {
            assert_eq!(masked(name), shown);
        }
    }

    #[test]
    fn days_and_months_are_written_as_read() {
        assert_eq!(day_text(Lang::Zh, "2026-11-05"), "2026年11月5日");
        assert_eq!(day_text(Lang::En, "2026-11-05"), "5 Nov 2026");
        assert_eq!(month_text(Lang::Zh, "2026-11"), "2026年11月");
        assert_eq!(day_text(Lang::En, "someday"), "someday");
    }
}
