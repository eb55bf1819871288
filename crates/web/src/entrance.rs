//! Coming in and going out: sign-in, the second factor, sign-out, another role.

use axum::{
    http::{StatusCode, header},
    response::Response,
};
use base::{Error, Fault, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::json;

use crate::{
    answer,
    call::{Pairs, encode, first, local},
    gate::{self, SignIn},
    page::{self, Context, Returned},
    shell,
    visit::{Visit, at, cookie, guest_cookie, session_cookie},
};

/// Most of a form that is carried over a sign-in.
const CARRIED_BYTES_MAX: usize = 64 << 10;

/// `GET /login`.
pub(crate) fn show(visit: &Visit) -> Result<Response> {
    let next = first(&visit.call.queries(), "next").map(|it| local(it).to_owned()).unwrap_or_default();
    if visit.session.is_some() {
        return Ok(answer::redirect(local(&next)));
    }
    form(visit, StatusCode::OK, &Form { next, ..Form::default() })
}

#[derive(Default)]
struct Form {
    login: String,
    next: String,
    carried: String,
    faults: Vec<Fault>,
    timed_out: bool,
}

fn form(visit: &Visit, status: StatusCode, form: &Form) -> Result<Response> {
    let mut context = Context::new();
    context.insert("login".into(), form.login.as_str().into());
    context.insert("next".into(), form.next.as_str().into());
    context.insert("carried".into(), form.carried.as_str().into());
    context.insert("timed_out".into(), form.timed_out.into());
    context.insert("faults".into(), json!(form.faults));
    context.insert("form".into(), serde_json::Value::Null);
    context.insert("shell".into(), shell::shell(visit, "/login", &[])?);
    let context = minijinja::Value::from(minijinja::value::Serde(&context));
    let body = visit.site.templates.render(visit.lang, "house/login.html", context)?;
    Ok(answer::html(visit, status, body))
}

/// `POST /login`.
pub(crate) fn sign_in(visit: &Visit) -> Result<Response> {
    let fields = visit.call.fields();
    let text = |name| first(&fields, name).unwrap_or_default();
    let mut shown = Form {
        login: text("login").to_owned(),
        next: text("next").to_owned(),
        carried: text("carried").to_owned(),
        ..Form::default()
    };
    if visit.check_csrf(&fields).is_err() {
        // The page stood open too long, or cookies are off: say so and let them try again.
        shown.faults.push(Fault::new("", "web-login-again"));
        return form(visit, StatusCode::FORBIDDEN, &shown);
    }
    let agent = visit.call.header(header::USER_AGENT).unwrap_or_default();
    let attempt =
        SignIn { login: text("login").trim(), password: text("password"), from: &visit.call.from, agent };
    let site = visit.site;
    match site.gate.sign_in(&site.door(), at(site)?, &attempt) {
        Ok(token) => {
            let mut response = entered(visit, &token, &shown)?;
            answer::add_cookie(&mut response, &cookie(site, session_cookie(site), &token, None));
            answer::add_cookie(&mut response, &cookie(site, guest_cookie(site), "", Some(0)));
            Ok(response)
        }
        Err(Error::Broken(source)) => Err(Error::Broken(source)),
        Err(error) => {
            shown.faults = error.faults().to_vec();
            form(visit, StatusCode::FORBIDDEN, &shown)
        }
    }
}

/// `POST /code`: the second factor.
pub(crate) fn prove(visit: &Visit) -> Result<Response> {
    let fields = visit.call.fields();
    visit.check_csrf(&fields)?;
    let site = visit.site;
    let code = first(&fields, "code").unwrap_or_default();
    let next = local(first(&fields, "next").unwrap_or("/"));
    match site.gate.prove(&site.door(), at(site)?, &visit.token, code.trim()) {
        Ok(()) => Ok(answer::redirect(next)),
        Err(Error::Broken(source)) => Err(Error::Broken(source)),
        Err(error) => {
            let mut faults = error.faults().to_vec();
            faults.iter_mut().for_each(|it| it.path = "code".into());
            let (verb, status) = (String::new(), StatusCode::FORBIDDEN);
            let values = vec![("next".to_owned(), next.to_owned())];
            page::show_again(visit, gate::CODE, &Returned { verb, values, faults, status })
        }
    }
}

/// The page asked for, or the form that a time-out cut off.
fn entered(visit: &Visit, token: &str, shown: &Form) -> Result<Response> {
    let carried = BASE64_STANDARD.decode(&shown.carried).unwrap_or_default();
    if carried.is_empty() {
        return Ok(answer::redirect(local(&shown.next)));
    }
    let fields = crate::call::decode(&carried);
    let from = local(first(&fields, "_from").unwrap_or("/")).to_owned();
    let site = visit.site;
    let session = site.gate.session(&site.door(), at(site)?, token)?;
    if session.as_ref().is_none_or(|it| it.must.is_some()) {
        return Ok(answer::redirect(&from));
    }
    let returned = Returned {
        verb: first(&fields, "_verb").unwrap_or_default().to_owned(),
        values: fields,
        faults: vec![Fault::new("", "web-signed-in-again")],
        status: StatusCode::OK,
    };
    let (lang, call) = (visit.lang, visit.call);
    let known = Visit { site, call, lang, session, token: token.to_owned(), new_guest: false };
    page::show_again(&known, &from, &returned).or_else(|_| Ok(answer::redirect(&from)))
}

/// A form came in after the session had ended: sign in, and it is there again.
pub(crate) fn again(visit: &Visit, fields: &Pairs, from: &str) -> Result<Response> {
    if visit.call.from_elsewhere() {
        return Err(Error::denied("web-forged-form"));
    }
    let secret = |name: &str| name.contains("password") || matches!(name, "_csrf" | "_command" | "code");
    let kept = fields.iter().filter(|(name, _)| !secret(name));
    let text = encode(kept.map(|(name, value)| (name.as_str(), value.as_str())));
    let carried = if text.len() <= CARRIED_BYTES_MAX { BASE64_STANDARD.encode(text) } else { String::new() };
    let shown = Form { next: from.to_owned(), carried, timed_out: true, ..Form::default() };
    form(visit, StatusCode::UNAUTHORIZED, &shown)
}

/// `POST /logout`.
pub(crate) fn sign_out(visit: &Visit) -> Result<Response> {
    let site = visit.site;
    if visit.session.is_some() {
        visit.check_csrf(&visit.call.fields())?;
        site.gate.sign_out(&site.door(), at(site)?, &visit.token)?;
    }
    let mut response = answer::redirect("/login");
    answer::add_cookie(&mut response, &cookie(site, session_cookie(site), "", Some(0)));
    Ok(response)
}

/// `POST /role`: acts under another grant.
pub(crate) fn choose(visit: &Visit) -> Result<Response> {
    let fields = visit.call.fields();
    visit.check_csrf(&fields)?;
    let site = visit.site;
    let grant = first(&fields, "grant").unwrap_or_default();
    site.gate.choose(&site.door(), at(site)?, &visit.token, grant)?;
    Ok(answer::redirect("/"))
}
