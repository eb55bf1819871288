//! What people type → JSON, by the schema of the question or verb.
//!
//! Field names are the input's paths: `kind`, `person.name`, `rows[0].amount`. Yuan, days and
//! months are read as people write them; an empty optional field is left out. What cannot be read
//! is a fault beside its field; everything else is for the verb to judge.

use base::{Day, Fault, Money, Month};
use serde_json::{Map, Value};

use crate::schema::{Schemas, kind};

/// Deepest nesting and largest index a field name may ask for.
const DEPTH_MAX: usize = 8;
const INDEX_MAX: usize = 1_000;

/// Fields as a tree, before the schema is asked.
#[derive(Default)]
struct Tree {
    texts: Vec<String>,
    fields: std::collections::BTreeMap<String, Tree>,
    items: std::collections::BTreeMap<usize, Tree>,
}

/// Reads pairs by the input schema of `name`. Pairs the schema does not know are left out.
pub(crate) fn input(schemas: &Schemas, name: &str, pairs: &[(String, String)]) -> Result<Value, Vec<Fault>> {
    let mut tree = Tree::default();
    for (path, text) in pairs.iter().filter(|(path, _)| !path.starts_with('_')) {
        grow(&mut tree, path, text);
    }
    let mut faults = Vec::new();
    let value = read(schemas, schemas.input(name), &tree, "", &mut faults);
    if faults.is_empty() { Ok(value.unwrap_or_else(|| Value::Object(Map::new()))) } else { Err(faults) }
}

fn grow(tree: &mut Tree, path: &str, text: &str) {
    let mut at = tree;
    let steps = path.split(['.', '[']).map(|it| it.trim_end_matches(']'));
    for (depth, step) in steps.enumerate() {
        if DEPTH_MAX <= depth {
            return;
        }
        at = match step.parse::<usize>() {
            Ok(index) if index <= INDEX_MAX && 0 < depth => at.items.entry(index).or_default(),
            _ if step.is_empty() => at,
            _ => at.fields.entry(step.to_owned()).or_default(),
        };
    }
    at.texts.push(text.to_owned());
}

fn read(
    schemas: &Schemas,
    schema: &Value,
    tree: &Tree,
    path: &str,
    faults: &mut Vec<Fault>,
) -> Option<Value> {
    let (schema, _) = schemas.present(schema);
    let text = tree.texts.last().map(|it| it.trim());
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    if let Some(variants) = schema.get("oneOf").and_then(Value::as_array) {
        return variant(schemas, variants, tree, path, faults);
    }
    let fields = schemas.fields(schema);
    match kind(schema) {
        // One that takes nothing and says so is asked with nothing, whatever the address holds.
        "object" if !fields.is_empty() || schema.get("additionalProperties") == Some(&Value::Bool(false)) => {
            let mut object = Map::new();
            for (name, field, required) in fields {
                let (inner, null) = schemas.present(field);
                let branch = tree.fields.get(name);
                let value = match branch {
                    Some(branch) if !required && branch.is_blank() && kind(inner) != "boolean" => None,
                    Some(branch) => read(schemas, field, branch, &below(name), faults),
                    // A box that is not ticked is not sent.
                    None if required && kind(inner) == "boolean" => Some(Value::Bool(false)),
                    None if required && kind(inner) == "array" => Some(Value::Array(Vec::new())),
                    None => None,
                };
                let empty = branch.is_some_and(|it| it.texts.iter().all(|it| it.trim().is_empty()));
                match value {
                    Some(value) => _ = object.insert(name.to_owned(), value),
                    None if required && !null && empty && branch.is_some_and(Tree::is_leaf) => {
                        faults.push(Fault::new(below(name), "web-required"));
                    }
                    None => (),
                }
            }
            let asked = !tree.fields.is_empty() || path.is_empty();
            (asked || !object.is_empty()).then_some(Value::Object(object))
        }
        // A map without a schema of its own: the verb judges it.
        "object" => Some(Value::Object(free(tree).as_object().cloned().unwrap_or_default())),
        "array" => {
            let item = schema.get("items").unwrap_or(&Value::Null);
            let mut items = Vec::new();
            for text in
                tree.texts.iter().flat_map(|it| it.split([',', '\n'])).filter(|it| !it.trim().is_empty())
            {
                let leaf = Tree { texts: vec![text.trim().to_owned()], ..Tree::default() };
                items.extend(read(schemas, item, &leaf, path, faults));
            }
            // A line of a form that was left blank is no item.
            for (index, branch) in tree.items.iter().filter(|it| !it.1.is_blank()) {
                items.extend(read(schemas, item, branch, &format!("{path}[{index}]"), faults));
            }
            Some(Value::Array(items))
        }
        "boolean" => text.map(|it| Value::Bool(matches!(it, "true" | "on" | "1" | "yes"))),
        plain => scalar(plain, schema, text?, path, faults),
    }
}

/// A branch as it was sent: one text, several of one name as a list, indexed items as a list in which
/// each keeps its place, names as an object. An empty text stays, for it empties a field.
fn free(tree: &Tree) -> Value {
    if !tree.fields.is_empty() {
        return Value::Object(
            tree.fields.iter().map(|(name, branch)| (name.clone(), free(branch))).collect(),
        );
    }
    if let Some((last, _)) = tree.items.last_key_value() {
        return (0..=*last).map(|at| tree.items.get(&at).map_or(Value::Null, free)).collect();
    }
    match tree.texts.as_slice() {
        [] => Value::Null,
        [one] => Value::from(one.as_str()),
        many => many.iter().filter(|it| !it.trim().is_empty()).map(|it| Value::from(it.as_str())).collect(),
    }
}

impl Tree {
    fn is_blank(&self) -> bool {
        self.texts.iter().all(|it| it.trim().is_empty())
            && self.fields.values().chain(self.items.values()).all(Tree::is_blank)
    }

    fn is_leaf(&self) -> bool {
        self.fields.is_empty() && self.items.is_empty()
    }
}

fn scalar(plain: &str, schema: &Value, text: &str, path: &str, faults: &mut Vec<Fault>) -> Option<Value> {
    let format = schema.get("format").and_then(Value::as_str).unwrap_or("");
    let enumerated = schema.get("enum").is_some();
    if text.is_empty() && (plain != "string" || enumerated || matches!(format, "date" | "month")) {
        return None;
    }
    let (value, wrong) = match (plain, format) {
        ("integer", "fen") => (Money::parse(&narrow(text)).map(|it| Value::from(it.0)), "web-not-money"),
        ("integer", _) => (narrow(text).parse::<i64>().ok().map(Value::from), "web-not-a-number"),
        ("number", _) => {
            let number = narrow(text).parse::<f64>().ok().filter(|it| it.is_finite());
            (number.map(Value::from), "web-not-a-number")
        }
        ("string", "date") => (day(text).map(|it| Value::from(it.to_string())), "web-not-a-day"),
        ("string", "month") => (month(text).map(|it| Value::from(it.to_string())), "web-not-a-month"),
        ("string", _) if text.is_empty() => return None.or(Some(Value::from(""))),
        _ => (Some(Value::from(text)), ""),
    };
    if value.is_none() {
        faults.push(Fault::new(path.to_owned(), wrong).arg("typed", text));
    }
    value
}

/// Of several shapes, the one whose constants the fields name.
fn variant(
    schemas: &Schemas,
    variants: &[Value],
    tree: &Tree,
    path: &str,
    faults: &mut Vec<Fault>,
) -> Option<Value> {
    let constant = |it: &Value| it.get("const").or_else(|| it.get("enum")?.get(0)).cloned();
    if tree.is_leaf() {
        let text = tree.texts.last()?.trim();
        return (!text.is_empty()).then(|| Value::from(text));
    }
    let fits = variants.iter().find(|variant| {
        schemas.fields(variant).iter().any(|(name, field, _)| {
            let named = tree.fields.get(*name).and_then(|it| it.texts.last());
            constant(field).is_some_and(|it| it.as_str() == named.map(String::as_str))
        })
    });
    read(schemas, fits.or_else(|| variants.first())?, tree, path, faults)
}

/// Full-width digits and signs as plain ones, without spaces.
fn narrow(text: &str) -> String {
    let plain = text.chars().map(|it| match it {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(it) - 0xfee0).unwrap_or(it),
        '−' => '-',
        other => other,
    });
    plain.filter(|it| !it.is_whitespace()).collect()
}

/// Chinese numerals of dates, by their place; the whole digits of a number up to 31.
const NUMERALS: &str = "〇一二三四五六七八九"; // not for people
const ZEROES: [char; 2] = ['零', '○'];

/// A day as people write it: 1940-3-5, 1940/3/5, 1940.3.5, 19400305, 1940年3月5日, 一九四〇年三月五日.
pub(crate) fn day(text: &str) -> Option<Day> {
    let numbers = numbers(text)?;
    let (year, month, day) = match numbers.as_slice() {
        [year, month, day] => (*year, *month, *day),
        [all] if 10_000_000 <= *all => (all / 10_000, all / 100 % 100, all % 100),
        _ => return None,
    };
    if !(1800..=2200).contains(&year) {
        return None;
    }
    Day::new(year as i16, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

/// A month as people write it: 2026-11, 2026年11月, 202611.
pub(crate) fn month(text: &str) -> Option<Month> {
    let numbers = numbers(text)?;
    let (year, month) = match numbers.as_slice() {
        [year, month] => (*year, *month),
        [all] if (100_000..=999_999).contains(all) => (all / 100, all % 100),
        _ => return None,
    };
    let known = (1800..=2200).contains(&year) && (1..=12).contains(&month);
    known.then(|| Month::new(year as i32, month as i32))
}

/// The whole numbers of a date, written in digits or numerals.
fn numbers(text: &str) -> Option<Vec<i64>> {
    let text = narrow(text);
    let parts = text.split(['-', '/', '.', '年', '月', '日', '号', '、', ',']).filter(|it| !it.is_empty());
    parts.map(number).collect()
}

fn number(part: &str) -> Option<i64> {
    if part.bytes().all(|it| it.is_ascii_digit()) {
        return part.parse().ok();
    }
    let digit = |it: char| {
        let it = if ZEROES.contains(&it) { '〇' } else { it };
        NUMERALS.chars().position(|known| known == it).map(|it| it as i64)
    };
    let Some((tens, ones)) = part.split_once('十') else {
        return part.chars().try_fold(0, |sum, it| Some(sum * 10 + digit(it)?));
    };
    let one = |text: &str, empty: i64| match text.chars().collect::<Vec<_>>().as_slice() {
        [] => Some(empty),
        [it] => digit(*it),
        _ => None,
    };
    Some(one(tens, 1)? * 10 + one(ones, 0)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        let want = Day::new(1940, 3, 5);
        for text in [
            "1940-3-5",
            "19400305",
            "1940/03/05",
            "1940.3.5",
            "1940年3月5日",
            "一九四〇年三月五日",
            "一九四零年三月五号",
            "１９４０－３－５",
            " 1940 年 3 月 5 日 ",
        ] {
            assert_eq!(day(text), want, "{text}");
        }
        for text in ["1940-13-5", "3-5", "昨天", "1940-2-30", "", "99999999", "40-3-5"] {
            assert_eq!(day(text), None, "{text}");
        }
        assert_eq!(day("一九五一年十二月二十一日"), Day::new(1951, 12, 21));
        assert_eq!(day("一九五一年十月十日"), Day::new(1951, 10, 10));
    }

    #[test]
    fn months_are_read_as_people_write_them() {
        for text in ["2026-11", "202611", "2026年11月", "二〇二六年十一月", "2026/11"] {
            assert_eq!(month(text), Some(Month::new(2026, 11)), "{text}");
        }
        assert_eq!(month("2026-13"), None);
    }

    fn schemas(input: Value) -> Schemas {
        Schemas {
            inputs: [("it", input)].into(),
            answers: std::collections::BTreeMap::new(),
            definitions: Map::new(),
        }
    }

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn what_takes_nothing_is_asked_with_nothing() {
        let of = |schema| input(&schemas(schema), "it", &fields(&[("verb", "x")])).unwrap();
        let closed = serde_json::json!({ "type": "object", "additionalProperties": false });
        assert_eq!(of(closed), serde_json::json!({}));
        assert_eq!(of(serde_json::json!({ "type": "object" })), serde_json::json!({ "verb": "x" }));
    }

    #[test]
    fn fields_become_the_input_their_schema_describes() {
        let schemas = schemas(serde_json::json!({
            "type": "object",
            "required": ["person", "amount", "on", "sure", "rows"],
            "properties": {
                "person": { "type": "string" },
                "amount": { "type": "integer", "format": "fen" },
                "on": { "type": "string", "format": "date" },
                "sure": { "type": "boolean" },
                "note": { "type": ["string", "null"] },
                "limit": { "anyOf": [{ "type": "integer" }, { "type": "null" }] },
                "rows": { "type": "array", "items": { "type": "object", "required": ["n"],
                    "properties": { "n": { "type": "integer" } } } },
                "tags": { "type": "array", "items": { "type": "string" } },
            },
        }));
        let pairs = [
            ("person", "p1"),
            ("amount", "1,234.5元"),
            ("on", "1940年3月5日"),
            ("limit", ""),
            ("rows[1].n", "2"),
            ("rows[0].n", "１"),
            ("tags", "a"),
            ("tags", "b"),
            ("_csrf", "x"),
            ("nobody-knows", "y"),
        ];
        assert_eq!(
            input(&schemas, "it", &fields(&pairs)).unwrap(),
            serde_json::json!({ "person": "p1", "amount": 123_450, "on": "1940-03-05", "sure": false,
                "rows": [{ "n": 1 }, { "n": 2 }], "tags": ["a", "b"] })
        );
    }

    #[test]
    fn a_map_of_its_own_carries_what_was_sent() {
        let schemas = schemas(serde_json::json!({
            "type": "object", "required": ["values"],
            "properties": { "values": { "type": "object", "additionalProperties": true } },
        }));
        let pairs = [
            ("values.spot", "三楼"),
            ("values.kinds", ""),
            ("values.kinds", "a"),
            ("values.kinds", "b"),
            ("values.none", ""),
            ("values.emptied", ""),
            ("values.emptied", ""),
            ("values.point.lat", "28.5"),
            ("values.point.lon", "102.1"),
            ("values.rows[2].name", "二"),
            ("values.rows[0].name", "一"),
            ("values.rows[0].cost", ""),
        ];
        assert_eq!(
            input(&schemas, "it", &fields(&pairs)).unwrap(),
            serde_json::json!({ "values": { "spot": "三楼", "kinds": ["a", "b"], "none": "", "emptied": [],
                "point": { "lat": "28.5", "lon": "102.1" },
                "rows": [{ "name": "一", "cost": "" }, null, { "name": "二" }] } })
        );
    }

    #[test]
    fn what_cannot_be_read_is_a_fault_beside_its_field() {
        let schemas = schemas(serde_json::json!({
            "type": "object", "required": ["amount", "on"],
            "properties": { "amount": { "type": "integer", "format": "fen" }, "on": { "type": "string", "format": "date" } },
        }));
        let faults = input(&schemas, "it", &fields(&[("amount", "many"), ("on", "")])).unwrap_err();
        let got: Vec<(&str, &str)> = faults.iter().map(|it| (it.path.as_ref(), it.key.as_ref())).collect();
        assert_eq!(got, [("amount", "web-not-money"), ("on", "web-required")]);
    }
}
