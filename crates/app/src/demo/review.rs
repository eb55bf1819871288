//! Decides what the importer was in doubt about, by what is known of the made-up files: what people
//! of the townships would find out by asking.

use std::{collections::HashMap, fs, path::Path};

use base::{Result, error::OrBroken};
use platform::Actor;
use serde_json::{Value, json};

use super::{
    files::{Person, Plan},
    player::{Player, text},
};
use crate::out::Out;

/// Rows read at a time.
const PAGE: i64 = 500;
/// What the townships' answers and the proofs of death name as their paper.
const PAPER: &str = "demo";
/// Digits of a number up to the day of birth.
const DIGITS_TO_THE_DAY: usize = 14;

/// Whoever sits at the desk, and what the made-up files make known to them.
struct Desk<'p> {
    player: &'p Player<'p>,
    clerk: Actor,
    plan: &'p Plan,
    /// Where the made-up files lie.
    folder: &'p Path,
    /// The files' ids and where they lie in the plan.
    files: HashMap<String, String>,
    /// Those who died or moved away, by the id of their record.
    lost: HashMap<String, &'p Person>,
}

pub(super) fn decide(player: &Player, out: &Out, plan: &Plan, folder: &Path) -> Result<()> {
    let clerk = player.actor("clerk")?;
    let files = file_paths(player, &clerk, plan)?;
    let mut desk = Desk { player, clerk, plan, folder, files, lost: HashMap::new() };
    let not_found = desk.look_for(plan.persons.iter().filter(|it| it.state != "living").collect())?;
    desk.decide_open(out)?;
    // Some were entered by a decision only; what was left open for want of them can be decided now.
    desk.look_for(not_found)?;
    desk.decide_open(out)?;
    desk.confirm_deaths()?;
    desk.merge()
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

impl<'p> Desk<'p> {
    /// Finds the records of those who were lost; answers those who have none yet.
    fn look_for(&mut self, lost: Vec<&'p Person>) -> Result<Vec<&'p Person>> {
        let mut not_found = Vec::new();
        for person in lost {
            match self.find(&person.number)? {
                Some(id) => drop(self.lost.insert(id, person)),
                None => not_found.push(person),
            }
        }
        Ok(not_found)
    }

    /// What cannot be decided stays for a person to see.
    fn decide_open(&self, out: &Out) -> Result<()> {
        let open = self.all("intake.reviews", json!({}))?;
        let mut progress = out.progress("demo-reviews", Some(open.len() as u64));
        for (done, row) in open.iter().enumerate() {
            if let Some(decision) = self.decision(row)? {
                self.player.submit(&self.clerk, "intake.decide", decision)?;
            }
            progress.at(done as u64, None);
        }
        progress.end();
        Ok(())
    }

    fn find(&self, number: &str) -> Result<Option<String>> {
        let asked = json!({ "text": number, "limit": 1 });
        let found = self.player.ask(&self.clerk, "register.search", asked)?;
        Ok(found["hits"][0]["id"].as_str().map(str::to_owned))
    }

    /// All rows of a list.
    fn all(&self, question: &str, mut input: Value) -> Result<Vec<Value>> {
        let mut all = Vec::new();
        input["per_page"] = json!(PAGE);
        loop {
            input["page"] = json!(all.len() as i64 / PAGE + 1);
            let mut answer = self.player.ask(&self.clerk, question, input.clone())?;
            let rows = answer["rows"].as_array_mut().map(std::mem::take).unwrap_or_default();
            let last = (rows.len() as i64) < PAGE;
            all.extend(rows);
            if last {
                return Ok(all);
            }
        }
    }

    fn decision(&self, row: &Value) -> Result<Option<Value>> {
        let review = text(row, "id")?;
        let with = |decision: &str, person: Option<&str>, day: Option<&str>| {
            json!({ "review": review, "revision": row["revision"], "decision": decision,
                "person": person, "day": day })
        };
        // Somebody whom a full roster or a complete list does not name: asked about, they are there and as
        // they were, or are lost.
        if matches!(text(row, "kind")?, "missing" | "unlisted") {
            let Some(id) = row["person"].as_str() else { return Ok(None) };
            return Ok(Some(match self.lost.get(id) {
                Some(it) if it.state == "dead" => with("dead", Some(id), Some(&it.lost_on)),
                Some(it) => with("moved", Some(id), Some(&it.lost_on)),
                None => with("stays", Some(id), None),
            }));
        }
        let shown = self.player.ask(&self.clerk, "intake.review", json!({ "review": review }))?;
        let place = (
            self.files.get(text(row, "file")?),
            shown["row"]["sheet"].as_str(),
            shown["row"]["row"].as_i64(),
        );
        let (Some(path), Some(sheet), Some(line)) = place else { return Ok(None) };
        // A file of plain text has one sheet, which the tables leave without a name.
        let sheet = if path.ends_with(".csv") { "" } else { sheet };
        let key = (path.clone(), sheet.to_owned(), line);
        let Some(known) = self.plan.rows.get(&key) else {
            // Of a paid roll it is known that its numbers are right.
            let number = self.number_in(path, line)?;
            let here = number.map(|it| self.find(&it)).transpose()?.flatten();
            return Ok(here.map(|id| with("same", Some(&id), None)));
        };
        let person = &self.plan.persons[known.person];
        let here = match self.find(&person.number)? {
            None => self.alike(&shown, person)?,
            here => here,
        };
        Ok(Some(match (known.expected.as_str(), here.as_deref()) {
            // Whoever stands on a roster already is asked for there.
            ("wrong" | "false_death" | "again", _) | ("dead" | "moved" | "known", None) => {
                with("skip", None, None)
            }
            ("dead", Some(id)) => with("dead", Some(id), Some(&person.lost_on)),
            ("moved", Some(id)) => with("moved", Some(id), Some(&person.lost_on)),
            (_, Some(id)) => with("same", Some(id), None),
            (_, None) => with("new", None, None),
        }))
    }

    /// The resident number in a line of a file of plain text, whatever its encoding.
    fn number_in(&self, path: &str, line: i64) -> Result<Option<String>> {
        let bytes = fs::read(self.folder.join(path)).or_broken()?;
        let line = bytes.split(|it| *it == b'\n').nth((line - 1).max(0) as usize).unwrap_or_default();
        let cells = line.split(|it| *it == b',').filter_map(|it| str::from_utf8(it).ok());
        let number = |it: &&str| it.len() == 18 && it.bytes().take(17).all(|it| it.is_ascii_digit());
        Ok(cells.map(str::trim).find(number).map(str::to_owned))
    }

    /// The proofs of the deaths that were only told of come in.
    fn confirm_deaths(&self) -> Result<()> {
        for row in self.all("register.people", json!({ "reported": true }))? {
            let id = text(&row, "id")?;
            let Some(it) = self.lost.get(id).filter(|it| it.state == "dead") else { continue };
            let input = json!({ "person": id, "day": it.lost_on, "proof": PAPER });
            self.player.submit(&self.clerk, "register.confirm-death", input)?;
        }
        Ok(())
    }

    /// Elders who stand in the register twice, under two numbers, become one.
    fn merge(&self) -> Result<()> {
        for it in &self.plan.merges {
            let (Some(keep), Some(close)) = (self.find(&it.keep)?, self.find(&it.close)?) else { continue };
            if keep == close {
                continue;
            }
            let shown = self.player.ask(&self.clerk, "register.person", json!({ "person": keep }))?;
            let input =
                json!({ "person": keep, "revision": shown["revision"], "closed": close, "why": PAPER });
            self.player.submit(&self.clerk, "register.merge", input)?;
        }
        self.player.work(&mut || {})
    }

    /// Somebody proposed whose number was misread: name, birth and village say that it is them, and they
    /// are nobody else who was born on that day.
    fn alike(&self, shown: &Value, person: &Person) -> Result<Option<String>> {
        let same = |it: &&Value| {
            let reasons = it["proposal"]["reasons"].as_array();
            let has = |reason: &str| reasons.is_some_and(|all| all.iter().any(|it| it == reason));
            ["name-same", "birth-same", "place-same"].into_iter().all(has)
        };
        let candidates = shown["candidates"].as_array();
        let found = candidates.and_then(|all| all.iter().find(same)).and_then(|it| it["person"].as_str());
        let Some(found) = found else { return Ok(None) };
        let day = person.number.get(..DIGITS_TO_THE_DAY).unwrap_or(&person.number);
        for other in self.plan.persons.iter().filter(|it| it.number.starts_with(day)) {
            if other.number != person.number && self.find(&other.number)?.as_deref() == Some(found) {
                return Ok(None);
            }
        }
        Ok(Some(found.to_owned()))
    }
}
