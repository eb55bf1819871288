//! Brings what an older key sealed under the key now in force, while the house goes on working.
//!
//! It looks at every row of every sealed column in small transactions and changes only those of
//! an older key; stopped at any moment and begun again, it does the rest.

use base::{Error, Instant, Result, error::OrBroken};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::table;
use crate::{Channel, Cx, Place, Purpose, Step, Verb, Work, access::session::nobody, door::Door, jobs};

/// A column whose values are sealed, as its room declares it.
#[derive(Clone, Copy, Debug)]
pub struct SealedColumn {
    pub table: &'static str,
    /// The columns of the primary key after the county; all are text.
    pub keys: &'static [&'static str],
    pub column: &'static str,
    /// As given when it was sealed.
    pub purpose: &'static str,
    /// Only rows where this column has this value, when one column is sealed for several purposes.
    pub only: Option<(&'static str, &'static str)>,
    /// The column that holds the keyed index of the same value.
    pub index: Option<&'static str>,
}

/// Rows of one transaction.
pub(super) const CHUNK: usize = 200;

/// What a round came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resealed {
    pub looked_at: u64,
    pub changed: u64,
}

/// How far it has come.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Cursor {
    /// The column it is at, and the keys of the last row it looked at there.
    column: usize,
    after: Option<Vec<String>>,
    /// Rounds that are through.
    round: u64,
    looked_at: u64,
    changed: u64,
}

/// Two rounds, because the first may meet what a server that had not read the key file yet sealed
/// behind it.
const ROUNDS: u64 = 2;

/// The work of re-sealing: one chunk of one column a step.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ResealWork {}

impl Work for ResealWork {
    const KIND: &'static str = "keys.reseal";

    fn step(&self, cx: &mut Cx, cursor: Option<Value>) -> Result<Step> {
        let mut at: Cursor = cursor.map(serde_json::from_value).transpose().or_broken()?.unwrap_or_default();
        let columns = cx.house.catalogue.sealed();
        if let Some(column) = columns.get(at.column) {
            let (last, changed, count) = chunk(cx, column, at.after.as_deref())?;
            at.looked_at += count;
            at.changed += changed;
            at.after = last;
            if count < CHUNK as u64 {
                at = Cursor { column: at.column + 1, after: None, ..at };
            }
        } else {
            at = Cursor { column: 0, after: None, round: at.round + 1, ..at };
            if at.round == ROUNDS {
                let answer = Resealed { looked_at: at.looked_at, changed: at.changed };
                return Ok(Step::Done { answer: serde_json::to_value(answer).or_broken()? });
            }
        }
        let done = at.looked_at as i64;
        Ok(Step::More { cursor: serde_json::to_value(at).or_broken()?, done, total: None })
    }
}

/// Begins to bring old values under the keys in force; the job goes on where it was after a kill.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reseal {}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Begun {
    pub job: String,
}

impl Verb for Reseal {
    const NAME: &'static str = "keys.reseal";
    const RIGHT: &'static str = jobs::MANAGE;
    const PURPOSE: Purpose = Purpose::System;
    type Answer = Begun;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<Begun> {
        let now = cx.now;
        let job = cx.enqueue("keys.reseal", &ResealWork {}, now)?;
        Ok(Begun { job: job.to_string() })
    }
}

/// Does the whole of it here and now, for the terminal; `progress` is told how many rows were
/// looked at.
pub fn reseal(door: &Door, clock: fn() -> Instant, progress: &mut dyn FnMut(u64)) -> Result<Resealed> {
    let actor = nobody(door.house, Channel::Terminal);
    let mut cursor = None;
    loop {
        let (actor, house, now, at) = (actor.clone(), door.house.clone(), clock(), cursor.take());
        let step = door
            .store
            .write(move |tx| ResealWork {}.step(&mut Cx::new(&actor, &house, now, 0, tx), at.clone()))?;
        match step {
            Step::More { cursor: next, done, .. } => {
                progress(done as u64);
                cursor = Some(next);
            }
            Step::Done { answer } => return serde_json::from_value(answer).or_broken(),
        }
    }
}

type Chunk = (Option<Vec<String>>, u64, u64);

fn chunk(cx: &mut Cx, column: &SealedColumn, after: Option<&[String]>) -> Result<Chunk> {
    let rows = table::sealed_rows(cx, column, after)?;
    let count = rows.len() as u64;
    let last = rows.last().map(|it| it.keys.clone());
    let mut changed = 0;
    for row in rows {
        let keys = cx.house.keys.clone();
        let plain = keys.open(column.purpose, &row.sealed).map_err(|why| {
            Error::broken(format!("{} of {} {:?}: {why}", column.column, column.table, row.keys))
        })?;
        let index = column.index.map(|_| keys.index(column.purpose, &plain));
        if keys.is_current(&row.sealed) && (index.is_none() || index == row.index) {
            continue;
        }
        let sealed = cx.seal(column.purpose, &plain)?;
        changed += table::set_sealed(cx, column, &row, &sealed, index.as_deref())?;
    }
    Ok((last, changed, count))
}
