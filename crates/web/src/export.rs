//! Lists as files: every row under the filters of the address, for Excel or as CSV.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use base::{Error, Result};
use platform::listing::PER_PAGE_MAX;
use serde_json::Value;

use crate::{
    answer,
    call::first,
    list::{self, Column, Kind},
    page, parts, typed,
    visit::Visit,
    words::Lang,
};

/// Most rows of one file; Excel itself takes 1,048,576.
const ROWS_MAX: i64 = 500_000;

/// `GET /export/<page>?…&_format=csv`.
pub(crate) fn download(visit: &Visit) -> Result<Response> {
    let path = visit.call.path.trim_start_matches("/export");
    let (page, mut given) = page::find(path).filter(|it| it.0.list).ok_or_else(|| Error::missing("page"))?;
    let Some(actor) = visit.actor() else { return Ok(answer::to_login(visit)) };
    let declared = list::declared(page.template)?;
    let question = page.asks.first().ok_or_else(|| Error::missing("page"))?.question;
    let query = visit.call.queries();
    given.extend(query.iter().cloned());
    let columns = list::shown(&declared, &query);
    let words = visit.site.templates.words();
    let head: Vec<String> =
        columns.iter().map(|it| words.text(visit.lang, &it.label, None).unwrap_or_default()).collect();
    let mut lines = Vec::new();
    for number in 1..=ROWS_MAX / PER_PAGE_MAX {
        let pairs = list::export_query(&given, number);
        let input = typed::input(&visit.site.schemas, question, &pairs).map_err(Error::Invalid)?;
        let answer = visit.site.ask(actor, question, input)?;
        let rows = answer.get("rows").and_then(Value::as_array).cloned().unwrap_or_default();
        let total = answer.get("total").and_then(Value::as_i64).unwrap_or(0);
        lines.extend(rows.iter().map(|row| -> Vec<String> {
            columns.iter().map(|it| text(visit, it, list::at(row, &it.id))).collect()
        }));
        if total <= lines.len() as i64 || rows.is_empty() {
            break;
        }
    }
    let name = path.trim_matches('/').replace('/', "-");
    let _ = first(&query, "_format");
    let bytes = csv(&head, &lines);
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}.csv\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    answer::keep_nowhere(&mut response);
    Ok(response)
}

/// A cell as it reads on the page, except that figures keep no grouping.
fn text(visit: &Visit, column: &Column, value: &Value) -> String {
    let plain = list::text_of(value);
    let lang: Lang = visit.lang;
    match column.kind {
        Kind::Word | Kind::Chip | Kind::Flag if !plain.is_empty() => {
            let key = format!("{}{}", column.words.as_deref().unwrap_or(""), plain.replace(['_', '.'], "-"));
            visit.site.text(lang, &key)
        }
        Kind::Money => value.as_i64().map_or(plain, |it| base::Money(it).to_string()),
        Kind::Share => value.as_i64().map_or(plain, |it| format!("{}.{:02}%", it / 100, it % 100)),
        Kind::Instant => value.as_i64().map_or(plain, |it| base::Instant(it).shanghai()),
        Kind::Masked => parts::masked(&plain),
        Kind::Area => parts::area_name(&visit.site.house, lang, &plain),
        _ => plain,
    }
}

/// CSV as Excel opens it: UTF-8 with its mark, CRLF, quotes doubled; what would be a formula is
/// made a text.
fn csv(head: &[String], lines: &[Vec<String>]) -> Vec<u8> {
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
