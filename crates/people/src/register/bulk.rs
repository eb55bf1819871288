//! Many persons at once, for an import: what would change, and the change.
//!
//! [`preview`] and [`commit`] weigh the same drafts in the same way; the one writes nothing. A
//! caller commits a chunk of some hundreds in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use base::{Day, Error, Result};
use platform::Cx;
use serde::{Deserialize, Serialize};

use super::{
    code,
    draft::{Draft, Provenance},
    person::{CONFIRMED, DEATH},
    statement::{Kind, Said, Statement, Weighed, weigh},
    table,
    writing::{self, Held, Writing, value_among},
};

/// One row: of whom, what, and the paper behind it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Whom the row was matched to; nobody for somebody new.
    pub person: Option<String>,
    pub draft: Draft,
    pub from: Provenance,
    /// The day the source speaks of.
    pub day: Day,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    Created,
    Changed,
    Same,
}

/// What a row came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Of somebody new in a preview, nothing.
    pub person: String,
    pub turn: Turn,
    /// The kinds of statement that were news.
    pub kinds: BTreeSet<Kind>,
}

/// Writes the rows; the same rows again change nothing.
pub fn commit(cx: &mut Cx, entries: &[Entry]) -> Result<Vec<Outcome>> {
    let mut held = load(cx, entries)?;
    let new = entries.iter().filter(|it| it.person.is_none()).count() as i64;
    let mut next_code = if 0 < new { table::person::take_codes(cx, new)? } else { 0 };
    let mut writing = Writing::default();
    let mut outcomes = Vec::with_capacity(entries.len());
    for entry in entries {
        let Some(id) = &entry.person else {
            let mut person = Writing::create(cx, code::code(next_code), entry.draft.synthetic);
            next_code += 1;
            for said in entry.draft.said(entry.day, true) {
                writing.say(cx, &mut person, &said, &entry.from)?;
            }
            let kinds = person.changed.clone();
            outcomes.push(Outcome { person: person.person.id.clone(), turn: Turn::Created, kinds });
            writing.close(cx, person);
            continue;
        };
        let person = held.get_mut(id).ok_or_else(|| Error::missing("person"))?;
        let mut kinds = BTreeSet::new();
        for said in entry.draft.said(entry.day, false) {
            if !known_better(person, &said) && writing.say(cx, person, &said, &entry.from)? {
                kinds.insert(said.kind);
            }
        }
        let turn = if kinds.is_empty() { Turn::Same } else { Turn::Changed };
        outcomes.push(Outcome { person: id.clone(), turn, kinds });
    }
    for person in held.into_values().filter(|it| !it.changed.is_empty()) {
        writing.close(cx, person);
    }
    writing.finish(cx)?;
    Ok(outcomes)
}

/// What [`commit`] would come to, row by row, writing nothing.
pub fn preview(cx: &mut Cx, entries: &[Entry]) -> Result<Vec<Outcome>> {
    let held = load(cx, entries)?;
    let mut outcomes = Vec::with_capacity(entries.len());
    for entry in entries {
        let person = entry.person.as_ref().map(|id| held.get(id).ok_or_else(|| Error::missing("person")));
        let person = person.transpose()?;
        let said = entry.draft.said(entry.day, person.is_none());
        let Some(person) = person else {
            let kinds = said.iter().map(|it| it.kind).collect();
            outcomes.push(Outcome { person: String::new(), turn: Turn::Created, kinds });
            continue;
        };
        let mut kinds = BTreeSet::new();
        for said in said.iter().filter(|it| !known_better(person, it)) {
            let in_slot: Vec<&Statement> = person.slot(said.kind, &said.slot).collect();
            let said = &writing::bounded(said, &in_slot);
            if weigh(&in_slot, said, &value_among(cx, said, &in_slot)) != Weighed::Same {
                kinds.insert(said.kind);
            }
        }
        let turn = if kinds.is_empty() { Turn::Same } else { Turn::Changed };
        outcomes.push(Outcome { person: person.person.id.clone(), turn, kinds });
    }
    Ok(outcomes)
}

fn load(cx: &mut Cx, entries: &[Entry]) -> Result<BTreeMap<String, Held>> {
    let ids: BTreeSet<&str> = entries.iter().filter_map(|it| it.person.as_deref()).collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    writing::load(cx, &ids)
}

/// A list that reports a death does not weaken one that is confirmed already.
fn known_better(held: &Held, said: &Said) -> bool {
    said.kind == Kind::Event
        && said.value == DEATH
        && held.slot(Kind::Event, DEATH).any(|it| it.text("state") == CONFIRMED)
}
