//! Pages of the intake: files, their rows, what waits for a decision; and the wrong rows as a workbook.

use std::collections::BTreeMap;

use axum::response::Response;
use base::{Error, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use fluent_bundle::FluentArgs;
use serde_json::{Value, json};

use crate::{
    answer, export,
    page::{Nav, Page, ask, may_ask},
    visit::Visit,
    words::{self, Lang, Words},
};

pub(crate) const PAGES: &[Page] = &[
    Page {
        asks: &[ask("files", "intake.files"), may_ask("choices", "intake.choices")],
        list: true,
        nav: Some(Nav { label: "intake-nav", icon: "upload", order: 200 }),
        ..Page::new("/imports", "intake/files")
    },
    Page { asks: &[ask("choices", "intake.choices")], ..Page::new("/imports/new", "intake/upload") },
    Page { asks: &[ask("it", "intake.file")], ..Page::new("/imports/{file}", "intake/file") },
    Page {
        asks: &[ask("rows", "intake.rows"), ask("it", "intake.file")],
        list: true,
        ..Page::new("/imports/{file}/rows", "intake/rows")
    },
    Page {
        asks: &[ask("reviews", "intake.reviews")],
        list: true,
        nav: Some(Nav { label: "intake-nav-reviews", icon: "list", order: 210 }),
        ..Page::new("/reviews", "intake/reviews")
    },
    Page { asks: &[ask("it", "intake.review")], ..Page::new("/reviews/{review}", "intake/review") },
];

/// The faults that a message tells apart: a form of the message for each.
const FAULTS: &[&str] = &[
    "length",
    "digits",
    "date",
    "check",
    "not-in-calendar",
    "short-year",
    "ambiguous",
    "lunar",
    "unreadable",
];

/// The messages that stand beside wrong rows, by key, for `intake.wrong-rows`: the room has no words.
fn reasons(words: &Words, lang: Lang) -> BTreeMap<String, String> {
    let mut said = BTreeMap::new();
    for key in words.keys(lang).into_iter().filter(|it| it.starts_with("intake-")) {
        said.extend(words.text(lang, key, None).map(|text| (key.to_owned(), text)));
        for fault in FAULTS.iter().filter(|_| key.ends_with("-fault") || key.ends_with("-unreadable")) {
            let mut args = FluentArgs::new();
            args.set("fault", *fault);
            said.extend(words.text(lang, key, Some(&args)).map(|text| (format!("{key}:{fault}"), text)));
        }
    }
    said
}

/// The same in the language that the terminal speaks, and the heading of their column.
pub fn wrong_row_words(language: &str) -> (BTreeMap<String, String>, Option<String>) {
    let lang = Lang::of(language).unwrap_or(Lang::Zh);
    (reasons(&words::SHIPPED, lang), words::say(language, "intake-reason", &[]))
}

/// `GET /imports/<file>/wrong-rows`: journalled, then handed out with the reasons in the reader's words.
pub(crate) fn wrong_rows(visit: &Visit, file: &str) -> Result<Response> {
    let Some(actor) = visit.actor() else { return Ok(answer::to_login(visit)) };
    let said = reasons(&visit.site.templates.words(), visit.lang);
    let heading = visit.site.text(visit.lang, "intake-reason");
    let asked = json!({ "file": file, "words": said, "heading": heading });
    let book = visit.site.ask(actor, "intake.wrong-rows", asked)?;
    let bytes = book.get("content").and_then(Value::as_str).unwrap_or_default();
    let bytes = BASE64_STANDARD.decode(bytes).map_err(Error::broken)?;
    let purpose = visit.site.text(visit.lang, "intake-wrong-download");
    let rows = book.get("rows").cloned().unwrap_or_default();
    let record = json!({
        "what": format!("/imports/{file}/wrong-rows"), "area": actor.area, "rows": rows, "purpose": purpose,
        "digest": export::sha256(&bytes), "locked": false,
    });
    visit.site.submit(actor, export::RECORD, None, record)?;
    Ok(export::file(
        &format!("wrong-{file}"),
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        bytes,
    ))
}
