//! Pages of paper and proof: a batch's dossier, a month's audit pack and its files.

use axum::response::Response;
use base::{Error, Result};
use serde_json::{Value, json};

use crate::{
    answer, export,
    page::{Page, ask},
    visit::Visit,
};

pub(crate) const PAGES: &[Page] = &[
    Page { asks: &[ask("it", "audit.dossier")], ..Page::new("/runs/{run}/dossier", "audit/dossier") },
    Page { asks: &[ask("it", "audit.pack")], ..Page::new("/audit/{benefit}/{month}", "audit/pack") },
];

/// `GET /audit/<benefit>/<month>/<file>`: one file of the pack, journalled like every export.
pub(crate) fn download(visit: &Visit, benefit: &str, month: &str, name: &str) -> Result<Response> {
    let Some(actor) = visit.actor() else { return Ok(answer::to_login(visit)) };
    let pack = visit.site.ask(actor, "audit.pack", json!({ "benefit": benefit, "month": month }))?;
    let files = pack.get("files").and_then(Value::as_array);
    let file = files.into_iter().flatten().find(|it| it["name"] == name);
    let content = file.and_then(|it| it["content"].as_str()).ok_or_else(|| Error::missing("file"))?;
    // Excel reads UTF-8 by its mark.
    let bytes = format!("\u{feff}{content}").into_bytes();
    let record = json!({
        "what": visit.call.path, "area": actor.area, "rows": content.lines().count().saturating_sub(1),
        "purpose": visit.site.text(visit.lang, "audit-pack"), "digest": export::sha256(&bytes), "locked": false,
    });
    visit.site.submit(actor, export::RECORD, None, record)?;
    Ok(export::named(name, "text/csv; charset=utf-8", bytes))
}
