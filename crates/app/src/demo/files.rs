//! The files of the synthetic county: made once, taken in one after the other.

use std::{collections::HashMap, fs, path::Path};

use base::{Error, Result, error::OrBroken};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use platform::Actor;
use serde::Deserialize;
use serde_json::json;

use super::player::{Player, text};
use crate::out::Out;

/// What is known of the files: `truth.json` and the tables beside it.
#[derive(Debug, Deserialize)]
pub(super) struct Plan {
    pub(super) month: base::Month,
    pub(super) files: Vec<Sent>,
    pub(super) merges: Vec<Twice>,
    #[serde(skip)]
    pub(super) rows: HashMap<(String, String, i64), Known>,
    #[serde(skip)]
    pub(super) persons: Vec<Person>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Sent {
    pub(super) path: String,
    pub(super) list: String,
    pub(super) source: String,
    pub(super) declared: String,
    pub(super) area: String,
    pub(super) as_of: String,
}

/// Two records of one elder.
#[derive(Debug, Deserialize)]
pub(super) struct Twice {
    pub(super) keep: String,
    pub(super) close: String,
}

/// Who a row is, and what should become of it.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) person: usize,
    pub(super) expected: String,
}

#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) number: String,
    pub(super) state: String,
    pub(super) lost_on: String,
}

/// Makes the files, unless they lie there already.
pub(super) fn made(out: &Out, county: &synth::County, seed: u64, folder: &Path) -> Result<Plan> {
    if !folder.join("truth/persons.csv").exists() {
        let mut progress = out.progress("synth", None);
        let mut done = 0;
        synth::make(county, seed, &mut |file| {
            let path = folder.join(&file.path);
            fs::create_dir_all(path.parent().unwrap_or(folder)).or_broken()?;
            fs::write(&path, &file.bytes).or_broken()?;
            done += 1;
            progress.at(done, None);
            Ok(())
        })?;
        progress.end();
    }
    let read = |name: &str| fs::read_to_string(folder.join(name)).or_broken();
    let mut plan: Plan = serde_json::from_str(&read("truth.json")?).or_broken()?;
    for line in read("truth/rows.csv")?.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [file, sheet, row, person, expected, ..] = cells[..] else { continue };
        let (Ok(row), Ok(person)) = (row.parse(), person.parse()) else { continue };
        let known = Known { person, expected: expected.to_owned() };
        plan.rows.insert((file.to_owned(), sheet.to_owned(), row), known);
    }
    for line in read("truth/persons.csv")?.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let at = |place: usize| cells.get(place).copied().unwrap_or_default().to_owned();
        plan.persons.push(Person { number: at(4), state: at(8), lost_on: at(9) });
    }
    Ok(plan)
}

/// Takes the files in, in their order; those that are known are left.
pub(super) fn take_in(player: &Player, out: &Out, plan: &Plan, folder: &Path) -> Result<()> {
    let clerk = player.actor("clerk")?;
    let mut progress = out.progress("demo-files", Some(plan.files.len() as u64));
    for (place, it) in plan.files.iter().enumerate() {
        progress.at(place as u64, Some(plan.files.len() as u64));
        let bytes = fs::read(folder.join(&it.path)).or_broken()?;
        let name = Path::new(&it.path).file_name().and_then(|it| it.to_str()).unwrap_or_default();
        let complete = (it.declared == "full" || matches!(it.list.as_str(), "deaths" | "moves"))
            .then_some(it.as_of.as_str());
        let uploaded = player.submit(
            &clerk,
            "intake.upload",
            json!({
                "name": name,
                "content": STANDARD.encode(&bytes),
                "list": it.list,
                "declared": it.declared,
                "area": it.area,
                "source": it.source,
                "as_of": it.as_of,
                "complete_until": complete,
                "min_age": (it.list == "persons" && it.declared == "full").then_some(60),
                "synthetic": true,
            }),
        );
        let uploaded = uploaded.map_err(|why| told(&it.path, why))?;
        let file = text(&uploaded, "file")?.to_owned();
        bring_in(player, &clerk, &file).map_err(|why| told(&it.path, why))?;
    }
    progress.end();
    Ok(())
}

/// Brings a file from wherever it stands to its end.
fn bring_in(player: &Player, clerk: &Actor, file: &str) -> Result<()> {
    loop {
        let shown = player.ask(clerk, "intake.file", json!({ "file": file }))?["file"].take();
        let revision = &shown["revision"];
        match text(&shown, "state")? {
            "staged" => drop(player.submit(clerk, "intake.check", json!({ "file": file }))?),
            "checked" => {
                let commit = json!({ "file": file, "revision": revision });
                player.submit(clerk, "intake.commit", commit)?;
            }
            "checking" | "committing" => (),
            _ => return Ok(()),
        }
        player.work(&mut || {})?;
    }
}

fn told(path: &str, why: Error) -> Error {
    Error::broken(format!("{path}: {why}"))
}
