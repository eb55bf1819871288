//! Lets overdue tasks rise a level, village → township → county; the nightly round asks for it.

use base::{Result, error::OrBroken};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{above, cut, kinds::Kinds, level_named, pack_area, table};
use crate::{Cx, Step, Work};

/// Tasks of one chunk.
const CHUNK_MAX: i64 = 500;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rise {}

impl Work for Rise {
    const KIND: &'static str = "tasks.rise";
    const NIGHTLY: bool = true;

    fn step(&self, cx: &mut Cx, cursor: Option<Value>) -> Result<Step> {
        let done: i64 = cursor.map_or(Ok(0), serde_json::from_value).or_broken()?;
        let today = cx.today();
        let county = pack_area(cx);
        let pack = cx.house.packs.now();
        let due = table::rising(cx, today, CHUNK_MAX)?;
        if due.is_empty() {
            return Ok(Step::Done { answer: serde_json::json!({ "raised": done }) });
        }
        for it in &due {
            let up = above(level_named(&it.level)?);
            let days = pack.get::<Kinds>().kind.get(&it.kind).and_then(|it| it.rises_after_days);
            let next = up.and_then(above).and(days).map(|days| today.plus_days(days.max(1)));
            let level = up.unwrap_or(super::Level::County);
            table::raise(cx, &it.id, level, &cut(&county, &it.area, level), next)?;
        }
        let done = done + due.len() as i64;
        Ok(Step::More { cursor: done.into(), done, total: None })
    }
}
