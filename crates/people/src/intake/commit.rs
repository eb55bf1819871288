//! Takes a checked file into the register, chunk by chunk.
//!
//! A chunk is judged again as the register is by then, so that what changed since the dry run is
//! seen (rows about money alone, where nothing of their person has moved, stand as they were judged); what it takes, whom it asks about and how far it came are written together. A chunk that was
//! cut off is done again from the start and changes nothing twice.

use std::collections::HashSet;

use base::{Day, Error, Fault, Result, error::OrBroken};
use platform::{Cx, Place, Purpose, Step, Verb, Work, scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    CHUNK_ROWS_MAX, MONEY_ROWS_MAX, alike, ask,
    check::Started,
    file::{File, State},
    judge::{self, Judged, Verdict},
    overdue,
    pack::{Declared, Import, ListKind},
    review::{MATCH, MISSING, Review, SIGN, UNLISTED},
    table, unlisted,
};
use crate::register::{
    bulk,
    coverage::{self, Covered},
    person::born_by,
    table::candidate,
};

/// Persons looked at in one step for who is missing.
const MISSING_CHUNK_MAX: i64 = 2_000;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Commit {
    pub file: String,
    /// The revision that was seen: the counts that were shown are those of this one.
    pub revision: i64,
}

impl Verb for Commit {
    const NAME: &'static str = "intake.commit";
    const RIGHT: &'static str = "intake.import";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Started;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(Place::Area(table::file(cx, &self.file)?.area))
    }

    fn run(self, cx: &mut Cx) -> Result<Started> {
        let mut file = table::file(cx, &self.file)?;
        if file.revision != self.revision {
            return Err(Error::Conflict(Fault::new("revision", "record-moved-on")));
        }
        file.state = file.state.commit()?;
        file.rows_done = 0;
        let job = cx.enqueue(CommitWork::KIND, &CommitWork { file: file.id.clone() }, cx.now)?;
        file.job = Some(job.0.clone());
        table::update_file(cx, &file)?;
        cx.subject("file", file.id.clone());
        cx.note("rows", file.rows_total);
        Ok(Started { file: file.id, job: job.0 })
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CommitWork {
    pub file: String,
}

/// How far a commit has come.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Cursor {
    /// The row that was taken last.
    Rows(i64),
    /// The person that was looked at last, for who is missing.
    Missing(String),
}

impl Work for CommitWork {
    const KIND: &'static str = "intake.commit";

    fn step(&self, cx: &mut Cx, cursor: Option<Value>) -> Result<Step> {
        let file = table::file(cx, &self.file)?;
        if file.state != State::Committing {
            return Ok(Step::Done { answer: json!({ "file": file.id, "stopped": true }) });
        }
        let cursor = cursor.map(serde_json::from_value).transpose().or_broken()?;
        match cursor.unwrap_or(Cursor::Rows(0)) {
            Cursor::Rows(after) => rows(cx, file, after),
            Cursor::Missing(after) => missing(cx, file, &after),
        }
    }
}

fn more(cursor: &Cursor, done: i64, file: &File) -> Result<Step> {
    let cursor = serde_json::to_value(cursor).or_broken()?;
    Ok(Step::More { cursor, done, total: Some(file.rows_total) })
}

fn rows(cx: &mut Cx, mut file: File, after: i64) -> Result<Step> {
    let money = file.list.is_money();
    let most = if money { MONEY_ROWS_MAX } else { CHUNK_ROWS_MAX };
    // While index keys rotate a number may stand under two indexes: each row is judged again.
    if money && !cx.house.keys.index_rotates() {
        table::take_unmoved(cx, &file, (after, after + most))?;
    }
    let mut rows = table::rows_after(cx, &file.id, after, most)?;
    let Some(mut last) = rows.last().map(|it| it.seq) else {
        return more(&Cursor::Missing(String::new()), file.rows_total, &file);
    };
    rows.retain(|it| it.committed_at.is_none());
    let mut judged = judge::judge(cx, &file, &rows)?;
    let pack = cx.house.packs.county(cx.county())?;
    if let Some(at) = alike::first(&judged, pack.get()) {
        // Held against whom the earlier row entered, once that is written.
        last = judged[at].seq - 1;
        judged.truncate(at);
    }
    if !money {
        let taken = |it: &Judged| matches!(it.verdict, Verdict::New | Verdict::Changed);
        let at: Vec<usize> = (0..judged.len()).filter(|at| taken(&judged[*at])).collect();
        let entries: Vec<bulk::Entry> = at.iter().map(|at| judged[*at].entry(&file)).collect();
        for (at, outcome) in at.into_iter().zip(bulk::commit(cx, &entries)?) {
            judged[at].person = Some(outcome.person);
        }
    }
    let now = cx.now;
    table::save_verdicts(cx, &file.id, &judged, Some(now))?;
    let due_on = due_on(cx, file.as_of)?;
    let mut reviews = Vec::new();
    for it in judged.iter().filter(|it| it.verdict == Verdict::Doubtful) {
        reviews.push(Review {
            id: cx.mint(),
            file: file.id.clone(),
            seq: Some(it.seq),
            kind: if it.sign { SIGN } else { MATCH }.to_owned(),
            area: if it.reading.record.place.is_empty() { &file.area } else { &it.reading.record.place }
                .clone(),
            person: it.person.clone(),
            candidates: it.proposals.clone(),
            due_on,
            opened_at: now,
            decision: None,
            decided_for: None,
            decided_by: None,
            decided_at: None,
            revision: 1,
        });
    }
    table::open_reviews(cx, &reviews)?;
    file.rows_done = last;
    table::update_file(cx, &file)?;
    more(&Cursor::Rows(last), last, &file)
}

fn due_on(cx: &Cx, as_of: Day) -> Result<Day> {
    let pack = cx.house.packs.county(cx.county())?;
    Ok(cx.today().max(as_of).plus_days(pack.get::<Import>().matching.question_days))
}

/// Who is registered in the area and not in a full roster, or is said to be what a complete list lists
/// and is not on it: a question, never a stop.
fn missing(cx: &mut Cx, file: File, after: &str) -> Result<Step> {
    let roster = file.list == ListKind::Persons;
    let full = file.declared == Declared::Full || !roster && file.complete_until.is_some();
    if !full || !roster && !unlisted::asks(cx, &file)? {
        return end(cx, file);
    }
    let (low, high) = (file.area.clone(), scope::after(&file.area));
    let born_by = born_by(file.as_of, file.min_age.unwrap_or(0)).to_string();
    let found = candidate::registered_in(cx, &low, &high, &born_by, after, MISSING_CHUNK_MAX)?;
    let Some(last) = found.last().map(|it| it.0.clone()) else {
        return end(cx, file);
    };
    let named = table::named_in(cx, &file.id)?;
    let asked = table::asked_about(cx, &file.id)?;
    let due_on = due_on(cx, file.as_of)?;
    let listed: Option<HashSet<String>> = if roster {
        None
    } else {
        let ids: Vec<String> = found.iter().map(|it| it.0.clone()).collect();
        Some(unlisted::held(cx, &file, &ids)?.into_iter().map(|it| it.0).collect())
    };
    let mut reviews = Vec::new();
    for (person, path) in found {
        if listed.as_ref().is_some_and(|it| !it.contains(&person)) {
            continue;
        }
        if named.contains(&person) || asked.contains(&person) {
            continue;
        }
        reviews.push(Review {
            id: cx.mint(),
            file: file.id.clone(),
            seq: None,
            kind: if roster { MISSING } else { UNLISTED }.to_owned(),
            area: path,
            person: Some(person),
            candidates: Vec::new(),
            due_on,
            opened_at: cx.now,
            decision: None,
            decided_for: None,
            decided_by: None,
            decided_at: None,
            revision: 1,
        });
    }
    table::open_reviews(cx, &reviews)?;
    more(&Cursor::Missing(last), file.rows_total, &file)
}

fn end(cx: &mut Cx, mut file: File) -> Result<Step> {
    if let Some(until) = file.complete_until {
        let covered = Covered { list: file.list.as_str(), area: file.area.clone(), until };
        coverage::state(cx, &covered, &file.source, &file.id)?;
    }
    file.state = State::Done;
    file.ended_at = Some(cx.now);
    table::update_file(cx, &file)?;
    overdue::look(cx, &file.source)?;
    let counts = ask::counts(cx, &file.id)?;
    Ok(Step::Done { answer: serde_json::to_value(counts).or_broken()? })
}
