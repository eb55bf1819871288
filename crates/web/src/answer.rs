//! Responses, and what an error looks like to whom.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use base::Error;
use serde_json::json;

use crate::{
    call::{Call, encode, local},
    page::Context,
    shell,
    site::Site,
    visit::{Visit, cookie, guest_cookie},
    words::Lang,
};

/// What a form leaves for the next page to say.
pub(crate) const SAID: &str = "said";

/// A page. What it shows is of this moment and this reader: nobody keeps it.
pub(crate) fn html(visit: &Visit, status: StatusCode, body: String) -> Response {
    let mut response = (status, Html(body)).into_response();
    keep_nowhere(&mut response);
    if visit.new_guest {
        add_cookie(&mut response, &cookie(visit.site, guest_cookie(visit.site), &visit.token, None));
    }
    if visit.call.cookie(SAID).is_some_and(|it| !it.is_empty()) {
        add_cookie(&mut response, &cookie(visit.site, SAID, "", Some(0)));
    }
    response
}

pub(crate) fn keep_nowhere(response: &mut Response) {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

pub(crate) fn add_cookie(response: &mut Response, text: &str) {
    if let Ok(value) = HeaderValue::from_str(text) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// See other: what was posted is done, look here.
pub(crate) fn redirect(to: &str) -> Response {
    let mut plain = String::new();
    for it in to.chars() {
        if it.is_ascii_graphic() { plain.push(it) } else { crate::call::escape(&mut plain, &it.to_string()) }
    }
    let to = HeaderValue::from_str(&plain).unwrap_or(HeaderValue::from_static("/"));
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(header::LOCATION, to);
    keep_nowhere(&mut response);
    response
}

pub(crate) fn to_login(visit: &Visit) -> Response {
    let address = visit.call.address();
    if visit.call.path == "/" {
        return redirect("/login");
    }
    redirect(&format!("/login?{}", encode([("next", address.as_str())])))
}

pub(crate) fn status(error: &Error) -> StatusCode {
    match error {
        Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        // A phone that the desk has wiped deletes what it holds when it hears this.
        Error::Denied(fault) if fault.key == care::field::WIPED => StatusCode::GONE,
        Error::Denied(_) => StatusCode::FORBIDDEN,
        Error::Missing(_) => StatusCode::NOT_FOUND,
        Error::Conflict(_) => StatusCode::CONFLICT,
        Error::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// A number by which the operator finds the log entry, and the log entry.
pub(crate) fn incident(site: &Site, error: &Error) -> Option<String> {
    let Error::Broken(_) = error else { return None };
    let number = format!("{:08x}", site.seed().unwrap_or_default() as u32);
    tracing::error!(incident = number, %error, "a request failed");
    Some(number)
}

/// The page of an error, in the shell if the visitor is known.
pub(crate) fn error_page(visit: &Visit, error: &Error) -> Response {
    let status = status(error);
    let mut context = Context::new();
    context.insert("kind".into(), error.kind().into());
    context.insert("faults".into(), json!(error.faults()));
    context.insert("incident".into(), json!(incident(visit.site, error)));
    context.insert("form".into(), serde_json::Value::Null);
    context.insert("back".into(), json!(sender_page(visit.call)));
    let body = shell::shell(visit, &visit.call.path, &[]).and_then(|shell| {
        context.insert("shell".into(), shell);
        let context = minijinja::Value::from(minijinja::value::Serde(&context));
        visit.site.templates.render(visit.lang, "house/error.html", context)
    });
    match body {
        Ok(body) => html(visit, status, body),
        Err(second) => {
            tracing::error!(%second, "the page of an error failed");
            bare(visit.site, visit.call, status)
        }
    }
}

/// The page of ours from which something was sent.
fn sender_page(call: &Call) -> Option<String> {
    let sent = call.method != axum::http::Method::GET;
    let (_, rest) = call.header(header::REFERER).filter(|_| sent)?.split_once("://")?;
    let path = rest.find('/').map(|at| local(&rest[at..]))?;
    Some(path.to_owned())
}

/// The last resort: no template, no database.
pub(crate) fn bare(site: &Site, call: &Call, status: StatusCode) -> Response {
    let lang = call.cookie("lang").and_then(Lang::of).unwrap_or(Lang::Zh);
    let mut response = (status, site.text(lang, "web-error-broken")).into_response();
    keep_nowhere(&mut response);
    response
}
