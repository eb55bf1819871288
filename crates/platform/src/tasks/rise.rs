//! Lets overdue tasks rise a level, village → township → county, and gives back to its office what lies
//! by name with somebody who is no longer in office there; the nightly round asks for both.

use std::collections::BTreeMap;

use base::{Result, error::OrBroken};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{above, cut, kinds::Kinds, level_named, pack_area, table};
use crate::{Cx, Step, Work};

/// Tasks of one chunk.
const CHUNK_MAX: i64 = 500;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rise {}

/// How far the night came.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Cursor {
    given_back: i64,
    /// The last task by name that was looked at; nothing: all were.
    after: Option<String>,
    raised: i64,
}

impl Work for Rise {
    const KIND: &'static str = "tasks.rise";
    const NIGHTLY: bool = true;

    fn step(&self, cx: &mut Cx, cursor: Option<Value>) -> Result<Step> {
        let first = Cursor { after: Some(String::new()), ..Cursor::default() };
        let mut at: Cursor = cursor.map_or(Ok(first), serde_json::from_value).or_broken()?;
        if let Some(after) = at.after.take() {
            let (given_back, last) = stranded(cx, &after)?;
            at.given_back += given_back;
            at.after = last;
            return more(&at);
        }
        let raised = overdue(cx)?;
        if raised == 0 {
            return Ok(Step::Done { answer: json!({ "raised": at.raised, "given_back": at.given_back }) });
        }
        at.raised += raised;
        more(&at)
    }
}

fn more(at: &Cursor) -> Result<Step> {
    let done = at.raised + at.given_back;
    Ok(Step::More { cursor: serde_json::to_value(at).or_broken()?, done, total: None })
}

/// Gives back the next tasks by name whose account has no office left where they are held: a grant may
/// end by its day, with nobody acting. Answers how many, and after which task to go on.
fn stranded(cx: &mut Cx, after: &str) -> Result<(i64, Option<String>)> {
    let tasks = table::by_name(cx, after, CHUNK_MAX)?;
    if tasks.is_empty() {
        return Ok((0, None));
    }
    let mut held: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for it in table::offices(cx, None)? {
        held.entry(it.account).or_default().push(it.area);
    }
    let mut given_back = 0;
    for (id, account, at) in &tasks {
        let stays = held.get(account).is_some_and(|areas| {
            areas.iter().any(|it| at.starts_with(it.as_str()) || it.starts_with(at.as_str()))
        });
        if !stays {
            table::release_one(cx, id)?;
            given_back += 1;
        }
    }
    Ok((given_back, tasks.last().map(|it| it.0.clone())))
}

fn overdue(cx: &mut Cx) -> Result<i64> {
    let today = cx.today();
    let county = pack_area(cx);
    let pack = cx.house.packs.now();
    let due = table::rising(cx, today, CHUNK_MAX)?;
    for it in &due {
        let up = above(level_named(&it.level)?);
        let days = pack.get::<Kinds>().kind.get(&it.kind).and_then(|it| it.rises_after_days);
        let next = up.and_then(above).and(days).map(|days| today.plus_days(days.max(1)));
        let level = up.unwrap_or(super::Level::County);
        table::raise(cx, &it.id, level, &cut(&county, &it.area, level), next)?;
    }
    Ok(due.len() as i64)
}
