//! What is published as files: a book as CSV and JSON, a case's photos. Anybody may keep them a
//! few minutes; what is withdrawn is gone by then.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base::{Error, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use crate::{
    call::first,
    export,
    public::{cell, text},
    visit::Visit,
    words::Lang,
};

const ROWS_MAX: i64 = 100_000;
const PER_PAGE: i64 = 5_000;
const KEEP: &str = "public, max-age=300";

/// `GET /public/data/<book>.csv` and `.json`: everything that a book publishes today.
pub(crate) fn book(visit: &mut Visit, file: &str) -> Result<Response> {
    let (book, ending) = file.rsplit_once('.').ok_or_else(|| Error::missing("page"))?;
    if !matches!(ending, "csv" | "json") {
        return Err(Error::missing("page"));
    }
    // The address alone says what the file is: whoever keeps it keeps it for everybody.
    visit.lang = first(&visit.call.queries(), "lang").and_then(Lang::of).unwrap_or(Lang::Zh);
    let public = visit.site.public()?;
    let told = visit.site.ask(&public, "public.book", json!({ "book": book }))?;
    let mut rows: Vec<Value> = Vec::new();
    for page in 1.. {
        let input = json!({ "book": book, "page": page, "per_page": PER_PAGE });
        let answer = visit.site.ask(&public, "public.cases", input)?;
        let some = answer["rows"].as_array().cloned().unwrap_or_default();
        let last = (some.len() as i64) < PER_PAGE;
        rows.extend(some);
        if last || ROWS_MAX <= rows.len() as i64 {
            break;
        }
    }
    if ending == "json" {
        let body = json!({ "book": told, "as_of": visit.site.now().day(), "cases": rows });
        let digest = export::sha256(body.to_string().as_bytes());
        return Ok(kept(visit, &digest, Json(body).into_response()));
    }
    let bytes = table(visit, &told, &rows);
    let digest = export::sha256(&bytes);
    Ok(kept(visit, &digest, export::file(book, "csv", "text/csv; charset=utf-8", bytes)))
}

fn table(visit: &Visit, book: &Value, rows: &[Value]) -> Vec<u8> {
    let tag = visit.lang.tag();
    let word = |key: &str| visit.site.text(visit.lang, key);
    let fields = book["fields"].as_array().cloned().unwrap_or_default();
    let fields: Vec<Value> = fields
        .into_iter()
        .filter(|it| !matches!(text(it, "sort").as_str(), "table" | "photo" | "file"))
        .collect();
    let subject = book["subject"] == true;
    let mut head = vec![word("cases-number")];
    head.extend(subject.then(|| word("cases-subject")));
    head.extend(fields.iter().map(|it| text(&it["name"], tag)));
    head.extend(["public-from", "public-until", "public-corrected"].map(word));
    let line = |row: &Value| {
        let mut cells = vec![text(row, "number")];
        cells.extend(subject.then(|| text(&row["subject"], tag)));
        for field in &fields {
            let known = row["fields"].as_array().into_iter().flatten();
            let known = known.into_iter().find(|it| it["id"] == field["id"]);
            cells.push(known.map_or_else(String::new, |it| {
                let value = cell(visit, field, it);
                match (text(field, "sort").as_str(), value.as_i64()) {
                    ("money", Some(fen)) => base::Money(fen).to_string(),
                    _ => crate::list::text_of(&value),
                }
            }));
        }
        cells.extend(["from_on", "until_on", "corrected_on"].map(|it| text(row, it)));
        cells
    };
    let lines: Vec<Vec<String>> = rows.iter().map(line).collect();
    export::csv(&head, &lines)
}

/// `GET /public/files/<book>/<case>/<file>`: a picture in its place, anything else to be kept.
pub(crate) fn file(visit: &Visit, book: &str, case: &str, id: &str) -> Result<Response> {
    let public = visit.site.public()?;
    let (mut bytes, mut kind, mut digest) = (Vec::new(), String::new(), String::new());
    for seq in 0.. {
        let input = json!({ "book": book, "case": case, "file": id, "seq": seq });
        let chunk = visit.site.ask(&public, "public.file", input)?;
        (kind, digest) = (text(&chunk, "kind"), text(&chunk, "digest"));
        let Some(content) = chunk["content"].as_str() else { break };
        bytes.extend(BASE64_STANDARD.decode(content).map_err(Error::broken)?);
    }
    let picture = match kind.as_str() {
        "jpeg" => Some("image/jpeg"),
        "png" => Some("image/png"),
        "webp" => Some("image/webp"),
        _ => None,
    };
    let response = match picture {
        Some(kind) => ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], bytes).into_response(),
        None => export::file(id, &kind, "application/octet-stream", bytes),
    };
    Ok(kept(visit, &digest, response))
}

/// To be kept for a while, and not sent again to whoever has it.
fn kept(visit: &Visit, digest: &str, mut response: Response) -> Response {
    let tag = format!("\"{}\"", &digest[..digest.len().min(32)]);
    if visit.call.header(header::IF_NONE_MATCH).is_some_and(|it| it.contains(&tag)) {
        response = StatusCode::NOT_MODIFIED.into_response();
    }
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(KEEP));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}
