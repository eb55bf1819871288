//! What stands round every page: who and where I am, the way to my rooms, the language, the band
//! that says synthetic.

use base::Result;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::{answer::SAID, call::encode, pages, visit::Visit};

pub(crate) fn shell(visit: &Visit, path: &str, query: &[(String, String)]) -> Result<Value> {
    let site = visit.site;
    let pairs = query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let query = encode(pairs);
    let address = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    let said = visit.call.cookie(SAID).and_then(|it| BASE64_URL_SAFE_NO_PAD.decode(it).ok());
    let said: Option<Value> = said.and_then(|it| serde_json::from_slice(&it).ok());
    let waits = waits(visit)?;
    Ok(json!({
        // So that a file can be said to be too large before it is sent.
        "most_bytes": visit.site.settings.upload_bytes_max,
        "lang": visit.lang.tag(),
        "html_lang": visit.lang.html(),
        "other": visit.lang.other().tag(),
        "theme": visit.theme(),
        "csrf": visit.csrf(),
        "address": address,
        "path": path,
        "said": said,
        "synthetic": site.settings.synthetic,
        "now": site.now().0,
        "today": site.now().day(),
        "who": who(visit),
        "nav": navigation(visit, path),
        "inbox": inbox(visit, &waits),
        "waits": waits,
        "rights": visit.actor().map(|it| it.rights.iter().cloned().collect::<Vec<_>>()),
    }))
}

fn who(visit: &Visit) -> Value {
    let Some(session) = &visit.session else { return Value::Null };
    let actor = &session.actor;
    let grants: Vec<Value> = session
        .grants
        .iter()
        .map(|it| json!({ "id": it.id, "role": it.role, "area": it.area, "current": it.current }))
        .collect();
    json!({
        "account": actor.account,
        "name": actor.name,
        "role": actor.role,
        "area": actor.area,
        "county": actor.county,
        "grants": grants,
        "must": session.must,
    })
}

/// The role's own rooms: a page whose first question it may ask.
fn navigation(visit: &Visit, path: &str) -> Value {
    let Some(session) = visit.session.as_ref().filter(|it| it.must.is_none()) else { return json!([]) };
    let catalogue = &visit.site.house.catalogue;
    let mut lines: Vec<(u16, Value)> = Vec::new();
    for page in pages::all() {
        let Some(nav) = page.nav else { continue };
        let may = page.asks.first().is_none_or(|it| {
            it.optional || catalogue.question(it.question).is_some_and(|it| session.actor.may(it.right))
        });
        if may {
            let inside = page.path != "/" && path.starts_with(&format!("{}/", page.path));
            let here = page.path == path || inside;
            lines.push((
                nav.order,
                json!({ "label": nav.label, "icon": nav.icon, "href": page.path, "here": here }),
            ));
        }
    }
    lines.sort_by_key(|(order, _)| *order);
    lines.into_iter().map(|(_, line)| line).collect()
}

/// The question every inbox is read from.
pub(crate) const INBOX: &str = "tasks.inbox";

/// How many tasks wait for this reader, and how many lines of `waits` beside them; nothing for who
/// has no inbox.
fn inbox(visit: &Visit, waits: &[Value]) -> Option<Value> {
    let actor = visit.session.as_ref().filter(|it| it.must.is_none()).map(|it| &it.actor)?;
    let own = waits.iter().filter(|it| it["others"] == false).count() as u64;
    let question = visit.site.house.catalogue.question(INBOX)?;
    if !actor.may(question.right) {
        return (0 < own).then(|| own.into());
    }
    let answer = visit.site.ask(actor, INBOX, json!({ "per_page": 1 })).ok()?;
    let tasks = answer.get("total").and_then(Value::as_u64)?;
    Some((tasks + own).into())
}

/// What waits for the reader in every room, beside tasks: first the reader's own, by what is due.
fn waits(visit: &Visit) -> Result<Vec<Value>> {
    let mut all = Vec::new();
    let Some(actor) = visit.session.as_ref().filter(|it| it.must.is_none()).map(|it| &it.actor) else {
        return Ok(all);
    };
    for entry in visit.site.house.catalogue.questions() {
        if entry.name.ends_with(".waits") && actor.may(entry.right) {
            let answer = visit.site.ask(actor, entry.name, json!({}))?;
            all.extend(answer.get("waits").and_then(Value::as_array).cloned().unwrap_or_default());
        }
    }
    let due = |it: &Value| it["due_on"].as_str().unwrap_or("~").to_owned();
    all.sort_by_key(|it| (it["others"] == true, due(it)));
    Ok(all)
}
