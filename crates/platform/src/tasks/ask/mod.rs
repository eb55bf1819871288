//! Inboxes: what is due, for whom, sorted by what is due first.
//!
//! | file          | what                                       |
//! |---------------|--------------------------------------------|
//! | `filter.rs`   | whose, of which kinds, where: as a condition |
//! | `task.rs`     | one task or some, and who may be given them |
//! | `calendar.rs` | what is due, for a calendar that asks by its token |
//! | `deputies.rs` | who stands in for whom                     |
//! | `deserted.rs` | offices that have work and nobody in them  |

mod calendar;
mod deputies;
mod deserted;
mod filter;
mod task;

pub use calendar::{Calendar, CalendarRow};
pub use deputies::{Deputies, DeputiesAnswer, DeputyRow};
pub use deserted::{Deserted, DesertedRow};
pub use task::{Chosen, ChosenPage, Holder, OneTask, TaskPage};

use base::{Day, Instant, Result};
use filter::Filter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Arg, FromRow, Row};

use super::kinds::Kinds;
use crate::{
    Cx, Purpose, Question, Scope,
    listing::{ListAnswer, ListInput, Order},
    waits::{Wait, Waits},
};

const ORDERS: &[Order] = &[
    ("due", " ORDER BY due_on, priority, id", " ORDER BY due_on DESC, priority, id"),
    ("priority", " ORDER BY priority, due_on, id", " ORDER BY priority DESC, due_on, id"),
    ("area", " ORDER BY area, due_on, id", " ORDER BY area DESC, due_on, id"),
];

/// One line of an inbox.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TaskRow {
    pub id: String,
    pub kind: String,
    pub subject_kind: String,
    pub subject_id: String,
    pub label: String,
    pub area: String,
    pub level: String,
    pub account: Option<String>,
    /// Whose it is by name.
    pub holder: Option<String>,
    /// Who gave it to them.
    pub giver: Option<String>,
    /// The level at which it was not done in time.
    pub risen_from: Option<String>,
    /// Whose it was until they left.
    pub left_by: Option<String>,
    pub priority: i64,
    pub due_on: Day,
    pub overdue: bool,
    pub opened_at: Instant,
    pub closed_at: Option<Instant>,
    pub outcome: Option<String>,
    pub detail: Value,
    pub revision: i64,
    /// The page where it is done.
    pub page: String,
}

impl FromRow for TaskRow {
    fn from_row(row: &Row) -> Result<TaskRow> {
        let detail: String = row.get(13)?;
        Ok(TaskRow {
            id: row.get(0)?,
            kind: row.get(1)?,
            subject_kind: row.get(2)?,
            subject_id: row.get(3)?,
            label: row.get(4)?,
            area: row.get(5)?,
            level: row.get(6)?,
            account: row.get(7)?,
            holder: row.get(15)?,
            giver: row.get(16)?,
            risen_from: row.get(17)?,
            left_by: row.get(18)?,
            priority: row.get(8)?,
            due_on: row.get(9)?,
            overdue: false,
            opened_at: row.get(10)?,
            closed_at: row.get(11)?,
            outcome: row.get(12)?,
            detail: serde_json::from_str(&detail).unwrap_or(Value::Null),
            revision: row.get(14)?,
            page: String::new(),
        })
    }
}

const COLUMNS: &str = "SELECT id, kind, subject_kind, subject_id, label, area, level, account, priority, due_on, \
     opened_at, closed_at, outcome, detail, revision, \
     (SELECT a.name FROM account a WHERE a.county = task.county AND a.id = task.account), \
     (SELECT a.name FROM account a WHERE a.county = task.county AND a.id = task.given_by), risen_from, \
     (SELECT a.name FROM account a WHERE a.county = task.county AND a.id = task.left_by) \
     FROM task WHERE county = $1";

/// Whose tasks: the reader's own and those of the reader's level, those below it, those that are the
/// reader's by name or that the reader does for somebody away, those that the reader gave to others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    #[default]
    Mine,
    Below,
    Named,
    Given,
    All,
}

/// The reader's inbox.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Inbox {
    pub whose: Whose,
    pub kind: Option<String>,
    /// A part of the reader's own area.
    pub area: Option<String>,
    pub overdue: bool,
    /// Only what was not done in time at the level below.
    pub risen: bool,
    #[serde(flatten)]
    pub list: ListInput,
}

impl Question for Inbox {
    const NAME: &'static str = "tasks.inbox";
    const RIGHT: &'static str = "tasks.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ListAnswer<TaskRow>;

    fn ask(self, cx: &mut Cx, _scope: &Scope) -> Result<ListAnswer<TaskRow>> {
        let filter = Filter::of(cx, &self)?;
        let (total,): (i64,) = cx.get(
            "count",
            &format!("SELECT COUNT(*) FROM task WHERE county = $1{}", filter.sql),
            &filter.args(),
        )?;
        let mut args = filter.args();
        let (limit, offset) = (self.list.limit(), self.list.offset());
        let next = args.len() + 1;
        args.extend([Arg::Int(limit), Arg::Int(offset)]);
        let order = self.list.order(ORDERS);
        let sql = format!("{COLUMNS}{}{order} LIMIT ${next} OFFSET ${}", filter.sql, next + 1);
        let mut rows: Vec<TaskRow> = cx.all(&sql, &args)?;
        finish(cx, &mut rows);
        Ok(ListAnswer::new(&self.list, total, rows))
    }
}

/// How many tasks the reader has: for the head of every page.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Counts {}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CountsAnswer {
    pub open: i64,
    pub overdue: i64,
    pub today: i64,
    pub kinds: Vec<KindCount>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct KindCount {
    pub kind: String,
    pub open: i64,
    pub overdue: i64,
}

impl Question for Counts {
    const NAME: &'static str = "tasks.counts";
    const RIGHT: &'static str = "tasks.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = CountsAnswer;

    fn ask(self, cx: &mut Cx, _scope: &Scope) -> Result<CountsAnswer> {
        let filter = Filter::of(cx, &Inbox::default())?;
        let today = cx.today().to_string();
        let mut args = filter.args();
        args.push((&today).into());
        let day = args.len();
        let sql = format!(
            "SELECT kind, COUNT(*),
                CAST(SUM(CASE WHEN due_on < ${day} THEN 1 ELSE 0 END) AS BIGINT),
                CAST(SUM(CASE WHEN due_on = ${day} THEN 1 ELSE 0 END) AS BIGINT)
             FROM task WHERE county = $1{} GROUP BY kind ORDER BY kind",
            filter.sql
        );
        let rows: Vec<(String, i64, i64, i64)> = cx.all(&sql, &args)?;
        let mut answer = CountsAnswer::default();
        for (kind, open, overdue, today) in rows {
            answer.open += open;
            answer.overdue += overdue;
            answer.today += today;
            answer.kinds.push(KindCount { kind, open, overdue });
        }
        Ok(answer)
    }
}

/// Overdue tasks of the levels below: others do them, the reader is told.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct TaskWaits {}

impl Question for TaskWaits {
    const NAME: &'static str = "tasks.waits";
    const RIGHT: &'static str = "tasks.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Waits;

    fn ask(self, cx: &mut Cx, _scope: &Scope) -> Result<Waits> {
        let below = Inbox { whose: Whose::Below, overdue: true, ..Inbox::default() };
        let filter = Filter::of(cx, &below)?;
        let sql = format!("SELECT COUNT(*) FROM task WHERE county = $1{}", filter.sql);
        let (count,): (i64,) = cx.get("count", &sql, &filter.args())?;
        let mut waits = Waits::default();
        let link = "/inbox?whose=below&overdue=true";
        waits.add(Wait::new("web-wait-below", count, link).others());
        let deserted = deserted::offices(cx)?.len() as i64;
        waits.add(Wait::new("web-wait-deserted", deserted, "/inbox/deserted").others());
        Ok(waits)
    }
}

/// What was and is to be done about a subject, newest first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OfSubject {
    pub subject_kind: String,
    pub subject_id: String,
}

/// A subject has few tasks; more are not shown.
const OF_SUBJECT_MAX: i64 = 100;

impl Question for OfSubject {
    const NAME: &'static str = "tasks.of-subject";
    const RIGHT: &'static str = "tasks.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Vec<TaskRow>;

    fn ask(self, cx: &mut Cx, _scope: &Scope) -> Result<Vec<TaskRow>> {
        let county = cx.county().to_owned();
        let sql = format!(
            "{COLUMNS} AND subject_kind = $2 AND subject_id = $3
             ORDER BY opened_at DESC, id LIMIT {OF_SUBJECT_MAX}"
        );
        let mut rows: Vec<TaskRow> =
            cx.all(&sql, &[(&county).into(), (&self.subject_kind).into(), (&self.subject_id).into()])?;
        let pack = cx.house.packs.now();
        let kinds = pack.get::<Kinds>();
        rows.retain(|row| {
            let purpose = kinds.kind.get(&row.kind).map(|it| it.purpose);
            purpose.is_some_and(|it| cx.actor.scope(it).covers(&row.area))
        });
        finish(cx, &mut rows);
        Ok(rows)
    }
}

fn finish(cx: &Cx, rows: &mut [TaskRow]) {
    let pack = cx.house.packs.now();
    let kinds = pack.get::<Kinds>();
    let today = cx.today();
    for row in rows {
        row.overdue = row.closed_at.is_none() && row.due_on < today;
        let page = kinds.kind.get(&row.kind).map_or("", |it| it.page.as_str());
        row.page = page.replace("{subject}", &row.subject_id);
    }
}
