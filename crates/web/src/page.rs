//! The table of pages: an address, the questions it asks, the template that shows the answers.

use axum::{
    http::{StatusCode, header},
    response::Response,
};
use base::{Error, Fault, Result};
use serde_json::{Map, Value, json};

use crate::{
    answer, assets,
    call::{Call, Pairs, first, local},
    list, pages, shell,
    site::Site,
    typed,
    visit::Visit,
};

/// What a template is given.
pub(crate) type Context = Map<String, Value>;

/// A page. Most need no Rust beyond their line in a room's table.
#[derive(Clone, Copy)]
pub(crate) struct Page {
    /// The address; `{person}` stands for a field of the questions' input.
    pub(crate) path: &'static str,
    /// `<room>/<page>`, without `.html`. A list page needs no template of its own.
    pub(crate) template: &'static str,
    pub(crate) asks: &'static [Ask],
    /// Whether `<room>/<page>.list.json` declares a list over the first question.
    pub(crate) list: bool,
    pub(crate) nav: Option<Nav>,
    /// What the questions cannot say, for the few pages that need it.
    pub(crate) extra: Option<fn(&Visit, &mut Context) -> Result<()>>,
    /// Makes of the address's fields what its questions take, where the two differ.
    pub(crate) prepare: Option<fn(&mut Pairs)>,
    /// Declares the list from the answers, where no file does.
    pub(crate) declare: Option<fn(&Visit, &mut Context) -> Result<list::Declared>>,
    /// Whether a visitor who has not signed in may see it.
    pub(crate) open: bool,
}

impl Page {
    pub(crate) const fn new(path: &'static str, template: &'static str) -> Page {
        Page {
            path,
            template,
            asks: &[],
            list: false,
            nav: None,
            extra: None,
            prepare: None,
            declare: None,
            open: false,
        }
    }
}

/// A question of a page, and the name of its answer in the template.
#[derive(Clone, Copy)]
pub(crate) struct Ask {
    pub(crate) name: &'static str,
    pub(crate) question: &'static str,
    /// Whether the page also stands without it: when the reader has no right, or there is nothing.
    pub(crate) optional: bool,
    /// Fields set by the page: a text, or `{name}` of the address or query.
    pub(crate) set: &'static [(&'static str, &'static str)],
}

pub(crate) const fn ask(name: &'static str, question: &'static str) -> Ask {
    Ask { name, question, optional: false, set: &[] }
}

pub(crate) const fn may_ask(name: &'static str, question: &'static str) -> Ask {
    Ask { name, question, optional: true, set: &[] }
}

/// A line of the left navigation, shown to those who may ask the page's first question.
#[derive(Clone, Copy)]
pub(crate) struct Nav {
    pub(crate) label: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) order: u16,
}

/// A form that comes back: what was typed and what is wrong with it.
pub(crate) struct Returned {
    pub(crate) verb: String,
    pub(crate) values: Pairs,
    pub(crate) faults: Vec<Fault>,
    pub(crate) status: StatusCode,
}

/// The page at an address, with the fields its address holds.
pub(crate) fn find(path: &str) -> Option<(&'static Page, Pairs)> {
    let parts: Vec<&str> = path.split('/').collect();
    pages::all().find_map(|page| {
        let wanted: Vec<&str> = page.path.split('/').collect();
        if wanted.len() != parts.len() {
            return None;
        }
        let mut fields = Pairs::new();
        for (want, got) in wanted.iter().zip(&parts) {
            match want.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
                Some(name) if !got.is_empty() => {
                    let decoded =
                        crate::call::decode(format!("{name}={}", got.replace('+', "%2B")).as_bytes());
                    fields.extend(decoded);
                }
                _ if want == got => (),
                _ => return None,
            }
        }
        Some((page, fields))
    })
}

/// Shows the page at the address of the call.
pub(crate) fn show(visit: &Visit) -> Result<Response> {
    render(visit, &visit.call.path, &visit.call.queries(), None, Value::Null)
}

/// Shows the page at the address of the call with fields that were sent to it.
pub(crate) fn show_with(visit: &Visit, fields: &[(String, String)]) -> Result<Response> {
    render(visit, &visit.call.path, fields, None, Value::Null)
}

/// Shows the page at `address` with what a verb answered: for what is shown once and kept nowhere.
pub(crate) fn show_answer(visit: &Visit, address: &str, answer: Value) -> Result<Response> {
    let (path, query) = local(address).split_once('?').unwrap_or((local(address), ""));
    render(visit, path, &crate::call::decode(query.as_bytes()), None, answer)
}

/// Shows the page at `address`, with a form that came back.
pub(crate) fn show_again(visit: &Visit, address: &str, returned: &Returned) -> Result<Response> {
    let (path, query) = local(address).split_once('?').unwrap_or((local(address), ""));
    render(visit, path, &crate::call::decode(query.as_bytes()), Some(returned), Value::Null)
}

fn render(
    visit: &Visit,
    path: &str,
    query: &[(String, String)],
    returned: Option<&Returned>,
    answer: Value,
) -> Result<Response> {
    let (page, mut given) = find(path).ok_or_else(|| Error::missing("page"))?;
    if !page.open {
        match &visit.session {
            None => return Ok(answer::to_login(visit)),
            Some(session) => {
                if let Some(must) = session.must.filter(|it| *it != page.path) {
                    return Ok(answer::redirect(must));
                }
            }
        }
    }
    given.extend(query.iter().cloned());
    let mut context = Context::new();
    context.insert("given".into(), object(&given));
    context.insert("form".into(), returned.map_or(Value::Null, form));
    // What was typed so far decides what a form asks.
    let typed = returned.iter().flat_map(|it| &it.values).filter(|it| it.0.starts_with(TYPED));
    given.extend(typed.cloned());
    if let Some(prepare) = page.prepare {
        prepare(&mut given);
    }
    let mut faults = Vec::new();
    for it in page.asks {
        let value = match ask_one(visit, it, &given, &mut faults) {
            Ok(value) => value,
            Err(Error::Denied(_) | Error::Missing(_)) if it.optional => Value::Null,
            Err(error) => return Err(error),
        };
        context.insert(it.name.to_owned(), value);
    }
    context.insert("faults".into(), json!(faults));
    if let Some(extra) = page.extra {
        extra(visit, &mut context)?;
    }
    if page.list {
        let declared = match page.declare {
            Some(declare) => declare(visit, &mut context)?,
            None => list::declared(page.template)?,
        };
        let rows = page.asks.first().and_then(|it| context.get(it.name)).cloned().unwrap_or_default();
        let list = list::build(visit, &declared, path, query, &rows)?;
        context.insert("list".into(), list);
    }
    context.insert("answer".into(), answer);
    context.insert("shell".into(), shell::shell(visit, path, query)?);
    let own = format!("{}.html", page.template);
    let name =
        if page.list && assets::page_text(&own).is_none() { "parts/list_page.html" } else { own.as_str() };
    context.insert("template".into(), page.template.into());
    let body = visit.site.templates.render(
        visit.lang,
        name,
        minijinja::Value::from(minijinja::value::Serde(&context)),
    )?;
    Ok(answer::html(visit, returned.map_or(StatusCode::OK, |it| it.status), body))
}

/// The beginning of the names of a form's free fields.
const TYPED: &str = "values.";

/// Asks one question of a page. A filter that cannot be read is told and left out.
fn ask_one(visit: &Visit, it: &Ask, given: &[(String, String)], faults: &mut Vec<Fault>) -> Result<Value> {
    // What is public is asked as the public, whoever looks.
    let public = it.question.starts_with("public.").then(|| visit.site.public()).transpose()?;
    let Some(actor) = public.as_ref().or(visit.actor()) else { return Err(Error::denied("web-sign-in")) };
    let mut pairs: Pairs = given.to_vec();
    for (field, from) in it.set {
        pairs.retain(|(name, _)| name != field);
        let value = match from.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
            Some(name) => first(given, name).unwrap_or_default(),
            None => from,
        };
        pairs.push(((*field).to_owned(), value.to_owned()));
    }
    pairs.retain(|(_, value)| !value.is_empty());
    let schemas = &visit.site.schemas;
    let input = match typed::input(schemas, it.question, &pairs) {
        Ok(input) => input,
        Err(found) => {
            pairs.retain(|(name, _)| found.iter().all(|fault| fault.path != name.as_str()));
            faults.extend(found);
            typed::input(schemas, it.question, &pairs).map_err(Error::Invalid)?
        }
    };
    match visit.site.ask(actor, it.question, input) {
        Err(Error::Invalid(found)) => {
            // A filter that the question cannot use is told and left out, too.
            let before = pairs.len();
            pairs.retain(|(name, _)| found.iter().all(|fault| fault.path != name.as_str()));
            if pairs.len() == before {
                return Err(Error::Invalid(found));
            }
            faults.extend(found);
            let input = typed::input(schemas, it.question, &pairs).map_err(Error::Invalid)?;
            visit.site.ask(actor, it.question, input)
        }
        answer => answer,
    }
}

/// Tells a page the address at which people find this house: what stands before the path in a printed code.
/// The operator's, where they set one; else that of the request.
#[expect(clippy::unnecessary_wraps, reason = "of the shape that pages ask")]
pub(crate) fn origin(visit: &Visit, context: &mut Context) -> Result<()> {
    context.insert("origin".into(), Value::from(origin_of(visit.site, visit.call)));
    Ok(())
}

/// The operator's own address, or else the one that was called.
pub(crate) fn origin_of(site: &Site, call: &Call) -> String {
    let settings = &site.settings;
    settings.public_url.as_ref().map_or_else(
        || {
            let scheme = if settings.tls { "https" } else { "http" };
            format!("{scheme}://{}", call.header(header::HOST).unwrap_or_default())
        },
        |it| it.trim_end_matches('/').to_owned(),
    )
}

fn object(pairs: &[(String, String)]) -> Value {
    Value::Object(pairs.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect())
}

/// A form that came back, as templates read it.
fn form(returned: &Returned) -> Value {
    let mut values = Map::new();
    for (name, text) in returned.values.iter().filter(|(name, _)| !name.starts_with('_')) {
        let held = values.entry(name.clone()).or_insert_with(|| json!([]));
        if let Some(texts) = held.as_array_mut() {
            texts.push(Value::from(text.as_str()));
        }
    }
    let mut faults = Map::new();
    for fault in &returned.faults {
        let held = faults.entry(fault.path.to_string()).or_insert_with(|| json!([]));
        if let Some(list) = held.as_array_mut() {
            list.push(json!(fault));
        }
    }
    json!({
        "verb": returned.verb,
        "id": first(&returned.values, "_form").filter(|it| !it.is_empty()),
        "values": values,
        "faults": faults,
        "summary": returned.faults,
        "moved_on": returned.status == StatusCode::CONFLICT,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_apart_and_read() {
        assert_eq!(find("/").map(|it| it.0.path), Some("/"));
        assert!(find("/no/such/page").is_none());
    }

    #[test]
    fn no_two_pages_have_one_address() {
        let mut paths: Vec<&str> = pages::all().map(|it| it.path).collect();
        let count = paths.len();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), count);
    }
}
