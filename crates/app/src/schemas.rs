//! The schemas of what `--json` answers, by command: `docs/schemas/` holds them, a test keeps them.

use people::{audit, benefits, foresee, runs};
use platform::{Question, access, journal};
use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    commands::{accounts, assess, backup, copy, doctor, init, keys, pack},
    out,
    taking::Taken,
    wiring,
};

/// Every command that answers a program, with the schema of its answer.
pub fn all() -> Vec<(&'static str, Value)> {
    vec![
        ("accounts-duties", of::<accounts::DutiesAnswer>()),
        ("accounts-list", answer_of::<access::ask::Accounts>()),
        ("assess-list", of::<Vec<assess::Listed>>()),
        ("assess-score", of::<instruments::Outcome>()),
        ("ask", anything("Answer of a question of the catalogue", "ask")),
        ("backup", of::<backup::Answer>()),
        ("benefits-audit", answer_of::<audit::pack::Pack>()),
        ("benefits-explain", answer_of::<benefits::ask::Explain>()),
        ("benefits-explain-all", answer_of::<benefits::of_person::OfPerson>()),
        ("benefits-run", answer_of::<runs::ask::Run>()),
        ("benefits-simulate", answer_of::<foresee::ask::WhatIf>()),
        ("benefits-verify", of::<Vec<runs::verify::Verified>>()),
        ("copy", of::<copy::Answer>()),
        ("demo", of::<Vec<access::first::Opened>>()),
        ("do", anything("Answer of a verb of the catalogue", "do")),
        ("doctor", of::<doctor::Report>()),
        ("error", of::<out::Refusal>()),
        ("import", of::<Vec<Taken>>()),
        ("init", of::<init::Answer>()),
        ("journal-head", of::<journal::chain::Head>()),
        ("journal-verify", of::<journal::verify::Report>()),
        ("keys", of::<keys::Answer>()),
        ("pack-check", of::<pack::Checked>()),
        ("pack-xlsform", of::<pack::FormRead>()),
        ("pack-new", of::<Vec<String>>()),
        ("restore", of::<backup::Answer>()),
        ("schema", of::<Described>()),
        ("synth", of::<synth::Summary>()),
    ]
}

fn of<T: JsonSchema>() -> Value {
    whole(SchemaGenerator::root_schema_for::<T>)
}

fn answer_of<Q: Question>() -> Value {
    of::<Q::Answer>()
}

/// What differs from verb to verb: the program itself says which schema it is.
fn anything(title: &str, command: &str) -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "description": format!("Its own schema, and that of the input, is what `songhe {command} NAME --schema` \
            prints; the same stands in the description of the API."),
    })
}

/// What `--schema` answers: how a verb or question is asked, and what it answers.
#[derive(Serialize, JsonSchema)]
pub struct Described {
    pub name: String,
    pub right: String,
    /// A JSON schema (2020-12) of the input.
    pub input: Value,
    /// A JSON schema (2020-12) of the answer.
    pub answer: Value,
}

/// A verb or question of the catalogue with its schemas.
pub fn described(name: &str) -> Option<Described> {
    let catalogue = wiring::catalogue();
    let verb = catalogue.verb(name).map(|it| (it.right, it.input, it.answer));
    let (right, input, answer) =
        verb.or_else(|| catalogue.question(name).map(|it| (it.right, it.input, it.answer)))?;
    let (input, answer) = (named(input, SchemaSettings::draft2020_12()), whole(answer));
    Some(Described { name: name.to_owned(), right: right.to_owned(), input, answer })
}

/// A schema of what is written, with all that it names: what may be left out of it is not required.
fn whole(make: fn(&mut SchemaGenerator) -> Schema) -> Value {
    named(make, SchemaSettings::draft2020_12().for_serialize())
}

fn named(make: fn(&mut SchemaGenerator) -> Schema, settings: SchemaSettings) -> Value {
    let mut generator = settings.into_generator();
    let mut schema = make(&mut generator);
    let named = generator.take_definitions(true);
    if !named.is_empty() {
        schema.insert("$defs".to_owned(), Value::Object(named));
    }
    schema.to_value()
}
