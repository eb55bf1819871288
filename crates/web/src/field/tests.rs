//! Stories of the field app at the edge: its shell, its words, what it sends and what it is answered.

use std::{collections::BTreeSet, sync::Arc};

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use serde_json::{Value, json};

use crate::{
    checks::site,
    edge::{csrf, get, run, send},
    site::Site,
    words::Lang,
};

const PHONE: &str = "0190aaaa-bbbb-7ccc-8ddd-eeeeffff0001";
const VILLAGE: &str = "sc/liangshan/mianning/lugu/anning/";
/// 2026-11-22 12:00 in Shanghai, as the site of the tests has it.
const NOON: i64 = 1_795_320_000_000_000;
const DAY: i64 = 86_400_000_000;

async fn post(site: &Arc<Site>, path: &str, body: Vec<u8>, kind: &str) -> (StatusCode, Value) {
    let request = Request::post(path).header("cookie", "session=token").header("x-csrf-token", csrf(site));
    let request = request.header("accept-language", "en").header("content-type", kind);
    let (response, text) = send(site, request.body(Body::from(body)).expect("a request")).await;
    (response.status(), serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

async fn json_to(site: &Arc<Site>, path: &str, body: Value) -> (StatusCode, Value) {
    post(site, path, body.to_string().into_bytes(), "application/json").await
}

async fn enrolled(site: &Arc<Site>) -> String {
    let (status, _) = json_to(site, "/api/field.enrol", json!({ "device": PHONE, "name": "a phone" })).await;
    assert_eq!(status, StatusCode::OK);
    let draft = json!({ "name": "\u{674e}\u{79c0}\u{82f1}", "birth_date": "1940-02-01", "registered": { "value": VILLAGE },
        "living": { "value": VILLAGE } });
    let input = json!({ "draft": draft, "day": "2026-11-01" });
    let (status, made) = json_to(site, "/api/register.create", input).await;
    assert_eq!(status, StatusCode::OK, "{made}");
    made["person"].as_str().expect("a person").to_owned()
}

fn contact(id: &str, person: &str, from: &str, made_at: i64) -> Value {
    let input = json!({ "person": person, "phone": "13900001234", "from": from });
    json!({ "id": id, "verb": "register.set-contact", "input": input, "made_at": made_at })
}

#[test]
fn the_shell_is_nobodys_and_its_worker_names_it_whole() {
    let site = Arc::new(site());
    run(async {
        let (response, page) = send(&site, get("/field")).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert!(!page.contains("csrf") && !page.contains("sc/liangshan"), "nothing of the reader");
        assert!(
            response.headers()["permissions-policy"].to_str().expect("text").contains("microphone=(self)")
        );
        let (response, script) = send(&site, get("/field/sw.js")).await;
        assert_eq!(response.headers()["service-worker-allowed"], "/field");
        let shell =
            script.strip_prefix("self.SHELL=").and_then(|it| it.split_once(";\n")).expect("a shell").0;
        let shell: Value = serde_json::from_str(shell).expect("JSON");
        for file in shell["files"].as_array().expect("files") {
            let file = file.as_str().expect("an address");
            let (response, _) = send(&site, get(file)).await;
            assert_eq!(response.status(), StatusCode::OK, "{file}");
        }
        let (response, _) = send(&site, get("/persons")).await;
        assert!(response.headers()["permissions-policy"].to_str().expect("text").contains("microphone=()"));
    });
}

/// Every word that the app's scripts name is told to it in both languages.
#[test]
fn the_app_lacks_no_word() {
    let site = site();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("islands/field");
    let mut named = BTreeSet::new();
    for entry in std::fs::read_dir(folder).expect("the scripts") {
        let text = std::fs::read_to_string(entry.expect("a file").path()).expect("a script");
        for part in text.split("\"field-").skip(1) {
            let key = part.split('"').next().unwrap_or_default();
            if !key.is_empty()
                && !key.ends_with('-')
                && key.chars().all(|it| it.is_ascii_alphanumeric() || it == '-')
            {
                named.insert(format!("field-{key}"));
            }
        }
    }
    assert!(100 < named.len(), "the scripts were read");
    // The names under which something lies in the browser.
    for not_words in ["field-sw", "field-lang"] {
        named.remove(not_words);
    }
    for lang in Lang::BOTH {
        let told = super::told(&site, lang);
        let lacks: Vec<&String> = named.iter().filter(|it| told.get(it.as_str()).is_none()).collect();
        assert!(lacks.is_empty(), "{}: {lacks:?}", lang.tag());
    }
}

#[test]
fn a_batch_is_done_act_by_act_and_once() {
    let site = Arc::new(site());
    run(async {
        let person = enrolled(&site).await;
        let batch = json!({ "device": PHONE, "sent_at": NOON, "acts": [
            contact("act-00000001", &person, "2026-11-20", NOON - DAY),
            { "id": "act-00000002", "verb": "access.create", "input": {}, "made_at": NOON },
            contact("act-00000003", "nobody", "2026-11-20", NOON),
        ] });
        let states = |answer: &Value| -> Vec<String> {
            let answers = answer["answers"].as_array().expect("answers");
            answers.iter().map(|it| it["state"].as_str().expect("a state").to_owned()).collect()
        };
        let (status, first) = json_to(&site, "/field/send", batch.clone()).await;
        assert_eq!(
            (status, states(&first)),
            (StatusCode::OK, vec!["done".into(), "refused".into(), "refused".into()])
        );
        let told = first["answers"][1]["faults"][0]["message"].as_str().expect("a sentence");
        assert!(told.contains("at the desk"), "{told}");
        let (_, again) = json_to(&site, "/field/send", batch).await;
        assert_eq!(again["answers"], first["answers"], "the same answers");
        let (_, one) = json_to(&site, "/api/ask/register.person", json!({ "person": person })).await;
        let phones =
            one["timeline"].as_array().expect("statements").iter().filter(|it| it["kind"] == "phone");
        assert_eq!(phones.count(), 1, "said once");
        let (status, _) = json_to(
            &site,
            "/field/send",
            json!({ "device": "0190-no-such-phone", "sent_at": 0, "acts": [] }),
        )
        .await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let many: Vec<Value> =
            (0..101).map(|at| contact(&format!("act-{at:08}"), &person, "2026-11-20", 0)).collect();
        let (status, _) =
            json_to(&site, "/field/send", json!({ "device": PHONE, "sent_at": 0, "acts": many })).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn a_clock_that_is_a_day_wrong_is_asked_about_once() {
    let site = Arc::new(site());
    run(async {
        let person = enrolled(&site).await;
        let ahead = NOON + DAY;
        let mut act = contact("act-00000001", &person, "2026-11-23", ahead);
        let batch = |act: &Value, sent_at: i64| json!({ "device": PHONE, "sent_at": sent_at, "acts": [act] });
        let (_, told) = json_to(&site, "/field/send", batch(&act, ahead)).await;
        let told = &told["answers"][0];
        assert_eq!(
            (&told["state"], &told["phone"], &told["ours"]),
            (&json!("clock"), &json!("2026-11-23"), &json!("2026-11-22"))
        );
        act["settled"] = json!(true);
        let (_, told) = json_to(&site, "/field/send", batch(&act, ahead)).await;
        assert_eq!(told["answers"][0]["state"], "done");
        // Its answer was lost, and the choice with it: what was done is not asked about again.
        act["settled"] = json!(false);
        let (_, told) = json_to(&site, "/field/send", batch(&act, ahead)).await;
        assert_eq!(told["answers"][0]["state"], "done");
    });
}

#[test]
fn a_wiped_phone_hears_gone() {
    let site = Arc::new(site());
    run(async {
        let person = enrolled(&site).await;
        let at = |begins: usize| {
            format!(
                "/field/parcel?device={PHONE}&parcel=parcel-1&person={person}&about=visit\
            &about_id=visit-1&name=photo.jpg&digest=d&total=8&begins={begins}"
            )
        };
        let (status, taken) =
            post(&site, &at(0), b"\xff\xd8\xff\xe0".to_vec(), "application/octet-stream").await;
        assert_eq!((status, &taken["received"]), (StatusCode::OK, &json!(4)), "plain bytes: {taken}");
        let (status, _) = json_to(&site, "/api/field.wipe", json!({ "device": PHONE, "why": "lost" })).await;
        assert_eq!(status, StatusCode::OK);
        let calls = [
            (
                "/field/send",
                json!({ "device": PHONE, "sent_at": NOON, "acts": [contact("act-00000001", &person, "2026-11-20", NOON)] }),
            ),
            ("/api/ask/field.snapshot", json!({ "device": PHONE })),
            ("/api/field.enrol", json!({ "device": PHONE, "name": "" })),
        ];
        for (path, body) in calls {
            assert_eq!(json_to(&site, path, body).await.0, StatusCode::GONE, "{path}");
        }
        let (status, _) = post(&site, &at(4), vec![0; 4], "application/octet-stream").await;
        assert_eq!(status, StatusCode::GONE);
    });
}
