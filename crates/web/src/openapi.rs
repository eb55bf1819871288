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
    of_any_book(schemas, &mut paths);
    let definitions = schemas.definitions.clone();
    envelope(
        paths,
        definitions,
        "Every command and every question of the house. A command carries a `Command-Id` \
        of the caller's; sent again, it is answered with the first answer. What a casebook takes stands in \
        `/api/cases/<book>/openapi.json`, as the caller's role sees it.",
    )
}

/// Cases of any book: what the book is and which step stands in the address.
fn of_any_book(schemas: &Schemas, paths: &mut Map<String, Value>) {
    let parameter = |name: &str| {
        json!({ "name": name, "in": "path", "required": true,
            "schema": { "type": "string", "pattern": "^[a-z][a-z0-9_]*$", "maxLength": 60 } })
    };
    let ways = [
        ("cases.open", "/api/cases/{book}/open", "book", vec![parameter("book")]),
        ("cases.step", "/api/cases/{book}/steps/{step}", "step", vec![parameter("book"), parameter("step")]),
    ];
    for (verb, path, taken, mut parameters) in ways {
        let mut input = schemas.input(verb).clone();
        if let Some(properties) = input.get_mut("properties").and_then(Value::as_object_mut) {
            properties.remove(taken);
        }
        if let Some(required) = input.get_mut("required").and_then(Value::as_array_mut) {
            required.retain(|it| it != taken);
        }
        parameters.push(json!({ "$ref": "#/components/parameters/CommandId" }));
        let operation = json!({
            "operationId": format!("{verb}.of-book"),
            "tags": ["cases"],
            "summary": about(schemas, verb),
            "parameters": parameters,
            "requestBody": { "required": true, "content": { "application/json": { "schema": input } } },
            "responses": responses(schemas, verb),
        });
        paths.insert(path.to_owned(), json!({ "post": operation }));
    }
}

/// One book as a program of some role may write it, from the answer of `books.schema`.
pub(crate) fn of_book(book: &Value) -> Value {
    let text = |it: &Value, name: &str| it.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let id = text(book, "book");
    let operation = |name: String, summary: &Value, properties: Value, required: Value| {
        let input = json!({ "type": "object", "properties": properties, "required": required });
        let done = json!({ "description": "Done.", "content": { "application/json": { "schema": {
            "type": "object", "required": ["case", "state", "revision"], "properties": {
                "case": { "type": "string" }, "state": { "type": "string" }, "number": { "type": "string" },
                "revision": { "type": "integer" }, "opened": { "type": ["string", "null"] } } } } } });
        let mut responses = refusals();
        responses.insert("200".into(), done);
        json!({ "post": {
            "operationId": name,
            "tags": [id],
            "summary": summary,
            "parameters": [{ "$ref": "#/components/parameters/CommandId" }],
            "requestBody": { "required": true, "content": { "application/json": { "schema": input } } },
            "responses": responses,
        } })
    };
    let mut paths = Map::new();
    if book.get("may_open") == Some(&Value::Bool(true)) {
        let values = book.get("opening").cloned().unwrap_or_default();
        let subject = text(book, "subject") != "none";
        let properties = json!({ "values": values, "subject": { "type": ["string", "null"] },
            "area": { "type": ["string", "null"] } });
        let required = if subject { json!(["subject", "values"]) } else { json!(["values"]) };
        let summary = &book["name"]["en"];
        let open = operation(format!("{id}.open"), summary, properties, required);
        paths.insert(format!("/api/cases/{id}/open"), open);
    }
    for step in book.get("steps").and_then(Value::as_array).into_iter().flatten() {
        let properties = json!({ "case": { "type": "string" }, "revision": { "type": "integer" },
            "note": { "type": "string" }, "values": step.get("values") });
        let name = text(step, "id");
        let required = json!(["case", "revision"]);
        let step = operation(format!("{id}.{name}"), &step["name"]["en"], properties, required);
        paths.insert(format!("/api/cases/{id}/steps/{name}"), step);
    }
    envelope(paths, Map::new(), "One casebook, as the caller's role may open its cases and take its steps.")
}

/// What every description has round its paths.
fn envelope(paths: Map<String, Value>, mut definitions: Map<String, Value>, about: &str) -> Value {
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
            "description": about,
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
    let mut all = refusals();
    all.insert(
        "200".into(),
        json!({ "description": "Done.", "content": { "application/json": { "schema": answer } } }),
    );
    Value::Object(all)
}

fn refusals() -> Map<String, Value> {
    let reference = |status: &str| json!({ "$ref": format!("#/components/responses/Refused{status}") });
    REFUSALS.iter().map(|(status, _)| ((*status).to_owned(), reference(status))).collect()
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
