//! The JSON schemas of every verb and question, made once at the start.

use std::collections::{BTreeMap, BTreeSet};

use platform::Catalogue;
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value};

/// Where shared definitions stand in the API description.
pub(crate) const DEFINITIONS: &str = "#/components/schemas/";

/// Inputs and answers by name, and what they share.
pub(crate) struct Schemas {
    pub(crate) inputs: BTreeMap<&'static str, Value>,
    pub(crate) answers: BTreeMap<&'static str, Value>,
    pub(crate) definitions: Map<String, Value>,
}

/// What follows the name of a definition that is written otherwise than it is read.
const ANSWERED: &str = "Answered";

/// The names under which answers mean something else than inputs, or refer to what does.
fn apart(read: &Map<String, Value>, written: &Map<String, Value>) -> BTreeSet<String> {
    let mut apart: BTreeSet<String> = BTreeSet::new();
    loop {
        let more: Vec<String> = written
            .iter()
            .filter(|(name, schema)| {
                let differs = |it: &Value| it != *schema || refers(schema, &apart);
                !apart.contains(*name) && read.get(*name).is_some_and(differs)
            })
            .map(|it| it.0.clone())
            .collect();
        if more.is_empty() {
            return apart;
        }
        apart.extend(more);
    }
}

/// The definition that a node of a schema refers to.
fn referred(schema: &Value) -> Option<&str> {
    schema.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix(DEFINITIONS))
}

fn refers(schema: &Value, names: &BTreeSet<String>) -> bool {
    let here = referred(schema).is_some_and(|it| names.contains(it));
    here || match schema {
        Value::Object(fields) => fields.values().any(|it| refers(it, names)),
        Value::Array(items) => items.iter().any(|it| refers(it, names)),
        _ => false,
    }
}

fn rename(schema: &mut Value, names: &BTreeSet<String>) {
    let other =
        referred(schema).filter(|it| names.contains(*it)).map(|it| format!("{DEFINITIONS}{it}{ANSWERED}"));
    match schema {
        Value::Object(fields) => {
            if let Some(other) = other {
                fields.insert("$ref".to_owned(), other.into());
            }
            fields.values_mut().for_each(|it| rename(it, names));
        }
        Value::Array(items) => items.iter_mut().for_each(|it| rename(it, names)),
        _ => (),
    }
}

impl Schemas {
    pub(crate) fn of(catalogue: &Catalogue) -> Schemas {
        let settings = SchemaSettings::draft2020_12().with(|it| {
            it.definitions_path = "/components/schemas".into();
            it.meta_schema = None;
        });
        // What may be left out when it is sent is there when it is answered, and the other way round.
        let mut written = SchemaGenerator::new(settings.clone().for_serialize());
        let mut read = SchemaGenerator::new(settings);
        let (mut inputs, mut answers) = (BTreeMap::new(), BTreeMap::new());
        for entry in catalogue.verbs() {
            inputs.insert(entry.name, (entry.input)(&mut read).to_value());
            answers.insert(entry.name, (entry.answer)(&mut written).to_value());
        }
        for entry in catalogue.questions() {
            inputs.insert(entry.name, (entry.input)(&mut read).to_value());
            answers.insert(entry.name, (entry.answer)(&mut written).to_value());
        }
        let mut definitions = read.take_definitions(true);
        let mut of_answers = written.take_definitions(true);
        let apart = apart(&definitions, &of_answers);
        for schema in answers.values_mut().chain(of_answers.values_mut()) {
            rename(schema, &apart);
        }
        for (name, schema) in of_answers {
            let name = if apart.contains(&name) { format!("{name}{ANSWERED}") } else { name };
            definitions.insert(name, schema);
        }
        Schemas { inputs, answers, definitions }
    }

    /// The input of a verb or question, with a reference at its top followed.
    pub(crate) fn input(&self, name: &str) -> &Value {
        self.inputs.get(name).map_or(&Value::Null, |it| self.follow(it))
    }

    /// A schema, or what it refers to.
    pub(crate) fn follow<'s>(&'s self, schema: &'s Value) -> &'s Value {
        let name = schema.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix(DEFINITIONS));
        name.and_then(|it| self.definitions.get(it)).map_or(schema, |it| self.follow(it))
    }

    /// The schema without the `null` that an optional field allows, and whether it allowed one.
    pub(crate) fn present<'s>(&'s self, schema: &'s Value) -> (&'s Value, bool) {
        let schema = self.follow(schema);
        let Some(choices) = schema.get("anyOf").and_then(Value::as_array) else {
            let kinds = schema.get("type").and_then(Value::as_array);
            return (schema, kinds.is_some_and(|it| it.iter().any(|it| it == "null")));
        };
        let null = |it: &&Value| it.get("type").is_some_and(|it| it == "null");
        let rest: Vec<&Value> = choices.iter().filter(|it| !null(it)).collect();
        match rest.as_slice() {
            [one] => (self.follow(one), rest.len() < choices.len()),
            _ => (schema, rest.len() < choices.len()),
        }
    }

    /// The fields of an object, those of flattened parts (`allOf`) too.
    pub(crate) fn fields<'s>(&'s self, schema: &'s Value) -> Vec<(&'s str, &'s Value, bool)> {
        let schema = self.follow(schema);
        let mut fields = Vec::new();
        let required: Vec<&str> = schema
            .get("required")
            .and_then(Value::as_array)
            .map(|it| it.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            for (name, field) in properties {
                fields.push((name.as_str(), field, required.contains(&name.as_str())));
            }
        }
        for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            fields.extend(self.fields(part));
        }
        fields
    }
}

/// The plain type a schema names, without `null`.
pub(crate) fn kind(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(kind)) => kind,
        Some(Value::Array(kinds)) => {
            kinds.iter().filter_map(Value::as_str).find(|it| *it != "null").unwrap_or("")
        }
        _ => "",
    }
}
