//! Pages of what is done to many cases of a book at once: a step of those chosen, with a look ahead
//! and a report; and cases as workbooks, out and in.

use std::collections::BTreeMap;

use axum::response::Response;
use base::{Error, Fault, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use crate::{
    answer,
    call::{Pairs, encode, first},
    cases, export,
    page::{self, Context, Page, Returned, ask},
    typed,
    visit::Visit,
    words::{Lang, Words},
};

pub(crate) const PAGES: &[Page] = &[
    Page {
        asks: &[ask("it", "cases.bulk-form")],
        prepare: Some(chosen),
        extra: Some(ahead),
        ..Page::new("/casebooks/{book}/many", "cases/many")
    },
    Page { asks: &[ask("it", "cases.bulk-run")], ..Page::new("/casebooks/{book}/many/{bulk}", "cases/bulk") },
    Page {
        asks: &[ask("sheets", "cases.sheets"), ask("book", "books.book")],
        extra: Some(limits),
        ..Page::new("/casebooks/{book}/sheets", "cases/sheets")
    },
    Page {
        asks: &[ask("it", "cases.sheet")],
        ..Page::new("/casebooks/{book}/sheets/{sheet}", "cases/sheet")
    },
];

/// Said by the list's button: only the rows that are ticked, however many.
const TICKED: &str = "ticked";
/// A ticked row.
const SELECTED: &str = "selected";
/// Filters of a list's address that are no field of the book.
const FIXED: [&str; 4] = ["state", "area", "q", "figure"];

fn is_filter(name: &str) -> bool {
    FIXED.contains(&name) || cases::is_filter(name)
}

/// The rows that were ticked, or the list under the filters of the address.
fn chosen(given: &mut Pairs) {
    let ticked = given.iter().any(|it| it.0 == TICKED);
    let all = std::mem::take(given);
    let mut filters = Pairs::new();
    for (name, value) in all {
        match name.as_str() {
            SELECTED => given.push(("cases".to_owned(), value)),
            it if is_filter(it) => filters.push((name, value)),
            TICKED => (),
            _ => given.push((name, value)),
        }
    }
    if !ticked {
        cases::filters_of(&mut filters);
        let book = first(given, "book").unwrap_or_default().to_owned();
        filters.push(("book".to_owned(), book));
        given.extend(filters.into_iter().map(|(name, value)| (format!("list.{name}"), value)));
    }
}

/// Where the list was left, and, when it was asked for, which of the chosen cases would be refused.
fn ahead(visit: &Visit, context: &mut Context) -> Result<()> {
    cases::found(visit, context)?;
    let book = context["it"]["book"].as_str().unwrap_or_default().to_owned();
    let given = context.get("given").and_then(Value::as_object).cloned().unwrap_or_default();
    let filters: Vec<(&str, &str)> = given
        .iter()
        .filter(|it| is_filter(it.0))
        .filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
        .collect();
    let query = encode(filters);
    let list = format!("/casebooks/{book}");
    context.insert("back".into(), if query.is_empty() { list } else { format!("{list}?{query}") }.into());
    let pairs: Pairs = context
        .get("form")
        .and_then(|it| it.get("values"))
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .flat_map(|(name, texts)| {
            let texts = texts.as_array().into_iter().flatten().filter_map(Value::as_str);
            texts.map(|it| (name.clone(), it.to_owned())).collect::<Pairs>()
        })
        .collect();
    let mut preview = Value::Null;
    if let Some(actor) = visit.actor().filter(|_| first(&pairs, "preview").is_some()) {
        let input = typed::input(&visit.site.schemas, PREVIEW, &pairs).map_err(Error::Invalid)?;
        preview = match visit.site.ask(actor, PREVIEW, input) {
            Ok(told) => told,
            Err(Error::Broken(why)) => return Err(Error::Broken(why)),
            // What stands against all of them alike is told where it is done.
            Err(error) => json!({ "cases": 0, "judged": 0, "fits": 0, "refused": [],
                "why": error.faults().iter().map(|it| json!({ "reason": it, "cases": 0 })).collect::<Vec<_>>() }),
        };
    }
    context.insert("preview".into(), preview);
    Ok(())
}

const PREVIEW: &str = "cases.bulk-preview";

/// How large a file may be, so that the page can say so before it is sent.
fn limits(visit: &Visit, context: &mut Context) -> Result<()> {
    context.insert("most_bytes".into(), visit.site.settings.upload_bytes_max.into());
    Ok(())
}

/// The messages and headings of workbooks of cases, by key: the room has no words.
fn said(words: &Words, lang: Lang) -> BTreeMap<String, String> {
    let keys = words.keys(lang).into_iter().filter(|it| it.starts_with("cases-") || *it == "record-moved-on");
    keys.filter_map(|it| Some((it.to_owned(), words.text(lang, it, None)?))).collect()
}

const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `POST /casebooks/<book>/excel?…`: the list under the filters of the address, as a workbook that can
/// come back. The verb enters who takes it out, and what for.
pub(crate) fn sheet_out(visit: &Visit, book: &str) -> Result<Response> {
    let Some(session) = visit.session.as_ref().filter(|it| it.must.is_none()) else {
        return Ok(answer::to_login(visit));
    };
    let fields = visit.call.fields();
    visit.check_csrf(&fields)?;
    let text = |name| first(&fields, name).unwrap_or_default().trim();
    let mut filters = visit.call.queries();
    filters.retain(|it| is_filter(&it.0));
    cases::filters_of(&mut filters);
    filters.push(("book".to_owned(), book.to_owned()));
    let list = typed::input(&visit.site.schemas, "cases.list", &filters).map_err(Error::Invalid)?;
    let words = said(&visit.site.templates.words(), visit.lang);
    let input =
        json!({ "list": list, "purpose": text("purpose"), "language": visit.lang.tag(), "words": words });
    let out = match visit.site.submit(&session.actor, "cases.export", None, input) {
        Ok(out) => out,
        Err(error @ (Error::Invalid(_) | Error::Conflict(_) | Error::Denied(_))) => {
            let from = first(&fields, "_from").unwrap_or("/").to_owned();
            let status = answer::status(&error);
            let faults: Vec<Fault> = error.faults().to_vec();
            let returned = Returned { verb: String::new(), values: fields.clone(), faults, status };
            return page::show_again(visit, &from, &returned);
        }
        Err(error) => return Err(error),
    };
    let mut bytes = bytes_of(&out)?;
    let password = text("open_password");
    if !password.is_empty() {
        let mut secrets = [0; sheets::write::SECRET_BYTES];
        (visit.site.house.entropy)(&mut secrets)?;
        bytes = sheets::write::lock(&bytes, password, &secrets)?;
    }
    Ok(export::named(name_of(&out), WORKBOOK, bytes))
}

/// `GET /casebooks/<book>/sheets/<sheet>/left`: what could not be taken, with the reasons in a last
/// column; entered, then handed out.
pub(crate) fn sheet_left(visit: &Visit, book: &str, sheet: &str) -> Result<Response> {
    let Some(actor) = visit.actor() else { return Ok(answer::to_login(visit)) };
    let words = said(&visit.site.templates.words(), visit.lang);
    let asked = json!({ "sheet": sheet, "language": visit.lang.tag(), "words": words });
    let left = visit.site.ask(actor, "cases.sheet-left", asked)?;
    let bytes = bytes_of(&left)?;
    let record = json!({
        "what": format!("/casebooks/{book}/sheets/{sheet}/left"), "area": actor.area, "rows": left["rows"],
        "purpose": visit.site.text(visit.lang, "books-sheet-left"), "digest": export::sha256(&bytes),
        "locked": false,
    });
    visit.site.submit(actor, export::RECORD, None, record)?;
    Ok(export::named(name_of(&left), WORKBOOK, bytes))
}

fn bytes_of(made: &Value) -> Result<Vec<u8>> {
    BASE64_STANDARD.decode(made["content"].as_str().unwrap_or_default()).map_err(Error::broken)
}

fn name_of(made: &Value) -> &str {
    made["name"].as_str().unwrap_or("cases.xlsx")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(of: &[(&str, &str)]) -> Pairs {
        of.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn what_is_ticked_is_chosen_and_else_the_whole_list() {
        for (given, want) in [
            (
                &[
                    ("book", "fire"),
                    ("ticked", "1"),
                    ("selected", "a"),
                    ("selected", "b"),
                    ("grade.is", "major"),
                ][..],
                &[("book", "fire"), ("cases", "a"), ("cases", "b")][..],
            ),
            (&[("book", "fire"), ("ticked", "1"), ("state", "found")], &[("book", "fire")]),
            (
                &[
                    ("book", "fire"),
                    ("grade.is", "major"),
                    ("state", "found"),
                    ("step", "mend"),
                    ("cols", "x"),
                ],
                &[
                    ("book", "fire"),
                    ("step", "mend"),
                    ("cols", "x"),
                    ("list.state", "found"),
                    ("list.filter[0]", "grade:is:major"),
                    ("list.book", "fire"),
                ],
            ),
        ] {
            let mut given = pairs(given);
            chosen(&mut given);
            assert_eq!(given, pairs(want));
        }
    }
}
