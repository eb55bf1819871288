//! Decides what the importer was in doubt about, by what is known of the made-up files: what people
//! of the townships would find out by asking.

use std::collections::HashMap;

use base::Result;
use platform::Actor;
use serde_json::{Value, json};

use super::{
    files::{Person, Plan},
    player::{Player, text},
};
use crate::out::Out;

/// Reviews read at a time; the open ones grow fewer, so the first page is asked again.
const PAGE: i64 = 500;

pub(super) fn decide(player: &Player, out: &Out, plan: &Plan) -> Result<()> {
    let clerk = player.actor("clerk")?;
    let files = file_paths(player, &clerk, plan)?;
    let by_number: HashMap<&str, &Person> = plan.persons.iter().map(|it| (it.number.as_str(), it)).collect();
    let mut progress = out.progress("demo-reviews", None);
    let (mut done, mut skipped) = (0, 0);
    loop {
        let page = skipped / PAGE + 1;
        let asked = json!({ "per_page": PAGE, "page": page });
        let answer = player.ask(&clerk, "intake.reviews", asked)?;
        let rows = answer["rows"].as_array().cloned().unwrap_or_default();
        if rows.is_empty() {
            break;
        }
        let mut moved = 0;
        for row in &rows {
            let decision = decision(player, &clerk, plan, &files, &by_number, row)?;
            let taken = match decision {
                Some(decision) => player.submit(&clerk, "intake.decide", decision).is_ok(),
                None => false,
            };
            moved += i64::from(taken);
            done += 1;
            progress.at(done, None);
        }
        // What could not be decided stays for a person to see; the page after it is next.
        skipped += rows.len() as i64 - moved;
        if moved == 0 && rows.len() < PAGE as usize {
            break;
        }
    }
    progress.end();
    merge(player, &clerk, plan)
}

/// The files' ids and where they lie in the plan.
pub(super) fn file_paths(player: &Player, clerk: &Actor, plan: &Plan) -> Result<HashMap<String, String>> {
    let answer = player.ask(clerk, "intake.files", json!({ "per_page": 5_000 }))?;
    let mut found = HashMap::new();
    for row in answer["rows"].as_array().into_iter().flatten() {
        let name = text(row, "name")?;
        let sent = plan.files.iter().find(|it| it.path.rsplit('/').next() == Some(name));
        if let Some(sent) = sent {
            found.insert(text(row, "id")?.to_owned(), sent.path.clone());
        }
    }
    Ok(found)
}

fn decision(
    player: &Player,
    clerk: &Actor,
    plan: &Plan,
    files: &HashMap<String, String>,
    by_number: &HashMap<&str, &Person>,
    row: &Value,
) -> Result<Option<Value>> {
    let review = text(row, "id")?;
    let revision = row["revision"].as_i64();
    let with = |decision: &str, person: Option<&str>, day: Option<&str>| json!({ "review": review, "revision": revision, "decision": decision, "person": person, "day": day });
    let shown = player.ask(clerk, "intake.review", json!({ "review": review }))?;
    let sheet_row = (&shown["row"]["sheet_name"], &shown["row"]["row"]);
    let known = match (files.get(text(row, "file")?), sheet_row.0.as_str(), sheet_row.1.as_i64()) {
        (Some(path), Some(sheet), Some(line)) => plan.rows.get(&(path.clone(), sheet.to_owned(), line)),
        _ => None,
    };
    // Somebody whom a full roster does not name: asked about, they are there, or are lost.
    if text(row, "kind")? == "missing" {
        let Some(id) = row["person"].as_str() else { return Ok(None) };
        let number = player.ask(clerk, "register.person", json!({ "person": id }))?;
        let lost =
            number["number"].as_str().and_then(|it| by_number.get(it)).filter(|it| it.state != "living");
        return Ok(Some(match lost {
            Some(it) if it.state == "dead" => with("dead", Some(id), Some(&it.lost_on)),
            Some(it) => with("moved", Some(id), Some(&it.lost_on)),
            None => with("stays", Some(id), None),
        }));
    }
    let Some(known) = known else { return Ok(None) };
    let person = &plan.persons[known.person];
    let found = player.ask(clerk, "register.search", json!({ "text": person.number, "limit": 5 }))?;
    let here = found["hits"][0]["id"].as_str();
    Ok(Some(match (known.expected.as_str(), here) {
        ("dead", Some(id)) => with("dead", Some(id), Some(&person.lost_on)),
        ("moved", Some(id)) => with("moved", Some(id), Some(&person.lost_on)),
        ("dead" | "moved" | "wrong" | "again", None) => with("skip", None, None),
        ("wrong" | "false_death", _) => with("skip", None, None),
        (_, Some(id)) => with("same", Some(id), None),
        (_, None) => with("new", None, None),
    }))
}

/// Elders who stand in the register twice, under two numbers, become one.
fn merge(player: &Player, clerk: &Actor, plan: &Plan) -> Result<()> {
    for it in &plan.merges {
        let find = |number: &str| -> Result<Option<String>> {
            let found = player.ask(clerk, "register.search", json!({ "text": number, "limit": 1 }))?;
            Ok(found["hits"][0]["id"].as_str().map(str::to_owned))
        };
        let (Some(keep), Some(close)) = (find(&it.keep)?, find(&it.close)?) else { continue };
        if keep == close {
            continue;
        }
        let revision = player.ask(clerk, "register.person", json!({ "person": keep }))?;
        let revision = revision["person"]["revision"].as_i64().or_else(|| revision["revision"].as_i64());
        let input = json!({ "person": keep, "revision": revision, "closed": close, "why": "demo" });
        player.submit(clerk, "register.merge", input)?;
    }
    player.work(&mut || {})
}
