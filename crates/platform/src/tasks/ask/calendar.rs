//! What is due, for a calendar that asks by its token: the reader's inbox, the nearest first.

use base::{Day, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{COLUMNS, Filter, Inbox, TaskRow, finish};
use crate::{Cx, Purpose, Question, Scope};

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Calendar {}

/// A day of a calendar. What it says is masked, as in the inbox.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CalendarRow {
    pub id: String,
    pub kind: String,
    pub label: String,
    pub area: String,
    pub due_on: Day,
    pub overdue: bool,
    pub priority: i64,
    pub page: String,
    pub revision: i64,
    /// When it was opened: a calendar wants to know since when it is so.
    pub opened_at: base::Instant,
    /// What the task says of itself, in both languages.
    pub says: Value,
}

/// Calendars of telephones grow slow with more.
const ROWS_MAX: i64 = 300;

impl Question for Calendar {
    const NAME: &'static str = "tasks.calendar";
    const RIGHT: &'static str = "tasks.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Vec<CalendarRow>;

    fn ask(self, cx: &mut Cx, _scope: &Scope) -> Result<Vec<CalendarRow>> {
        let filter = Filter::of(cx, &Inbox::default())?;
        let sql = format!("{COLUMNS}{} ORDER BY due_on, priority, id LIMIT {ROWS_MAX}", filter.sql);
        let mut rows: Vec<TaskRow> = cx.all(&sql, &filter.args())?;
        finish(cx, &mut rows);
        let told = rows.into_iter().map(|it| CalendarRow {
            says: it.detail.get("says").cloned().unwrap_or_default(),
            id: it.id,
            kind: it.kind,
            label: it.label,
            area: it.area,
            due_on: it.due_on,
            overdue: it.overdue,
            priority: it.priority,
            page: it.page,
            revision: it.revision,
            opened_at: it.opened_at,
        });
        Ok(told.collect())
    }
}
