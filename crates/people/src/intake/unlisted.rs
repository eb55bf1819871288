//! Who is said to be in difficulty and is on the department's complete list no longer (REG-11): entry, review and
//! exit go by matched lists, and the exit is a person's word.

use base::{Day, Error, Instant, Result};
use platform::{
    Cx,
    facts::{self, Asked},
};
use rules::{Fact, Kind};

use super::file::File;
use crate::register::{
    draft::Provenance,
    lists::{self, Lists},
    statement::Kind as Said,
    writing::{self, Writing},
};

const HARDSHIP: &str = "hardship.";
const ALIVE: &str = "person.alive";

/// The kinds of hardship that the file's list tells of completely.
fn told(cx: &Cx, file: &File) -> Result<Vec<String>> {
    let pack = lists::pack(cx)?;
    let denied = pack.get::<Lists>().denies.get(&file.list.as_str());
    let kinds = denied.into_iter().flatten().filter_map(|it| it.strip_prefix(HARDSHIP));
    Ok(kinds.map(str::to_owned).collect())
}

/// Whether being on the list and being on it no longer means anything of hardship.
pub(super) fn asks(cx: &Cx, file: &File) -> Result<bool> {
    Ok(!told(cx, file)?.is_empty())
}

/// Who of some people, by id, is alive and said to be in a hardship that the list tells of, on the list's
/// own day: with the kinds.
pub(super) fn held(cx: &mut Cx, file: &File, people: &[String]) -> Result<Vec<(String, Vec<String>)>> {
    let kinds = told(cx, file)?;
    let mut wanted: Vec<Fact> =
        kinds.iter().map(|it| Fact::new(&format!("{HARDSHIP}{it}"), Kind::Bool)).collect();
    wanted.push(Fact::new(ALIVE, Kind::Bool));
    let days = [file.as_of];
    let asked = Asked { people, days: &days, known_at: Instant::MAX };
    let Some(frame) = facts::read(cx, &asked, &wanted)?.pop() else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for (row, person) in people.iter().enumerate() {
        let is = |fact: &str| frame.column(fact).and_then(|it| it.truth(row));
        if is(ALIVE) == Some(false) {
            continue;
        }
        let held: Vec<String> =
            kinds.iter().filter(|it| is(&format!("{HARDSHIP}{it}")) == Some(true)).cloned().collect();
        if !held.is_empty() {
            found.push((person.clone(), held));
        }
    }
    Ok(found)
}

/// What the list said of somebody is over from a day, by a person's word.
pub(super) fn end(cx: &mut Cx, file: &File, person: &str, day: Day, from: &Provenance) -> Result<()> {
    let mut record = writing::load_one(cx, person, None)?;
    let mut writing = Writing::default();
    for (_, kinds) in held(cx, file, &[person.to_owned()])? {
        for kind in kinds {
            writing.end(cx, &mut record, (Said::Hardship, &kind), day, Some(from));
        }
    }
    // Before it began there is nothing that could end.
    if !record.statements.iter().any(|it| it.basis == from.basis) {
        return Err(Error::invalid("day", "register-does-not-hold"));
    }
    writing.close(cx, record);
    writing.finish(cx)
}
