//! Inputs made from the schemas of the catalogue, about a record of the scene.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::scene::Target;

/// Required properties that name a record which the scene does not have: the entry is tried with
/// an id of nothing, which proves the right and that nothing breaks, and its story the area.
pub(super) const NO_RECORD: &[&str] = &[
    "account",
    "adapter",
    "alert",
    "allocation",
    "ability",
    "anomaly",
    "asked_by",
    "assessment",
    "band",
    "bank",
    "bed",
    "beds",
    "bill",
    "bulk",
    "by",
    "link",
    "state",
    "step",
    "bytes",
    "closed",
    "code",
    "codes",
    "command",
    "correction",
    "deputy",
    "device",
    "digest",
    "doubt",
    "draft",
    "en",
    "entry",
    "event",
    "export",
    "facts",
    "field",
    "files",
    "fund",
    "grant",
    "household",
    "how",
    "id",
    "import",
    "instrument",
    "into",
    "job",
    "kept",
    "label",
    "leave",
    "leave_kind",
    "line",
    "lines",
    "login",
    "merge",
    "merged",
    "name",
    "names",
    "new",
    "notice",
    "notice_number",
    "number",
    "objection",
    "old",
    "organ",
    "other",
    "others",
    "paper",
    "outcome",
    "parcel",
    "partner",
    "pass",
    "payer",
    "payment",
    "plan",
    "proposal",
    "query",
    "reference",
    "relation",
    "relative",
    "room",
    "row",
    "rule",
    "rows",
    "scan",
    "seed",
    "served_by",
    "service",
    "session",
    "sheet",
    "statement",
    "stay",
    "status",
    "suspect",
    "taken_at",
    "subject",
    "to",
    "type",
    "token",
    "unmasking",
    "until",
    "upload",
    "version",
    "visit",
    "what",
    "wish",
    "words",
    "sort",
    "zh",
];

/// Properties that name a record of which some targets have one.
const RECORDS: &[&str] = &[
    "about",
    "case",
    "cases",
    "entrant",
    "facility",
    "entrants",
    "file",
    "payee",
    "people",
    "person",
    "persons",
    "recovery",
    "review",
    "subject_id",
    "task",
    "tasks",
];

/// Properties that name an area.
const AREAS: &[&str] = &["area", "areas", "living", "path", "place", "registered", "township", "village"];

/// An input of an entry about a target, made from the entry's schema; whether it names the target;
/// and which required properties name a record that the scene lacks.
pub(super) struct Sample {
    pub(super) input: Value,
    pub(super) names_target: bool,
    pub(super) lacks: Vec<String>,
    /// The entry is about a kind of record that this target has none of.
    pub(super) not_of_this: bool,
}

pub(super) fn sample(entry: &str, schema: &Value, target: &Target) -> Sample {
    let room = entry.split('.').next().unwrap_or_default();
    let mut made = Sample { input: Value::Null, names_target: false, lacks: Vec::new(), not_of_this: false };
    let mut input = Map::new();
    let required: BTreeSet<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(value) = of_target(room, name, property, target) {
            made.names_target = true;
            input.insert(name.clone(), value);
        } else if let Some(id) = target.of_county(name) {
            input.insert(name.clone(), Value::from(id));
        } else if target.is_person && AREAS.contains(&name.as_str()) {
            // Of a person the record is meant and not the area: any that fits will do.
            input.insert(name.clone(), Value::from(target.registered.as_str()));
        } else if required.contains(name.as_str()) {
            let (value, plain) = plain(property);
            if RECORDS.contains(&name.as_str()) {
                made.not_of_this = true;
            } else if !plain && !NO_RECORD.contains(&name.as_str()) && !is_words(name) {
                made.lacks.push(name.clone());
            }
            input.insert(name.clone(), value);
        }
    }
    made.input = Value::Object(input);
    made
}

/// The target's record for a property, when the property names one.
pub(super) fn of_target(room: &str, name: &str, property: &Value, target: &Target) -> Option<Value> {
    let many = property["type"] == "array";
    let value = match name {
        "person" | "persons" | "people" => target.id("person")?.to_owned(),
        name if AREAS.contains(&name) && target.is_person => return None,
        name if AREAS.contains(&name) => target.registered.clone(),
        "subject_kind" => if target.is_person { "person" } else { "scene" }.to_owned(),
        "subject_id" => target.id("person").or(target.id("about"))?.to_owned(),
        "entrants" => target.id("entrant")?.to_owned(),
        "cases" => target.id("case")?.to_owned(),
        "tasks" => target.id("task")?.to_owned(),
        "id" if room == "facilities" => target.id("facility")?.to_owned(),
        // What is said of a facility, not its id.
        "facility" if property.get("properties").is_some() && !target.is_person => {
            return Some(json!({ "name": "新站", "kind": "station", "area": target.registered }));
        }
        // Two rooms call their records files.
        "file" if room == "intake" => target.id("intake.file")?.to_owned(),
        other => target.id(other)?.to_owned(),
    };
    Some(if many { json!([value]) } else { json!(value) })
}

/// Free words that a person types; no record stands behind them.
pub(super) fn is_words(name: &str) -> bool {
    [
        "note", "contact", "finding", "phone", "reason", "why", "purpose", "proof", "content", "role",
        "source", "basis", "kind", "about",
    ]
    .iter()
    .any(|it| name.contains(it))
        || [
            "text",
            "value",
            "document",
            "title",
            "use",
            "month",
            "benefit",
            "slot",
            "conclusion",
            "matter",
            "risk",
            "answer",
            "holder",
            "evidence",
        ]
        .contains(&name)
}

/// A value of the property's type, and whether it is one that names no record.
pub(super) fn plain(property: &Value) -> (Value, bool) {
    if let Some(first) = property["enum"].get(0).or(property["oneOf"][0].get("const")) {
        return (first.clone(), true);
    }
    if let Some(first) = property["anyOf"].get(0).or(property["oneOf"].get(0)) {
        return plain(first);
    }
    let kind = property["type"].as_str().or(property["type"].get(0).and_then(Value::as_str));
    match (kind, property["format"].as_str()) {
        (Some("string"), Some("date")) => (json!("2026-11-01"), true),
        (Some("string"), _)
            if property["pattern"].as_str().is_some_and(|it| it.starts_with("^[0-9]{4}-")) =>
        {
            (json!("2026-11"), true)
        }
        (Some("string"), _) => (json!("01890000-0000-7000-8000-000000000000"), false),
        (Some("integer" | "number"), _) => (json!(1), true),
        (Some("boolean"), _) => (json!(false), true),
        (Some("array"), _) => (json!([]), true),
        (Some("object"), _) => {
            let mut inner = Map::new();
            for name in property["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
                inner.insert(name.to_owned(), plain(&property["properties"][name]).0);
            }
            (Value::Object(inner), true)
        }
        _ => (Value::Null, true),
    }
}
