//! The JSON API: `POST /api/<verb>` and `POST /api/ask/<question>`, by a bearer token or a session.
//!
//! A body is the input itself; `Command-Id` names the command, so that a retry is answered with
//! the first answer. An error is `{"error": {kind, faults, incident}}` with its message.

use axum::{
    Json,
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use base::{Error, Fault, Result};
use platform::{Actor, Channel};
use serde_json::{Value, json};

use crate::{
    answer,
    call::Call,
    gate::Session,
    openapi, parts,
    site::Site,
    visit::{Visit, at},
    words::Lang,
};

/// Longest command id.
const COMMAND_ID_MAX: usize = 100;

pub(crate) fn verb(site: &Site, call: &Call, name: &str) -> Response {
    answered(site, call, |actor, input| {
        if site.house.catalogue.verb(name).is_none() {
            return Err(Error::missing("verb"));
        }
        site.submit(actor, name, command_id(call)?, input)
    })
}

fn command_id(call: &Call) -> Result<Option<&str>> {
    let Some(id) = call.headers.get("command-id") else { return Ok(None) };
    let id = id.to_str().ok().filter(|it| (1..=COMMAND_ID_MAX).contains(&it.len()));
    Ok(Some(id.ok_or_else(|| Error::invalid("Command-Id", "web-bad-command-id"))?))
}

/// `POST /api/cases/<book>/open`: a new case of the book in the address.
pub(crate) fn open_case(site: &Site, call: &Call, book: &str) -> Response {
    answered(site, call, |actor, input| {
        site.submit(actor, "cases.open", command_id(call)?, with(input, "book", book)?)
    })
}

/// `POST /api/cases/<book>/steps/<step>`: the step in the address, of a case of that book.
pub(crate) fn take_step(site: &Site, call: &Call, book: &str, step: &str) -> Response {
    answered(site, call, |actor, input| {
        let input = with(input, "step", step)?;
        let case = input.get("case").and_then(Value::as_str).unwrap_or_default();
        let known = site.ask(actor, "cases.case", json!({ "case": case }))?;
        if known.get("book").and_then(Value::as_str) != Some(book) {
            return Err(Error::missing("case"));
        }
        site.submit(actor, "cases.step", command_id(call)?, input)
    })
}

/// `GET /api/cases/<book>/openapi.json`: what a program of this role may send about one book.
pub(crate) fn book_description(site: &Site, call: &Call, book: &str) -> Response {
    let reader = match bearer(call) {
        Some(token) => at(site).and_then(|at| site.gate.program(&site.door(), at, token)),
        None => Visit::open(site, call).map(|it| it.session.filter(ready).map(|it| it.actor)),
    };
    let described = reader.and_then(|reader| {
        let Some(actor) = reader else { return Ok(None) };
        site.ask(&actor, "books.schema", json!({ "book": book })).map(Some)
    });
    let mut response = match described {
        Ok(Some(schemas)) => Json(openapi::of_book(&schemas)).into_response(),
        Ok(None) => refusal(site, call, StatusCode::UNAUTHORIZED, &Error::denied("web-api-sign-in")),
        Err(error) => refusal(site, call, answer::status(&error), &error),
    };
    answer::keep_nowhere(&mut response);
    response
}

/// The input with what the address says already.
fn with(input: Value, name: &str, value: &str) -> Result<Value> {
    let Value::Object(mut input) = input else { return Err(Error::invalid("", "web-api-not-an-object")) };
    input.insert(name.to_owned(), value.into());
    Ok(Value::Object(input))
}

fn bearer(call: &Call) -> Option<&str> {
    call.header(header::AUTHORIZATION).and_then(|it| it.strip_prefix("Bearer "))
}

pub(crate) fn question(site: &Site, call: &Call, name: &str) -> Response {
    answered(site, call, |actor, input| site.ask(actor, name, input))
}

pub(crate) fn answered(
    site: &Site,
    call: &Call,
    act: impl FnOnce(&Actor, Value) -> Result<Value>,
) -> Response {
    answered_from(site, call, input, act)
}

/// As [`answered`], of a body that `input` reads.
pub(crate) fn answered_from(
    site: &Site,
    call: &Call,
    input: impl FnOnce(&Call) -> Result<Value, (StatusCode, Error)>,
    act: impl FnOnce(&Actor, Value) -> Result<Value>,
) -> Response {
    if call.method != Method::POST {
        let error = Error::invalid("", "web-api-post-only");
        let mut response = refusal(site, call, StatusCode::METHOD_NOT_ALLOWED, &error);
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
        return response;
    }
    let mut response = match caller(site, call) {
        Ok(Some(actor)) => match input(call) {
            Ok(input) => match act(&actor, input) {
                Ok(answer) => (StatusCode::OK, Json(answer)).into_response(),
                Err(error) => refusal(site, call, answer::status(&error), &error),
            },
            Err((status, error)) => refusal(site, call, status, &error),
        },
        Ok(None) => {
            let mut response =
                refusal(site, call, StatusCode::UNAUTHORIZED, &Error::denied("web-api-sign-in"));
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            response
        }
        Err(error) => refusal(site, call, answer::status(&error), &error),
    };
    answer::keep_nowhere(&mut response);
    response
}

/// The faults of an error with their sentences.
pub(crate) fn faults(site: &Site, call: &Call, error: &Error) -> Vec<Value> {
    let lang = call.header("accept-language").and_then(|it| Lang::of(it.split([',', '-', ';']).next()?));
    let lang = lang.unwrap_or(Lang::Zh);
    let words = site.templates.words();
    let fault = |it: &Fault| {
        let args: serde_json::Map<String, Value> =
            it.args.iter().map(|(name, value)| (name.to_string(), Value::from(value.as_str()))).collect();
        let message = parts::fault_sentence(&words, lang, it);
        json!({ "path": it.path, "key": it.key, "args": args, "message": message })
    };
    error.faults().iter().map(fault).collect()
}

/// Who calls: the session of a bearer token; or of the cookie, when this site's own page calls.
fn caller(site: &Site, call: &Call) -> Result<Option<Actor>> {
    if let Some(token) = bearer(call) {
        return site.gate.program(&site.door(), at(site)?, token);
    }
    let visit = Visit::open(site, call)?;
    let Some(session) = visit.session.clone().filter(ready) else { return Ok(None) };
    let sent = call.header("x-csrf-token").unwrap_or_default().to_owned();
    visit.check_csrf(&[("_csrf".to_owned(), sent)])?;
    Ok(Some(Actor { channel: Channel::Api, ..session.actor }))
}

/// A session that still owes a password or a second factor does nothing else first.
fn ready(session: &Session) -> bool {
    session.must.is_none()
}

/// The body as JSON; nothing at all is an empty object.
fn input(call: &Call) -> Result<Value, (StatusCode, Error)> {
    let kind = call.header(header::CONTENT_TYPE).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if !call.body.is_empty() && kind != "application/json" {
        return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, Error::invalid("", "web-api-json-only")));
    }
    if call.body.is_empty() {
        return Ok(json!({}));
    }
    serde_json::from_slice(&call.body).map_err(|why| {
        let fault = Fault::new("", "web-api-not-json").arg("line", why.line()).arg("column", why.column());
        (StatusCode::BAD_REQUEST, Error::Invalid(vec![fault]))
    })
}

pub(crate) fn refusal(site: &Site, call: &Call, status: StatusCode, error: &Error) -> Response {
    let faults = faults(site, call, error);
    let incident = answer::incident(site, error);
    let body = json!({ "error": { "kind": error.kind(), "faults": faults, "incident": incident } });
    let mut response = (status, Json(body)).into_response();
    answer::keep_nowhere(&mut response);
    response
}
