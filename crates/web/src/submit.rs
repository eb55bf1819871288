//! `POST /do/<verb>`: any form becomes the catalogued command.
//!
//! Right: done once, then the next page says so. Wrong: the page the form stood on comes back
//! with what was typed and the fault beside its field. Signed out meanwhile: sign in, and the
//! form is there again.

use axum::{http::StatusCode, response::Response};
use base::{Error, Fault, Result};
use base64::{
    Engine,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use platform::Actor;
use serde_json::{Value, json};

use crate::{
    answer,
    call::{Pairs, Upload, escape, first, local},
    entrance,
    page::{self, Returned},
    typed,
    visit::{Visit, cookie},
};

/// A file whose field begins so is kept first, and its id is the field's value.
const STORED: char = '@';
/// Longest message that is carried to the next page in a cookie.
const SAID_BYTES_MAX: usize = 1_500;

pub(crate) fn submit(visit: &Visit, verb: &str) -> Result<Response> {
    let fields = visit.call.fields();
    let from = local(first(&fields, "_from").unwrap_or("/"));
    let Some(session) = &visit.session else {
        return entrance::again(visit, &fields, from);
    };
    visit.check_csrf(&fields)?;
    if session.must.is_some_and(|must| !from.starts_with(must)) {
        return Err(Error::denied("web-not-yet"));
    }
    if visit.site.house.catalogue.verb(verb).is_none() {
        return Err(Error::missing("verb"));
    }
    // Files are kept before the verb judges the rest, so that a form that comes back has them.
    let fields = stored_first(visit, &session.actor, &fields)?;
    let outcome = run(visit, &session.actor, verb, &fields);
    match outcome {
        Ok(answer) => match first(&fields, "_show").filter(|it| !it.is_empty()) {
            Some(page) => page::show_answer(visit, page, answer),
            None => Ok(done(visit, verb, &fields, &answer)),
        },
        Err(error @ (Error::Invalid(_) | Error::Conflict(_) | Error::Denied(_))) => {
            let status = answer::status(&error);
            let faults = error.faults().to_vec();
            let returned = Returned { verb: verb.to_owned(), values: fields.clone(), faults, status };
            // The page itself may be gone by now; then the error stands alone.
            page::show_again(visit, from, &returned).or(Err(error))
        }
        Err(error) => Err(error),
    }
}

/// Runs the verb once; with several files once for each, under an id of its own.
fn run(visit: &Visit, actor: &Actor, verb: &str, fields: &Pairs) -> Result<Value> {
    let schemas = &visit.site.schemas;
    let id = first(fields, "_command").filter(|it| !it.is_empty());
    let mut last = Value::Null;
    let sent: Vec<&Upload> = visit.call.files.iter().filter(|it| !it.field.starts_with(STORED)).collect();
    if sent.is_empty() {
        let input = typed::input(schemas, verb, fields).map_err(Error::Invalid)?;
        return visit.site.submit(actor, verb, id, input);
    }
    for (place, file) in sent.iter().enumerate() {
        let mut pairs = fields.clone();
        // A verb that takes a file takes its bytes in base64, and its name where it asks for one.
        pairs.push((file.field.clone(), BASE64_STANDARD.encode(&file.bytes)));
        if first(fields, "name").is_none_or(str::is_empty) {
            pairs.push(("name".to_owned(), file.name.clone()));
        }
        let input = typed::input(schemas, verb, &pairs).map_err(Error::Invalid)?;
        let own = id.map(|it| format!("{it}-{place}"));
        last = visit
            .site
            .submit(actor, verb, own.as_deref(), input)
            .map_err(|error| of_file(error, &file.name))?;
    }
    if let (Some(object), count @ 2..) = (last.as_object_mut(), sent.len()) {
        object.insert("files".to_owned(), count.into());
    }
    Ok(last)
}

/// Keeps the files that a form hands in beside its own fields; the field then names the kept file.
fn stored_first(visit: &Visit, actor: &Actor, fields: &Pairs) -> Result<Pairs> {
    let mut pairs = fields.clone();
    for file in visit.call.files.iter().filter(|it| it.field.starts_with(STORED)) {
        let text = |name| first(fields, name).unwrap_or_default();
        let input = json!({
            "name": file.name,
            "area": text("_file_area"),
            "about": text("_file_about"),
            "about_id": text("_file_about_id"),
            "content": BASE64_STANDARD.encode(&file.bytes),
        });
        let kept = visit.site.submit(actor, "files.put", None, input)?;
        let id = kept.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        // The name stands beside it for a form that comes back; no verb takes it.
        pairs.push((format!("kept.{id}"), file.name.clone()));
        pairs.push((file.field.trim_start_matches(STORED).to_owned(), id));
    }
    Ok(pairs)
}

/// Which of several files a fault is about.
fn of_file(error: Error, name: &str) -> Error {
    let Error::Invalid(faults) = error else { return error };
    let named =
        |it: Fault| if it.args.iter().any(|(arg, _)| arg == "file") { it } else { it.arg("file", name) };
    Error::Invalid(faults.into_iter().map(named).collect())
}

fn done(visit: &Visit, verb: &str, fields: &Pairs, answer: &Value) -> Response {
    let next = first(fields, "_next").filter(|it| !it.is_empty()).or(first(fields, "_from")).unwrap_or("/");
    let next = filled(next, answer);
    let mut response = answer::redirect(local(&next));
    let mut said = json!({ "verb": verb, "args": scalars(answer) }).to_string();
    if SAID_BYTES_MAX < said.len() {
        said = json!({ "verb": verb, "args": {} }).to_string();
    }
    let said = BASE64_URL_SAFE_NO_PAD.encode(said);
    answer::add_cookie(&mut response, &cookie(visit.site, answer::SAID, &said, Some(60)));
    response
}

/// `{person}` in an address is that field of the answer.
fn filled(address: &str, answer: &Value) -> String {
    let mut out = String::new();
    let mut rest = address;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        let value = if name.is_empty() { Some(answer) } else { answer.get(name) };
        match value {
            Some(Value::String(text)) => escape(&mut out, text),
            Some(Value::Number(number)) => out.push_str(&number.to_string()),
            _ => (),
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// What of an answer a sentence can name.
fn scalars(answer: &Value) -> Value {
    let fields = answer.as_object().into_iter().flatten();
    let secret = |name: &str| ["password", "secret", "token", "address", "content"].contains(&name);
    let plain = fields.filter(|(name, value)| !secret(name) && !value.is_object() && !value.is_array());
    Value::Object(plain.map(|(name, value)| (name.clone(), value.clone())).collect())
}

/// `POST /bulk/<verb>`: one verb for every selected row, each under an id of its own.
pub(crate) fn bulk(visit: &Visit, verb: &str) -> Result<Response> {
    let fields = visit.call.fields();
    let from = local(first(&fields, "_from").unwrap_or("/")).to_owned();
    let Some(session) = &visit.session else {
        return Ok(answer::to_login(visit));
    };
    visit.check_csrf(&fields)?;
    let field = first(&fields, &format!("_field.{verb}")).unwrap_or("id").to_owned();
    let id = first(&fields, "_command").unwrap_or_default().to_owned();
    let selected: Vec<&str> =
        fields.iter().filter(|(name, _)| name == "selected").map(|(_, value)| value.as_str()).collect();
    let (mut count, mut faults) = (0_i64, Vec::new());
    for (place, row) in selected.iter().enumerate() {
        let pairs = vec![(field.clone(), (*row).to_owned())];
        let input = typed::input(&visit.site.schemas, verb, &pairs).map_err(Error::Invalid);
        let own = format!("{id}-{place}");
        let outcome = input.and_then(|input| visit.site.submit(&session.actor, verb, Some(&own), input));
        match outcome {
            Ok(_) => count += 1,
            Err(Error::Broken(source)) => return Err(Error::Broken(source)),
            Err(error) => faults.extend(error.faults().iter().cloned()),
        }
    }
    if faults.is_empty() && 0 < count {
        return Ok(done(visit, verb, &fields, &json!({ "count": count })));
    }
    if selected.is_empty() {
        faults.push(Fault::new("", "web-nothing-selected"));
    } else {
        faults.insert(0, Fault::new("", "web-bulk-partly").arg("done", count).arg("of", selected.len()));
    }
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    page::show_again(visit, &from, &Returned { verb: verb.to_owned(), values: fields, faults, status })
}

/// `POST /again`: the page a form stands on with what was typed so far: more lines, what was looked
/// for, the questions that follow from the answers. Nothing is judged and nothing is written, but
/// files that were chosen are kept.
pub(crate) fn again(visit: &Visit) -> Result<Response> {
    let fields = visit.call.fields();
    let from = local(first(&fields, "_from").unwrap_or("/")).to_owned();
    let Some(session) = &visit.session else {
        return entrance::again(visit, &fields, &from);
    };
    visit.check_csrf(&fields)?;
    let values = stored_first(visit, &session.actor, &fields)?;
    let verb = first(&fields, "_verb").unwrap_or_default().to_owned();
    page::show_again(visit, &from, &Returned { verb, values, faults: Vec::new(), status: StatusCode::OK })
}

/// `POST /language`: the other language, with what was typed so far.
pub(crate) fn language(visit: &mut Visit) -> Result<Response> {
    let fields = visit.call.fields();
    let from = local(first(&fields, "_from").unwrap_or("/")).to_owned();
    let lang = first(&fields, "_lang").and_then(crate::words::Lang::of);
    visit.lang = lang.ok_or_else(|| Error::invalid("_lang", "web-no-such-language"))?;
    let typed = fields.iter().any(|(name, value)| !name.starts_with('_') && !value.is_empty());
    let mut response = if typed {
        let verb = first(&fields, "_verb").unwrap_or_default().to_owned();
        let returned = Returned { verb, values: fields.clone(), faults: Vec::new(), status: StatusCode::OK };
        page::show_again(visit, &from, &returned)?
    } else {
        answer::redirect(&from)
    };
    // A year: a choice of this browser, not a secret.
    answer::add_cookie(&mut response, &cookie(visit.site, "lang", visit.lang.tag(), Some(31_536_000)));
    Ok(response)
}

/// `POST /theme`.
pub(crate) fn theme(visit: &Visit) -> Response {
    let fields = visit.call.fields();
    let from = local(first(&fields, "_from").unwrap_or("/"));
    let theme = first(&fields, "_theme").filter(|it| matches!(*it, "light" | "dark")).unwrap_or("");
    let mut response = answer::redirect(from);
    answer::add_cookie(&mut response, &cookie(visit.site, "theme", theme, Some(31_536_000)));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_address_may_name_the_answer() {
        let answer = json!({ "person": "a b", "n": 3 });
        assert_eq!(filled("/persons/{person}?n={n}&x={none}", &answer), "/persons/a%20b?n=3&x=");
        assert_eq!(filled("/runs/{}", &json!("r1")), "/runs/r1");
        assert_eq!(filled("/a{b", &answer), "/a{b");
    }
}
