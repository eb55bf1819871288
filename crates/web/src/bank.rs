//! Pages of the bank: a run's files, answers, and whether it adds up; and a batch's file itself.

use axum::response::Response;
use base::{Error, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use crate::{
    answer, export,
    page::{Ask, Page, ask, may_ask},
    visit::Visit,
};

pub(crate) const PAGES: &[Page] = &[Page {
    asks: &[
        ask("lines", "bank.lines"),
        ask("run", "runs.run"),
        ask("batches", "bank.batches"),
        may_ask("balance", "bank.balance"),
        may_ask("doubts", "bank.doubts"),
        Ask { set: &[("about", "run"), ("about_id", "{run}")], ..may_ask("papers_of", "files.about") },
    ],
    list: true,
    ..Page::new("/runs/{run}/bank", "bank/run")
}];

/// `GET /bank/<batch>/download`: journalled, then handed out byte for byte as the bank is to have it.
pub(crate) fn download(visit: &Visit, batch: &str) -> Result<Response> {
    let Some(actor) = visit.actor() else { return Ok(answer::to_login(visit)) };
    let told = visit.site.ask(actor, "bank.batch", json!({ "batch": batch }))?;
    let made = visit.site.ask(actor, "bank.file", json!({ "batch": batch }))?;
    let text = |name: &str| made.get(name).and_then(Value::as_str).unwrap_or_default();
    let bytes = BASE64_STANDARD.decode(text("bytes")).map_err(Error::broken)?;
    let record = json!({
        "what": format!("/bank/{batch}/download"), "area": actor.area,
        "rows": told.get("lines").cloned().unwrap_or_default(),
        "purpose": visit.site.text(visit.lang, "bank-download"),
        "digest": text("digest"), "locked": false,
    });
    visit.site.submit(actor, export::RECORD, None, record)?;
    Ok(export::named(text("name"), "application/octet-stream", bytes))
}
