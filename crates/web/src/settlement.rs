//! Pages of settlement elsewhere: the month by pair of areas, one bill, and a bill's file itself.

use axum::response::Response;
use base::{Error, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use crate::{
    answer, export,
    page::{Nav, Page, ask},
    visit::Visit,
};

pub(crate) const PAGES: &[Page] = &[
    Page {
        asks: &[ask("it", "settlement.month")],
        nav: Some(Nav { label: "settlement-nav", icon: "link", order: 38 }),
        ..Page::new("/settlement", "settlement/month")
    },
    Page { asks: &[ask("it", "settlement.bill")], ..Page::new("/settlement/{bill}", "settlement/bill") },
];

/// `GET /settlement/<bill>/download`: journalled, then handed out byte for byte.
pub(crate) fn download(visit: &Visit, bill: &str) -> Result<Response> {
    let Some(actor) = visit.actor() else { return Ok(answer::to_login(visit)) };
    let told = visit.site.ask(actor, "settlement.bill", json!({ "bill": bill }))?;
    let text = |name: &str| told.get(name).and_then(Value::as_str).unwrap_or_default();
    let bytes = BASE64_STANDARD.decode(text("file")).map_err(Error::broken)?;
    let record = json!({
        "what": format!("/settlement/{bill}/download"), "area": actor.area,
        "rows": told.get("lines").cloned().unwrap_or_default(),
        "purpose": visit.site.text(visit.lang, "settlement-download"),
        "digest": text("digest"), "locked": false,
    });
    visit.site.submit(actor, export::RECORD, None, record)?;
    let name = format!("settlement-{}.csv", text("month"));
    Ok(export::named(&name, "text/csv; charset=utf-8", bytes))
}
