//! The JSON schemas of every verb and question, made once at the start.

use std::collections::BTreeMap;

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

impl Schemas {
    pub(crate) fn of(catalogue: &Catalogue) -> Schemas {
        let settings = SchemaSettings::draft2020_12().with(|it| {
            it.definitions_path = "/components/schemas".into();
            it.meta_schema = None;
        });
        let mut generator = SchemaGenerator::new(settings);
        let (mut inputs, mut answers) = (BTreeMap::new(), BTreeMap::new());
        for entry in catalogue.verbs() {
            inputs.insert(entry.name, (entry.input)(&mut generator).to_value());
            answers.insert(entry.name, (entry.answer)(&mut generator).to_value());
        }
        for entry in catalogue.questions() {
            inputs.insert(entry.name, (entry.input)(&mut generator).to_value());
            answers.insert(entry.name, (entry.answer)(&mut generator).to_value());
        }
        Schemas { inputs, answers, definitions: generator.take_definitions(true) }
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
