//! Stories at the edge: forged forms, double clicks, time-outs, wrong bodies, limits, headers.

use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    http::{Request, Response, StatusCode, header},
};
use serde_json::Value;
use tower::ServiceExt;

use crate::{checks::site, serve::router, site::Site};

pub(crate) fn run<T>(story: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(story)
}

pub(crate) async fn send(site: &Arc<Site>, request: Request<Body>) -> (Response<()>, String) {
    let response = router(site.clone()).oneshot(request).await.expect("the router answers");
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, 1 << 22).await.expect("a body");
    (Response::from_parts(parts, ()), String::from_utf8_lossy(&bytes).into_owned())
}

pub(crate) fn get(path: &str) -> Request<Body> {
    Request::get(path).header("cookie", "session=token").body(Body::empty()).expect("a request")
}

fn form(path: &str, body: String) -> Request<Body> {
    let request = Request::post(path).header("cookie", "session=token");
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    request.body(Body::from(body)).expect("a request")
}

pub(crate) fn csrf(site: &Site) -> String {
    site.house.keys.index("web.csrf", "token")
}

#[test]
fn every_answer_is_fenced() {
    let site = Arc::new(site());
    run(async {
        for path in ["/", "/no/such", "/healthz", "/static/songhe.css", "/api/openapi.json"] {
            let (response, _) = send(&site, get(path)).await;
            let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap_or_default();
            assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{path}");
            assert!(policy.contains("frame-ancestors 'none'"), "{path}");
            assert_eq!(response.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{path}");
        }
        let (response, body) = send(&site, get("/no/such")).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        assert!(body.contains("<html"), "a page, not a bare word");
    });
}

#[test]
fn a_forged_form_does_nothing() {
    let site = Arc::new(site());
    run(async {
        let verb = "/do/tasks.close";
        for (body, from) in [
            ("task=1".to_owned(), None),
            ("_csrf=guessed&task=1".to_owned(), None),
            (format!("_csrf={}&task=1", csrf(&site)), Some(("sec-fetch-site", "cross-site"))),
            (format!("_csrf={}&task=1", csrf(&site)), Some(("origin", "https://evil.example"))),
        ] {
            let mut request = form(verb, body.clone());
            request.headers_mut().insert("host", "songhe.example".parse().expect("a host"));
            if let Some((name, value)) = from {
                request.headers_mut().insert(name, value.parse().expect("a header"));
            }
            let (response, _) = send(&site, request).await;
            assert_eq!(response.status(), StatusCode::FORBIDDEN, "{body} {from:?}");
        }
    });
}

#[test]
fn what_was_typed_comes_back_with_its_fault() {
    let site = Arc::new(site());
    run(async {
        let body = format!("_csrf={}&_from=/form/tasks.assign&_verb=tasks.assign&task=x%3Cy", csrf(&site));
        let (response, body) = send(&site, form("/do/tasks.assign", body)).await;
        assert!(matches!(response.status().as_u16(), 404 | 409 | 422), "{} {body}", response.status());
        let language =
            format!("_csrf={}&_from=/form/tasks.assign&_verb=tasks.assign&_lang=en&task=x%3Cy", csrf(&site));
        let (response, body) = send(&site, form("/language", language)).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert!(body.contains("lang=\"en\"") && body.contains("x&lt;y"), "{body}");
    });
}

#[test]
fn the_api_says_what_is_wrong() {
    let site = Arc::new(site());
    run(async {
        let ask = |path: &str, kind: &str, body: &'static str| {
            Request::post(path)
                .header("authorization", "Bearer token")
                .header("accept-language", "en")
                .header("content-type", kind)
                .body(Body::from(body))
                .expect("a request")
        };
        for (path, kind, body, status) in [
            ("/api/ask/tasks.inbox", "application/json", "{}", 200),
            ("/api/ask/tasks.inbox", "application/json; charset=utf-8", "", 200),
            ("/api/ask/tasks.inbox", "application/json", "{\"page\": \"x\"}", 422),
            ("/api/ask/tasks.inbox", "application/json", "{", 400),
            ("/api/ask/tasks.inbox", "application/json", "\u{0}", 400),
            ("/api/ask/tasks.inbox", "text/plain", "{}", 415),
            ("/api/ask/no.such", "application/json", "{}", 404),
            ("/api/no.such", "application/json", "{}", 404),
            ("/api/tasks.close", "application/json", "[]", 422),
        ] {
            let (response, text) = send(&site, ask(path, kind, body)).await;
            assert_eq!(response.status().as_u16(), status, "{path} {body} {text}");
            if status != 200 {
                let answer: Value = serde_json::from_str(&text).expect("JSON");
                let message = answer["error"]["faults"][0]["message"].as_str().unwrap_or_default();
                assert!(message.contains(' '), "a sentence, not a key: {message}");
            }
        }
        let (response, _) = send(&site, get("/api/ask/tasks.inbox")).await;
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
        let cookie = Request::post("/api/ask/tasks.inbox").header("cookie", "session=token");
        let (response, _) = send(&site, cookie.body(Body::empty()).expect("a request")).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "a cookie alone does not call the API");
    });
}

#[test]
fn a_calendar_comes_by_its_address_alone() {
    let site = Arc::new(site());
    run(async {
        let without = |path: &str| Request::get(path).body(Body::empty()).expect("a request");
        let (response, text) = send(&site, without("/calendar/open.ics?lang=en")).await;
        assert_eq!(response.status(), StatusCode::OK);
        let kind = response.headers().get("content-type").and_then(|it| it.to_str().ok());
        assert_eq!(kind, Some("text/calendar; charset=utf-8"));
        assert!(text.starts_with("BEGIN:VCALENDAR") && text.contains("Songhe"), "{text}");
        for path in ["/calendar/other.ics", "/calendar/.ics"] {
            let (response, _) = send(&site, without(path)).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        }
    });
}

#[test]
fn large_bodies_are_refused() {
    let site = Arc::new(site());
    run(async {
        let body = "a".repeat(site.settings.body_bytes_max + 1);
        let (response, _) = send(&site, form("/do/tasks.close", body)).await;
        assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
        // A file says beforehand that it is too large: nothing of it is kept, and the page leads back.
        let request = Request::post("/do/cases.take-sheet")
            .header("cookie", "session=token")
            .header("content-type", "multipart/form-data; boundary=x")
            .header("content-length", (300 << 20).to_string())
            .header("referer", "http://songhe.example/casebooks/hazard/sheets?page=2");
        let (response, page) = send(&site, request.body(Body::from("--x")).expect("a request")).await;
        assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
        let page = page.replace("&#x2f;", "/");
        assert!(page.contains("<html") && page.contains("href=\"/casebooks/hazard/sheets?page=2\""));
    });
}

#[test]
fn the_description_names_every_verb_and_question() {
    let site = Arc::new(site());
    run(async {
        let (_, text) = send(&site, get("/api/openapi.json")).await;
        let it: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(it["openapi"], "3.1.0");
        for entry in site.house.catalogue.verbs() {
            assert!(it["paths"][format!("/api/{}", entry.name)]["post"].is_object(), "{}", entry.name);
        }
        // Every reference leads somewhere.
        for part in text.split("\"$ref\":\"#/").skip(1) {
            let path = format!("/{}", part.split('"').next().unwrap_or_default());
            assert!(it.pointer(&path).is_some(), "{path}");
        }
    });
}
