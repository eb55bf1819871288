//! The family's own page, without an account: in by a code and the elder's birth date, then what the elder
//! has and could have, yes and no to offers, applications. And the desk's pages that hand the codes out.

use axum::{http::StatusCode, response::Response};
use base::{Error, Fault, Result};
use serde_json::{Value, json};

use crate::{
    answer,
    call::{Pairs, first},
    page::{self, Context, Page, Returned, ask, origin},
    site::Site,
    typed,
    visit::{Visit, cookie},
};

pub(crate) const FAMILY: &str = "/family";

pub(crate) const PAGES: &[Page] = &[
    Page { extra: Some(seen), open: true, ..Page::new(FAMILY, "family/family") },
    Page { asks: &[ask("it", "passes.of-person")], ..Page::new("/persons/{person}/passes", "family/person") },
    // A code is shown once, in the answer to the form that made it.
    Page { extra: Some(origin), ..Page::new("/passes/given", "family/given") },
];

const ENTER: &str = "passes.enter";
const SAY: &str = "passes.say";
const APPLY: &str = "passes.apply";
const LEAVE: &str = "passes.leave";

/// What the holder of a visit sees; nothing before, and a word when the visit is over.
fn seen(visit: &Visit, context: &mut Context) -> Result<()> {
    context.insert("mine".into(), Value::Null);
    context.insert("over".into(), Value::Null);
    let Some(token) = token(visit) else { return Ok(()) };
    let family = visit.site.family()?;
    match visit.site.ask(&family, "passes.mine", json!({ "visit": token })) {
        Ok(mine) => drop(context.insert("mine".into(), mine)),
        Err(Error::Denied(faults)) => drop(context.insert("over".into(), json!(faults.key))),
        Err(error) => return Err(error),
    }
    Ok(())
}

/// `POST /family`: one of the commands of a pass.
pub(crate) fn act(visit: &Visit) -> Result<Response> {
    let fields = visit.call.fields();
    visit.check_csrf(&fields)?;
    match first(&fields, "_verb").unwrap_or_default() {
        ENTER => enter(visit, &fields),
        verb @ (SAY | APPLY) => say(visit, verb, &fields),
        LEAVE => leave(visit, &fields),
        _ => Err(Error::missing("verb")),
    }
}

fn enter(visit: &Visit, fields: &Pairs) -> Result<Response> {
    let site = visit.site;
    if !site.limit.allows(&visit.call.from, site.now()) {
        return again(
            visit,
            ENTER,
            fields,
            StatusCode::TOO_MANY_REQUESTS,
            vec![Fault::new("", "passes-slow")],
        );
    }
    let answered = match run(visit, ENTER, fields) {
        Ok(it) => it,
        Err(error @ (Error::Invalid(_) | Error::Conflict(_))) => {
            return again(visit, ENTER, fields, answer::status(&error), error.faults().to_vec());
        }
        Err(error) => return Err(error),
    };
    let Some(token) = answered["visit"].as_str() else {
        let key = match answered["outcome"].as_str() {
            Some("locked") => "passes-locked",
            Some("over") => "passes-over",
            _ => "passes-wrong",
        };
        return again(visit, ENTER, fields, StatusCode::FORBIDDEN, vec![Fault::new("code", key)]);
    };
    let mut response = answer::redirect(FAMILY);
    answer::add_cookie(&mut response, &cookie(site, visit_cookie(site), token, None));
    Ok(response)
}

fn say(visit: &Visit, verb: &str, fields: &Pairs) -> Result<Response> {
    match run(visit, verb, &with_token(visit, fields)) {
        Ok(_) => Ok(answer::redirect(&format!("{FAMILY}?done={}", verb.trim_start_matches("passes.")))),
        Err(error @ (Error::Invalid(_) | Error::Conflict(_))) => {
            again(visit, verb, fields, answer::status(&error), error.faults().to_vec())
        }
        // The visit is over: the page says so and asks for the code again.
        Err(Error::Denied(_)) => Ok(answer::redirect(FAMILY)),
        Err(error) => Err(error),
    }
}

fn leave(visit: &Visit, fields: &Pairs) -> Result<Response> {
    if token(visit).is_some() {
        run(visit, LEAVE, &with_token(visit, fields))?;
    }
    let mut response = answer::redirect(FAMILY);
    answer::add_cookie(&mut response, &cookie(visit.site, visit_cookie(visit.site), "", Some(0)));
    Ok(response)
}

fn run(visit: &Visit, verb: &str, fields: &Pairs) -> Result<Value> {
    let input = typed::input(&visit.site.schemas, verb, fields).map_err(Error::Invalid)?;
    let command = first(fields, "_command").filter(|it| !it.is_empty());
    visit.site.submit(&visit.site.family()?, verb, command, input)
}

fn again(
    visit: &Visit,
    verb: &str,
    fields: &Pairs,
    status: StatusCode,
    faults: Vec<Fault>,
) -> Result<Response> {
    let returned = Returned { verb: verb.to_owned(), values: fields.clone(), faults, status };
    page::show_again(visit, FAMILY, &returned)
}

fn with_token(visit: &Visit, fields: &Pairs) -> Pairs {
    let mut pairs = fields.clone();
    pairs.retain(|(name, _)| name != "visit");
    pairs.push(("visit".to_owned(), token(visit).unwrap_or_default().to_owned()));
    pairs
}

fn token<'v>(visit: &'v Visit) -> Option<&'v str> {
    visit.call.cookie(visit_cookie(visit.site)).filter(|it| !it.is_empty())
}

fn visit_cookie(site: &Site) -> &'static str {
    if site.settings.tls { "__Host-family" } else { "family" }
}

impl Site {
    /// Whoever comes by a pass: what they may see and do is what the pass is about.
    pub(crate) fn family(&self) -> Result<platform::Actor> {
        self.service(&platform::jobs::accounts::FAMILY)
    }
}
