//! The API description, OpenAPI 3.1, made from the catalogue: nothing in it is written twice.

use platform::Catalogue;
use serde_json::{Map, Value, json};

use crate::schema::Schemas;

/// The description of everything in the catalogue.
pub fn describe(catalogue: &Catalogue) -> Value {
    document(catalogue, &Schemas::of(catalogue))
}

pub(crate) fn document(catalogue: &Catalogue, schemas: &Schemas) -> Value {
    let mut paths = Map::new();
    for entry in catalogue.verbs() {
        let operation = json!({
            "operationId": entry.name,
            "tags": [room(entry.name)],
            "summary": entry.name,
            "description": about(schemas, entry.name),
            "x-right": entry.right,
            "x-purpose": entry.purpose,
            "x-approval": entry.approval,
            "parameters": [{ "$ref": "#/components/parameters/CommandId" }],
            "requestBody": body(schemas, entry.name),
            "responses": responses(schemas, entry.name),
        });
        paths.insert(format!("/api/{}", entry.name), json!({ "post": operation }));
    }
    for entry in catalogue.questions() {
        let operation = json!({
            "operationId": entry.name,
            "tags": [room(entry.name)],
            "summary": entry.name,
            "description": about(schemas, entry.name),
            "x-right": entry.right,
            "x-purpose": entry.purpose,
            "requestBody": body(schemas, entry.name),
            "responses": responses(schemas, entry.name),
        });
        paths.insert(format!("/api/ask/{}", entry.name), json!({ "post": operation }));
    }
    let mut definitions = schemas.definitions.clone();
    definitions.insert("Refusal".into(), refusal());
    let answers: Map<String, Value> = REFUSALS
        .iter()
        .map(|(status, about)| {
            let content =
                json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Refusal" } } });
            (format!("Refused{status}"), json!({ "description": about, "content": content }))
        })
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Songhe",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
            "description": "Every command and every question of the house. A command carries a `Command-Id` \
                of the caller's; sent again, it is answered with the first answer.",
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "security": [{ "bearer": [] }, { "session": [] }],
        "paths": paths,
        "components": {
            "schemas": definitions,
            "responses": answers,
            "parameters": { "CommandId": {
                "name": "Command-Id", "in": "header", "required": false,
                "description": "Names this command; the same id again gets the first answer.",
                "schema": { "type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[A-Za-z0-9._-]+$" },
            } },
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer" },
                "session": { "type": "apiKey", "in": "cookie", "name": "session" },
            },
        },
    })
}

const REFUSALS: &[(&str, &str)] = &[
    ("400", "The body is not JSON, or the request is malformed."),
    ("401", "Nobody is signed in, or the session has ended."),
    ("403", "The role has no such right, or not in this area."),
    ("404", "No such record, or none that this caller may see."),
    ("405", "This address is asked by POST."),
    ("408", "The request took too long to arrive."),
    ("409", "The record has moved on, or a rule of the house stands against it."),
    ("413", "The body is too large."),
    ("415", "The body is not JSON."),
    ("422", "The input cannot be right; the faults say what, where and why."),
    ("500", "A fault of ours; the incident number finds it in the log."),
    ("503", "The server is stopping, or the answer took too long."),
];

fn responses(schemas: &Schemas, name: &str) -> Value {
    let answer = schemas.answers.get(name).cloned().unwrap_or(Value::Bool(true));
    let mut all = Map::new();
    all.insert(
        "200".into(),
        json!({ "description": "Done.", "content": { "application/json": { "schema": answer } } }),
    );
    for (status, _) in REFUSALS {
        let reference = format!("#/components/responses/Refused{status}");
        all.insert((*status).to_owned(), json!({ "$ref": reference }));
    }
    Value::Object(all)
}

fn body(schemas: &Schemas, name: &str) -> Value {
    let input = schemas.inputs.get(name).cloned().unwrap_or(Value::Bool(true));
    json!({ "required": true, "content": { "application/json": { "schema": input } } })
}

fn about(schemas: &Schemas, name: &str) -> Value {
    schemas.input(name).get("description").cloned().unwrap_or_else(|| name.into())
}

fn room(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

fn refusal() -> Value {
    json!({
        "type": "object",
        "required": ["error"],
        "properties": { "error": {
            "type": "object",
            "required": ["kind", "faults"],
            "properties": {
                "kind": { "enum": ["invalid", "denied", "missing", "conflict", "broken"] },
                "incident": { "type": ["string", "null"] },
                "faults": { "type": "array", "items": {
                    "type": "object",
                    "required": ["path", "key", "args", "message"],
                    "properties": {
                        "path": { "type": "string", "description": "The field; empty for the whole." },
                        "key": { "type": "string", "description": "The message's name, for programs." },
                        "args": { "type": "object", "additionalProperties": { "type": "string" } },
                        "message": { "type": "string", "description": "For people, in Accept-Language." },
                    },
                } },
            },
        } },
    })
}
