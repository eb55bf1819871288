//! Lists as files: every row under the filters of the address, for Excel or as CSV.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base::{Error, Fault, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use fluent_bundle::FluentArgs;
use platform::Actor;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    answer,
    call::{escape, first},
    list::{self, Column, Kind},
    page::{self, Context, Page, Returned},
    parts, typed,
    visit::Visit,
    words::Lang,
};

/// Most rows of one file; Excel itself takes 1,048,576.
const ROWS_MAX: i64 = 500_000;
const PURPOSE_CHARS_MAX: usize = 200;

/// `POST /export/<page>?…`: journalled first, with what for; then handed out, marked.
pub(crate) fn download(visit: &Visit) -> Result<Response> {
    let path = visit.call.path.trim_start_matches("/export");
    let (page, mut given) = page::find(path).filter(|it| it.0.list).ok_or_else(|| Error::missing("page"))?;
    let Some(session) = visit.session.as_ref().filter(|it| it.must.is_none()) else {
        return Ok(answer::to_login(visit));
    };
    let fields = visit.call.fields();
    visit.check_csrf(&fields)?;
    let text = |name| first(&fields, name).unwrap_or_default().trim();
    let (purpose, password) = (text("purpose"), text("open_password"));
    let csv_wanted = text("_format") == "csv";
    let mut faults = Vec::new();
    if purpose.is_empty() {
        faults.push(Fault::new("purpose", "web-required"));
    }
    if csv_wanted && !password.is_empty() {
        faults.push(Fault::new("open_password", "web-export-csv-open"));
    }
    let query = visit.call.queries();
    given.extend(query.iter().cloned());
    if !faults.is_empty() {
        let from = first(&fields, "_from").unwrap_or(path).to_owned();
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        let returned = Returned { verb: String::new(), values: fields.clone(), faults, status };
        return page::show_again(visit, &from, &returned);
    }
    if let Some(prepare) = page.prepare {
        prepare(&mut given);
    }
    let mut context = Context::new();
    for it in page.asks.iter().skip(1).filter(|_| page.declare.is_some()) {
        let input = typed::input(&visit.site.schemas, it.question, &given).map_err(Error::Invalid)?;
        context.insert(it.name.to_owned(), visit.site.ask(&session.actor, it.question, input)?);
    }
    let declared = match page.declare {
        Some(declare) => declare(visit, &mut context)?,
        None => list::declared(page.template)?,
    };
    // What can come back in leaves by its own door, as a workbook.
    if !declared.export || declared.excel.is_some() {
        return Err(Error::missing("page"));
    }
    let mut columns = list::shown(&declared, &query);
    columns.retain(|it| it.kind != Kind::Act);
    let words = visit.site.templates.words();
    let head: Vec<String> = columns.iter().map(|it| it.label.text(&words, visit.lang)).collect();
    let title = declared.title.text(&words, visit.lang);
    let mut lines = rows(visit, &session.actor, page, context, &given, &columns)?;
    let record = json!({
        "what": format!("{path} {}", declared.title.key().unwrap_or(&title)),
        "area": session.actor.area,
        "rows": lines.len(),
        "purpose": purpose.chars().take(PURPOSE_CHARS_MAX).collect::<String>(),
        "digest": digest(&head, &lines),
        "locked": !password.is_empty(),
    });
    let recorded = visit.site.submit(&session.actor, RECORD, None, record)?;
    let mark = recorded.get("mark").and_then(Value::as_str).unwrap_or_default();
    let mut args = FluentArgs::new();
    args.set("mark", mark.to_owned());
    args.set("purpose", purpose.to_owned());
    lines.push(vec![words.text(visit.lang, "web-export-mark", Some(&args)).unwrap_or_default()]);
    let name = path.trim_matches('/').replace('/', "-");
    if csv_wanted {
        return Ok(file(&name, "csv", "text/csv; charset=utf-8", csv(&head, &lines)));
    }
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let title: String = title.chars().take(30).collect();
    let mut bytes = sheets::write::table(&title, &head, lines.iter().map(Vec::as_slice))?;
    if !password.is_empty() {
        let mut secrets = [0; sheets::write::SECRET_BYTES];
        (visit.site.house.entropy)(&mut secrets)?;
        bytes = sheets::write::lock(&bytes, password, &secrets)?;
    }
    Ok(file(&name, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes))
}

/// Enters an export before it is handed out.
pub(crate) const RECORD: &str = "access.record-export";

/// Every row under the filters, in pages.
fn rows(
    visit: &Visit,
    actor: &Actor,
    page: &Page,
    mut context: Context,
    given: &[(String, String)],
    columns: &[&Column],
) -> Result<Vec<Vec<String>>> {
    let lead = page.asks.first().ok_or_else(|| Error::missing("page"))?;
    let question = lead.question;
    let mut lines = Vec::new();
    for number in 1.. {
        let pairs = list::export_query(given, number);
        let input = typed::input(&visit.site.schemas, question, &pairs).map_err(Error::Invalid)?;
        let answer = visit.site.ask(actor, question, input)?;
        let total = answer.get("total").and_then(Value::as_i64).unwrap_or(0);
        let (mut answer, mut counted_to) = (answer, None);
        if let Some(declare) = page.declare {
            // Lays the rows out as its columns read them.
            context.insert(lead.name.to_owned(), answer);
            counted_to = declare(visit, &mut context)?.counted_to;
            answer = context.remove(lead.name).unwrap_or_default();
        }
        let rows = answer.get("rows").and_then(Value::as_array).cloned().unwrap_or_default();
        if ROWS_MAX < total.max(lines.len() as i64) {
            return Err(Fault::new("", "web-export-too-many").arg("most", ROWS_MAX).into());
        }
        lines.extend(rows.iter().map(|row| -> Vec<String> {
            columns.iter().map(|it| text(visit, it, list::at(row, &it.id))).collect()
        }));
        let all_counted = counted_to.is_none_or(|most| total <= most);
        if all_counted && total <= lines.len() as i64 || rows.is_empty() {
            break;
        }
    }
    Ok(lines)
}

/// Digest of what the file says, before its mark: SHA-256 in hexadecimal.
fn digest(head: &[String], lines: &[Vec<String>]) -> String {
    sha256(&csv(head, lines))
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

pub(crate) fn file(name: &str, ending: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    named(&format!("{name}.{ending}"), kind, bytes)
}

/// A file under its name, which may be Chinese.
pub(crate) fn named(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let mut escaped = String::new();
    escape(&mut escaped, name);
    let name = format!("attachment; filename*=UTF-8''{}", escaped.replace('/', "%2F"));
    if let Ok(value) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    answer::keep_nowhere(&mut response);
    response
}

/// `GET /files/<file>`: what was handed in, as it was, and never shown in place.
pub(crate) fn attachment(visit: &Visit, id: &str) -> Result<Response> {
    let Some(actor) = visit.actor() else { return Ok(answer::to_login(visit)) };
    let meta = visit.site.ask(actor, "files.meta", json!({ "file": id }))?;
    let mut bytes = Vec::new();
    for seq in 0.. {
        let chunk = visit.site.ask(actor, "files.chunk", json!({ "file": id, "seq": seq }))?;
        let Some(content) = chunk.get("content").and_then(Value::as_str) else { break };
        bytes.extend(BASE64_STANDARD.decode(content).map_err(Error::broken)?);
    }
    let name = meta.get("name").and_then(Value::as_str).unwrap_or("file");
    Ok(named(name, "application/octet-stream", bytes))
}

/// A cell as it reads on the page, except that figures keep no grouping.
fn text(visit: &Visit, column: &Column, value: &Value) -> String {
    let plain = list::text_of(value);
    let lang: Lang = visit.lang;
    match column.kind {
        Kind::Word | Kind::Chip if column.words.is_none() => plain,
        Kind::Word | Kind::Chip | Kind::Flag if !plain.is_empty() => {
            let key = list::word_key(column.words.as_deref().unwrap_or(""), &plain);
            visit.site.text(lang, &key)
        }
        Kind::Money => value.as_i64().map_or(plain, |it| base::Money(it).to_string()),
        Kind::Share => value.as_i64().map_or(plain, |it| format!("{}.{:02}%", it / 100, it % 100)),
        Kind::Instant => value.as_i64().map_or(plain, |it| base::Instant(it).shanghai()),
        Kind::Faults => sentences(visit, value),
        Kind::Masked => parts::masked(&plain),
        Kind::Area => parts::area_name(&visit.site.house, lang, &plain),
        _ => plain,
    }
}

/// Faults of a row as sentences.
fn sentences(visit: &Visit, value: &Value) -> String {
    let words = visit.site.templates.words();
    let all = value.as_array().into_iter().flatten();
    let said = all.map(|it| {
        parts::fault_text(&words, visit.lang, &minijinja::Value::from(minijinja::value::Serde(it)))
    });
    said.collect::<Vec<_>>().join(" ")
}

/// CSV as Excel opens it: UTF-8 with its mark, CRLF, quotes doubled; what would be a formula is
/// made a text.
pub(crate) fn csv(head: &[String], lines: &[Vec<String>]) -> Vec<u8> {
    let mut out = String::from('\u{feff}');
    for line in std::iter::once(head).chain(lines.iter().map(Vec::as_slice)) {
        let cells: Vec<String> = line.iter().map(|it| quoted(it)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out.into_bytes()
}

fn quoted(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '@', '\t', '\r'])
        || (text.starts_with('-') && text.parse::<f64>().is_err());
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_is_quoted_and_no_formula() {
        let lines = vec![vec!["=1+1".to_owned(), "a,\"b\"".to_owned(), "-25.00".to_owned()]];
        let text = String::from_utf8(csv(&["x".to_owned()], &lines)).unwrap();
        assert_eq!(text, "\u{feff}x\r\n'=1+1,\"a,\"\"b\"\"\",-25.00\r\n");
    }
}
