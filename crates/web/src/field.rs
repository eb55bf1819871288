//! The field app: its shell, which a phone keeps, and the few addresses it calls when it has a line.
//!
//! | address                | what                                                              |
//! |------------------------|-------------------------------------------------------------------|
//! | `GET /field`           | the shell: the same for everybody, so that it can be kept          |
//! | `GET /field/sw.js`     | the worker that keeps it, told which files belong together         |
//! | `GET /field/words/…`   | the app's words, from the same files as all others                 |
//! | `GET /field/me`        | who is signed in, and the token for what follows                   |
//! | `POST /field/send`     | a batch of verbs, each through the one door by itself              |
//! | `POST /field/parcel`   | a piece of a photo, as plain bytes                                 |
//! | `GET /field/map`       | the outline of the county and its places                           |
//!
//! All else goes by `/api`: `field.enrol`, `field.report`, `field.snapshot`.

use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base::{Error, Instant, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    answer, api, assets,
    call::{Call, first},
    page::{Nav, Page, ask},
    parts,
    serve::{Whole, blocking, page_of},
    site::Site,
    visit::Visit,
    words::Lang,
};

pub(crate) const PAGES: &[Page] = &[Page {
    asks: &[ask("devices", "field.devices")],
    list: true,
    nav: Some(Nav { label: "fielddesk-nav", icon: "people", order: 19 }),
    ..Page::new("/field/devices", "field/devices")
}];

/// The files of the shell beside the page itself.
const FILES: &[&str] = &["field.js", "songhe.css", "field.css", "icon.svg"];
const PAGE: &str = "field/app.html";
/// Where the app lives; its worker answers for nothing else.
pub(crate) const HOME: &str = "/field";

/// What a page may ask of the phone: the app takes a voice note; no other page hears anything.
pub(crate) fn permissions(route: &str) -> &'static str {
    if route == HOME {
        "camera=(), microphone=(self), geolocation=(self)"
    } else {
        "camera=(), microphone=(), geolocation=(self)"
    }
}

pub(crate) fn routes(router: Router<Arc<Site>>) -> Router<Arc<Site>> {
    router
        .route(HOME, get(page_of(app)))
        .route("/field/sw.js", get(page_of(worker)))
        .route("/field/manifest.webmanifest", get(page_of(manifest)))
        .route("/field/words/{lang}", get(page_of(words)))
        .route("/field/me", get(page_of(me)))
        .route("/field/map", get(page_of(map)))
        .route(
            "/field/send",
            post(async |State(site): State<Arc<Site>>, Whole(call): Whole| blocking(site, call, send).await),
        )
        .route(
            "/field/parcel",
            post(async |State(site): State<Arc<Site>>, Whole(call): Whole| {
                blocking(site, call, parcel).await
            }),
        )
}

/// `GET /field`: nothing of it is anybody's.
pub(crate) fn app(visit: &Visit) -> Result<Response> {
    let mut response = axum::response::Html(page(visit.site)?).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

/// The page is the same in every language: a browser that looks for a new edition asks in its own, and the app
/// puts in its words by itself.
fn page(site: &Site) -> Result<String> {
    let context = minijinja::context! { html_lang => Lang::Zh.html(), synthetic => site.settings.synthetic };
    site.templates.render(Lang::Zh, PAGE, context)
}

/// `GET /field/sw.js`: the worker, and before it the files that belong together, by their content.
pub(crate) fn worker(visit: &Visit) -> Result<Response> {
    let script = assets::text("field-sw.js").ok_or_else(|| Error::missing("page"))?;
    let mut files = vec![HOME.to_owned(), "/field/manifest.webmanifest".to_owned()];
    files.extend(FILES.iter().map(|it| assets::address(it)));
    files.extend(Lang::BOTH.map(|it| format!("/field/words/{}.json", it.tag())));
    let told: Vec<String> = Lang::BOTH.map(|it| told(visit.site, it).to_string()).into();
    let mut content = vec![page(visit.site)?, script.clone(), files.join(" ")];
    content.extend(told);
    let version = assets::digest(&content.join("\n"));
    let shell = json!({ "version": version, "files": files });
    let body = format!("self.SHELL={shell};\n{script}");
    let kind = "text/javascript; charset=utf-8";
    let mut response =
        ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], body).into_response();
    response.headers_mut().insert("service-worker-allowed", HeaderValue::from_static(HOME));
    Ok(response)
}

/// `GET /field/words/<lang>.json`.
pub(crate) fn words(visit: &Visit) -> Result<Response> {
    let tag = visit.call.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".json");
    let lang = Lang::of(tag).ok_or_else(|| Error::missing("page"))?;
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")];
    Ok((headers, told(visit.site, lang).to_string()).into_response())
}

/// Beginnings of the keys that the app may say.
const SAID: &[&str] = &[
    "field-",
    "label-",
    "hardship-",
    "disability-",
    "ability-",
    "arrangement-",
    "task-",
    "wish-",
    "sex-",
    "way-",
    "visits-",
    "finding-",
];

/// Every word of the app, an argument as `{name}`. A word with cases is left out: a phone has no plurals.
fn told(site: &Site, lang: Lang) -> Value {
    let words = site.templates.words();
    let keys = words.keys(lang).into_iter().filter(|key| SAID.iter().any(|it| key.starts_with(it)));
    let told = keys.filter_map(|key| Some((key.to_owned(), Value::from(plain(words.pattern(lang, key)?)?))));
    Value::Object(told.collect::<Map<String, Value>>())
}

fn plain(pattern: &Pattern<&str>) -> Option<String> {
    pattern.elements.iter().try_fold(String::new(), |mut text, it| {
        match it {
            PatternElement::TextElement { value } => text.push_str(value),
            PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::VariableReference { id }),
            } => text.push_str(&format!("{{{}}}", id.name)),
            PatternElement::Placeable { .. } => return None,
        }
        Some(text)
    })
}

/// `GET /field/manifest.webmanifest`: what makes it an app on the phone's first page.
pub(crate) fn manifest(visit: &Visit) -> Result<Response> {
    let text = |key: &str| visit.site.text(visit.lang, key);
    let icon = json!({ "src": assets::address("icon.svg"), "sizes": "any", "type": "image/svg+xml" });
    let body = json!({
        "name": text("field-app-name"), "short_name": text("web-name"), "lang": visit.lang.html(),
        "start_url": HOME, "scope": HOME, "display": "standalone", "orientation": "portrait",
        "background_color": "#faf7f0", "theme_color": "#1f5c47", "icons": [icon],
    });
    let headers = [(header::CONTENT_TYPE, "application/manifest+json"), (header::CACHE_CONTROL, "no-cache")];
    Ok((headers, body.to_string()).into_response())
}

/// `GET /field/me`: whose session this is, if anybody's.
pub(crate) fn me(visit: &Visit) -> Result<Response> {
    let ready = visit.session.as_ref().filter(|it| it.must.is_none());
    let may = |it: &&crate::gate::Session| it.actor.may("field.use");
    let body = match ready.filter(may) {
        Some(session) => json!({
            "account": session.actor.account, "name": session.actor.name, "role": session.actor.role,
            "area": session.actor.area, "county": session.actor.county, "csrf": visit.csrf(),
            "now": visit.site.now(), "synthetic": visit.site.settings.synthetic,
        }),
        None => json!({ "account": null, "denied": ready.is_some() }),
    };
    let mut response = axum::Json(body).into_response();
    answer::keep_nowhere(&mut response);
    Ok(response)
}

/// What a phone sends at once.
#[derive(Deserialize)]
struct Batch {
    device: String,
    /// The phone's clock as it sends.
    sent_at: Instant,
    acts: Vec<Act>,
}

#[derive(Deserialize)]
struct Act {
    /// Made on the phone: the command's id.
    id: String,
    verb: String,
    input: Value,
    /// By the phone's clock.
    made_at: Instant,
    /// The day was asked about already, and somebody chose it.
    #[serde(default)]
    settled: bool,
}

/// Most acts of one batch.
const ACTS_MAX: usize = 100;

/// `POST /field/send`: each act is a command of its own. A batch that breaks off has done what it has
/// done; sent again, each of those is answered as it was.
pub(crate) fn send(site: &Site, call: &Call) -> Response {
    api::answered(site, call, |actor, input| {
        let batch: Batch = serde_json::from_value(input)
            .map_err(|why| base::Fault::new("", "door-wrong-shape").arg("why", why))?;
        let standing = site.ask(actor, "field.standing", json!({ "device": batch.device }))?;
        if ACTS_MAX < batch.acts.len() {
            return Err(base::Fault::new("acts", "field-too-many").arg("most", ACTS_MAX).into());
        }
        let mut answers = Vec::with_capacity(batch.acts.len());
        for act in &batch.acts {
            answers.push(one(site, call, actor, &standing, batch.sent_at, act));
        }
        Ok(json!({ "now": site.now(), "answers": answers }))
    })
}

fn one(
    site: &Site,
    call: &Call,
    actor: &platform::Actor,
    standing: &Value,
    sent_at: Instant,
    act: &Act,
) -> Value {
    let refused = |state: &str, error: &Error| json!({ "id": act.id, "state": state, "kind": error.kind(), "faults": api::faults(site, call, error) });
    let Some(day) = standing["verbs"].get(&act.verb) else {
        return refused("refused", &Error::denied("field-verb-not-sent"));
    };
    if !(8..=64).contains(&act.id.len()) {
        return refused("refused", &Error::invalid("id", "web-bad-command-id"));
    }
    let said = day.as_str().and_then(|it| act.input.get(it)).and_then(Value::as_str).unwrap_or_default();
    let differs = care::field::clock::differs(said, act.made_at, sent_at, site.now());
    if let Some((phone, ours)) = differs.filter(|_| !act.settled) {
        // What was done already is answered as it was, whatever a clock says since.
        match site.door().is_answered(actor, site.now(), &act.id) {
            Ok(true) => (),
            Ok(false) => return json!({ "id": act.id, "state": "clock", "phone": phone, "ours": ours }),
            Err(error) => return refused("later", &error),
        }
    }
    match site.submit(actor, &act.verb, Some(&act.id), act.input.clone()) {
        Ok(answer) => json!({ "id": act.id, "state": "done", "answer": answer }),
        // Ours is at fault: the phone keeps it and tries again.
        Err(error @ Error::Broken(_)) => {
            answer::incident(site, &error);
            refused("later", &error)
        }
        Err(error @ Error::Conflict(_)) => refused("conflict", &error),
        Err(error) => refused("refused", &error),
    }
}

/// `POST /field/parcel?device=…&parcel=…&begins=…`: the piece itself as plain bytes, because Base64 would
/// make a third more of it on a line that has none to spare.
pub(crate) fn parcel(site: &Site, call: &Call) -> Response {
    let pairs = call.queries();
    let text = |name: &str| first(&pairs, name).unwrap_or_default().to_owned();
    let number = |name: &str| text(name).parse::<i64>().unwrap_or(-1);
    let input = json!({
        "device": text("device"), "parcel": text("parcel"), "person": text("person"), "about": text("about"),
        "about_id": text("about_id"), "name": text("name"), "digest": text("digest"),
        "total": number("total"), "begins": number("begins"), "bytes": BASE64_STANDARD.encode(&call.body),
    });
    // The body is bytes, not JSON: the input is made here.
    api::answered_from(
        site,
        call,
        |_| Ok(input),
        |actor, input| site.submit(actor, "field.parcel", None, input),
    )
}

/// `GET /field/map`: the county's outline, and where its places are.
pub(crate) fn map(visit: &Visit) -> Result<Response> {
    let Some(actor) = visit.actor().filter(|it| it.may("field.use")) else {
        return Ok(StatusCode::FORBIDDEN.into_response());
    };
    let house = &visit.site.house;
    let rings = parts::outline(house, &actor.county);
    let spots = parts::places_below(house, visit.lang, &actor.area, visit.site.now().day());
    let spots: Vec<Value> = spots
        .iter()
        .filter_map(|it| {
            Some(json!({ "path": it.path, "name": it.name, "at": it.position?, "made_up": it.synthetic }))
        })
        .collect();
    Ok(axum::Json(json!({ "rings": rings, "spots": spots })).into_response())
}

#[cfg(test)]
mod tests;
