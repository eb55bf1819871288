//! Takes files in from the terminal and for the demo: upload, dry run, commit, each through the one
//! door, the long parts as jobs that this process does itself unless a server is quicker.

use std::{thread, time::Duration};

use base::{Day, Error, Fault, Result, error::OrBroken};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use people::intake::{ask::Counts, ask::OneFile, file::State, wrong::WrongRows};
use platform::{Actor, areas::Atlas, door::Caller, jobs::Did};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

use crate::{
    out::{Out, Progress},
    process::Process,
    wiring::{Installation, clock, seed},
};

/// Rest while another process does the job.
const REST: Duration = Duration::from_millis(200);

/// A file and what it is declared to be.
#[derive(Clone, Debug)]
pub struct Sent {
    pub name: String,
    pub bytes: Vec<u8>,
    /// As `intake.upload` spells them.
    pub list: String,
    pub declared: String,
    pub source: String,
    pub area: String,
    pub as_of: Option<Day>,
    pub complete_until: Option<Day>,
    pub min_age: Option<i64>,
    pub synthetic: bool,
}

/// What became of one file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Taken {
    pub name: String,
    pub file: String,
    /// The very same file was here already.
    pub known: bool,
    /// Nothing was written, because it was asked for or because it is known.
    pub dry_run: bool,
    pub area: String,
    pub rows: i64,
    pub counts: Counts,
}

/// Takes one file in; with `dry_run` says what it would come to and writes nothing.
pub fn take(
    installation: &Installation,
    actor: &Actor,
    sent: &Sent,
    dry_run: bool,
    out: &Out,
) -> Result<Taken> {
    let door = installation.door();
    let submit = |verb: &str, input: serde_json::Value| {
        door.submit(Caller { actor, now: clock(), seed: seed()?, command_id: None }, verb, input)
    };
    let mut input = json!({
        "name": sent.name, "content": STANDARD.encode(&sent.bytes), "list": sent.list,
        "declared": sent.declared, "source": sent.source, "area": sent.area, "synthetic": sent.synthetic,
    });
    for (name, value) in [
        ("as_of", sent.as_of.map(|it| json!(it.to_string()))),
        ("complete_until", sent.complete_until.map(|it| json!(it.to_string()))),
        ("min_age", sent.min_age.map(|it| json!(it))),
    ] {
        if let Some(value) = value {
            input[name] = value;
        }
    }
    let uploaded = submit("intake.upload", input)?;
    let file = uploaded["file"].as_str().unwrap_or_default().to_owned();
    let known = uploaded["known"].as_bool().unwrap_or(false);
    let look = || door.ask(actor, clock(), OneFile { file: file.clone() });
    let mut page = look()?;
    if matches!(page.file.state, State::Staged) {
        submit("intake.check", json!({ "file": file }))?;
        page = wait(installation, actor, &file, State::Checking, out.progress("intake-step-check", None))?;
    }
    if !dry_run && page.file.state == State::Checked {
        submit("intake.commit", json!({ "file": file, "revision": page.file.revision }))?;
    }
    if !dry_run && matches!(page.file.state, State::Checked | State::Committing) {
        // A file that was cut off earlier goes on where it was.
        page = wait(installation, actor, &file, State::Committing, out.progress("intake-step-commit", None))?;
    }
    Ok(Taken {
        name: sent.name.clone(),
        file,
        known,
        dry_run,
        area: page.file.area,
        rows: page.file.rows,
        counts: page.counts,
    })
}

/// Does jobs until the file has left `state`.
fn wait(
    installation: &Installation,
    actor: &Actor,
    file: &str,
    state: State,
    mut progress: Progress,
) -> Result<people::intake::ask::FilePage> {
    let door = installation.door();
    let process = Process::begin(installation)?;
    let mut runner = process.runner(0);
    loop {
        let did = runner.turn(&door, clock(), seed()?)?;
        let page = door.ask(actor, clock(), OneFile { file: file.to_owned() })?;
        progress.at(page.file.rows_done.max(0) as u64, Some(page.file.rows.max(0) as u64));
        if page.file.state != state {
            progress.end();
            return Ok(page);
        }
        match did {
            Did::Ended("failed") => return Err(failed(installation, actor, page.file.job.as_deref())),
            Did::Nothing | Did::Failed => thread::sleep(REST),
            Did::Step | Did::Ended(_) => (),
        }
    }
}

fn failed(installation: &Installation, actor: &Actor, job: Option<&str>) -> Error {
    let asked = job.map(|it| json!({ "job": it })).unwrap_or_default();
    let line = installation.door().answer(actor, clock(), "jobs.job", asked).unwrap_or_default();
    Error::Conflict(Fault::new("", "intake-job-failed").arg("why", &line["failure"]))
}

/// The wrong rows of a file as a workbook; nothing when there are none.
pub fn wrong_rows(
    installation: &Installation,
    actor: &Actor,
    file: &str,
    out: &Out,
) -> Result<Option<Vec<u8>>> {
    let (words, heading) = web::wrong_row_words(out.language.tag());
    let asked = WrongRows { file: file.to_owned(), words, heading };
    match installation.door().ask(actor, clock(), asked) {
        Ok(book) => STANDARD.decode(book.content).or_broken().map(Some),
        Err(Error::Missing(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The township that a file's name names, else the area the actor stands in.
pub fn area_of(installation: &Installation, actor: &Actor, name: &str) -> String {
    let pack = installation.house.packs.now();
    let atlas = pack.made::<Atlas>();
    let townships = atlas.townships(clock().day());
    let named = townships.into_iter().filter(|it| {
        it.path.starts_with(&actor.area)
            && (name.contains(&it.name_zh) || name.contains(atlas.stem(&it.name_zh)))
    });
    let longest = named.max_by_key(|it| it.name_zh.len());
    longest.map_or_else(|| actor.area.clone(), |it| it.path.clone())
}
