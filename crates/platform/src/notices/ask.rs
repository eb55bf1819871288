//! The notices of an area that wait, or that went out.

use base::{Error, Instant, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{FromRow, Row};

use crate::{
    Cx, Purpose, Question, Scope,
    listing::{ListAnswer, ListInput, Order},
    waits::{Wait, Waits},
};

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct List {
    /// `waiting`, `settled` or `failed`; `waiting` when not said.
    pub state: Option<String>,
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NoticeRow {
    pub id: String,
    pub way: String,
    pub message: String,
    pub args: Value,
    pub to_kind: String,
    pub to_id: String,
    pub area: String,
    pub made_at: Instant,
    pub state: String,
    pub settled_at: Option<Instant>,
    pub why: Option<String>,
}

impl FromRow for NoticeRow {
    fn from_row(row: &Row) -> Result<NoticeRow> {
        let args: String = row.get(3)?;
        Ok(NoticeRow {
            id: row.get(0)?,
            way: row.get(1)?,
            message: row.get(2)?,
            args: serde_json::from_str(&args).unwrap_or(Value::Null),
            to_kind: row.get(4)?,
            to_id: row.get(5)?,
            area: row.get(6)?,
            made_at: row.get(7)?,
            state: row.get(8)?,
            settled_at: row.get(9)?,
            why: row.get(10)?,
        })
    }
}

const ORDERS: &[Order] = &[("made_at", " ORDER BY made_at DESC, id", " ORDER BY made_at, id")];

impl Question for List {
    const NAME: &'static str = "notices.list";
    const RIGHT: &'static str = "tasks.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ListAnswer<NoticeRow>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<NoticeRow>> {
        let county = cx.county().to_owned();
        let (low, high) = scope.range();
        let state = self.state.as_deref().unwrap_or("waiting");
        let select = "SELECT id, way, message, args, to_kind, to_id, area, made_at, state, settled_at, why
             FROM notice WHERE county = $1 AND $2 <= area AND area < $3 AND state = $4";
        self.list.read(cx, select, ORDERS, &[(&county).into(), (&low).into(), (&high).into(), state.into()])
    }
}

/// One notice, whatever became of it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OneNotice {
    pub notice: String,
}

impl Question for OneNotice {
    const NAME: &'static str = "notices.notice";
    const RIGHT: &'static str = "tasks.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = NoticeRow;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<NoticeRow> {
        let county = cx.county().to_owned();
        let found: NoticeRow = cx.get(
            "notice",
            "SELECT id, way, message, args, to_kind, to_id, area, made_at, state, settled_at, why
             FROM notice WHERE county = $1 AND id = $2",
            &[(&county).into(), (&self.notice).into()],
        )?;
        if scope.covers(&found.area) { Ok(found) } else { Err(Error::missing("notice")) }
    }
}

/// How many messages wait to be handed over, for whoever may.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct NoticeWaits {}

impl Question for NoticeWaits {
    const NAME: &'static str = "notices.waits";
    const RIGHT: &'static str = "tasks.do";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Waits;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Waits> {
        let county = cx.county().to_owned();
        let (low, high) = scope.range();
        let (count,): (i64,) = cx.get(
            "notice",
            "SELECT COUNT(*) FROM notice
             WHERE county = $1 AND settled_at IS NULL AND $2 <= area AND area < $3 AND state = 'waiting'",
            &[(&county).into(), (&low).into(), (&high).into()],
        )?;
        let mut waits = Waits::default();
        waits.add(Wait::new("admin-wait-notices", count, "/notices"));
        Ok(waits)
    }
}
