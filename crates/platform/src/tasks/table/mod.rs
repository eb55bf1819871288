//! SQL that writes tasks.

mod deputy;

use base::{Day, Instant, Result};
use store::{FromRow, Row};

pub(super) use deputy::{
    Office, deputy, deputy_between, end_deputies_of, end_deputy, insert_deputy, named, offices, principals,
};

use super::{NewTask, Open, level_name, purpose_name};
use crate::{Cx, Place, Purpose, access::roles::Level};

/// What the pack says of a new task.
pub(super) struct Placed {
    pub(super) level: Level,
    pub(super) held_at: String,
    pub(super) purpose: Purpose,
    pub(super) priority: i64,
    pub(super) due_on: Day,
    pub(super) rises_on: Option<Day>,
    /// With a space between them; empty: whoever has the kind's right.
    pub(super) roles: String,
}

pub(super) struct Task {
    pub(super) held_at: String,
    pub(super) kind: String,
    pub(super) closed_at: Option<Instant>,
    pub(super) revision: i64,
}

impl FromRow for Task {
    fn from_row(row: &Row) -> Result<Task> {
        Ok(Task { held_at: row.get(0)?, kind: row.get(1)?, closed_at: row.get(2)?, revision: row.get(3)? })
    }
}

pub(super) fn get(cx: &mut Cx, id: &str) -> Result<Task> {
    let county = cx.county();
    cx.get(
        "task",
        "SELECT held_at, kind, closed_at, revision FROM task WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

/// Lets the door pass when the actor sees the task's area under the task's own purpose: kinds
/// differ in it, the verbs on them do not.
pub(super) fn place(cx: &mut Cx, id: &str) -> Result<Place> {
    let county = cx.county();
    let (area, purpose): (String, String) = cx.get(
        "task",
        "SELECT area, purpose FROM task WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )?;
    let actor = cx.actor;
    let sees = actor.purposes.iter().any(|it| purpose_name(*it) == purpose && actor.scope(*it).covers(&area));
    if !sees {
        return Err(base::Error::missing("task"));
    }
    cx.note("area", area);
    Ok(Place::Own)
}

pub(super) fn insert(cx: &mut Cx, new: &NewTask, placed: &Placed) -> Result<String> {
    let id = cx.mint();
    let (actor, now) = (cx.actor, cx.now);
    let (due_on, rises_on) = (placed.due_on.to_string(), placed.rises_on.map(|it| it.to_string()));
    let detail = new.detail.to_string();
    let touched = cx.exec(
        "INSERT INTO task (county, id, kind, reason, subject_kind, subject_id, label, area, level, purpose,
            held_at, priority, due_on, rises_on, opened_at, opened_by, detail, roles, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 1)
         ON CONFLICT (county, kind, subject_id, reason) WHERE closed_at IS NULL DO NOTHING",
        &[
            (&actor.county).into(),
            (&id).into(),
            new.kind.into(),
            new.reason.into(),
            new.subject_kind.into(),
            new.subject_id.into(),
            new.label.into(),
            new.area.into(),
            level_name(placed.level).into(),
            purpose_name(placed.purpose).into(),
            (&placed.held_at).into(),
            placed.priority.into(),
            (&due_on).into(),
            rises_on.as_ref().into(),
            now.into(),
            (&actor.account).into(),
            (&detail).into(),
            (&placed.roles).into(),
        ],
    )?;
    if touched == 1 {
        return Ok(id);
    }
    let (known,): (String,) = cx.get(
        "task",
        "SELECT id FROM task
         WHERE county = $1 AND kind = $2 AND subject_id = $3 AND reason = $4 AND closed_at IS NULL",
        &[(&actor.county).into(), new.kind.into(), new.subject_id.into(), new.reason.into()],
    )?;
    Ok(known)
}

impl FromRow for Open {
    fn from_row(row: &Row) -> Result<Open> {
        Ok(Open { id: row.get(0)?, subject_id: row.get(1)?, area: row.get(2)?, due_on: row.get(3)? })
    }
}

pub(super) fn open_of(cx: &mut Cx, kind: &str, reason: &str, after: &str, limit: i64) -> Result<Vec<Open>> {
    let county = cx.county();
    cx.all(
        "SELECT id, subject_id, area, due_on FROM task
         WHERE county = $1 AND kind = $2 AND reason = $3 AND subject_id > $4 AND closed_at IS NULL
         ORDER BY subject_id LIMIT $5",
        &[county.into(), kind.into(), reason.into(), after.into(), limit.into()],
    )
}

pub(super) fn open_about(cx: &mut Cx, kind: &str, subject_id: &str) -> Result<Option<String>> {
    let county = cx.county();
    let found: Option<(String,)> = cx.find(
        "SELECT id FROM task WHERE county = $1 AND kind = $2 AND subject_id = $3 AND closed_at IS NULL",
        &[county.into(), kind.into(), subject_id.into()],
    )?;
    Ok(found.map(|it| it.0))
}

pub(super) fn tell(cx: &mut Cx, id: &str, priority: Option<i64>, detail: &serde_json::Value) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "UPDATE task SET priority = COALESCE($3, priority), detail = $4, revision = revision + 1
         WHERE county = $1 AND id = $2 AND closed_at IS NULL",
        &[county.into(), id.into(), priority.into(), (&detail.to_string()).into()],
    )
}

pub(super) fn close_of(
    cx: &mut Cx,
    kind: &str,
    subject_id: &str,
    reason: Option<&str>,
    outcome: &str,
    by: &str,
) -> Result<u64> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec(
        "UPDATE task SET closed_at = $5, closed_by = $6, outcome = $7, done_by = $8, revision = revision + 1
         WHERE county = $1 AND kind = $2 AND subject_id = $3 AND closed_at IS NULL
            AND (CAST($4 AS TEXT) IS NULL OR reason = $4)",
        &[
            (&actor.county).into(),
            kind.into(),
            subject_id.into(),
            reason.into(),
            now.into(),
            (&actor.account).into(),
            outcome.into(),
            by.into(),
        ],
    )
}

pub(super) fn close(cx: &mut Cx, id: &str, revision: i64, outcome: &str, note: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "UPDATE task SET closed_at = $4, closed_by = $5, outcome = $6, done_by = $7, revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3 AND closed_at IS NULL",
        &[
            (&actor.county).into(),
            id.into(),
            revision.into(),
            now.into(),
            (&actor.account).into(),
            outcome.into(),
            note.into(),
        ],
    )
}

pub(super) fn assign(cx: &mut Cx, id: &str, revision: i64, account: Option<&str>) -> Result<()> {
    let county = cx.county();
    let given_by = account.map(|_| cx.actor.account.as_str());
    cx.exec_one(
        "UPDATE task SET account = $4, given_by = $5, left_by = NULL, revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3 AND closed_at IS NULL",
        &[county.into(), id.into(), revision.into(), account.into(), given_by.into()],
    )
}

/// What lay with an account by name goes back to the offices, where it says who left it.
pub(super) fn release(cx: &mut Cx, account: &str) -> Result<u64> {
    let county = cx.county();
    cx.exec(
        "UPDATE task SET account = NULL, given_by = NULL, left_by = $2, revision = revision + 1
         WHERE county = $1 AND account = $2 AND closed_at IS NULL",
        &[county.into(), account.into()],
    )
}

pub(super) fn release_one(cx: &mut Cx, id: &str) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "UPDATE task SET left_by = account, account = NULL, given_by = NULL, revision = revision + 1
         WHERE county = $1 AND id = $2 AND closed_at IS NULL",
        &[county.into(), id.into()],
    )
}

/// Open tasks by name, in the order of their ids: the task, the account, and where the task is held.
pub(super) fn by_name(cx: &mut Cx, after: &str, limit: i64) -> Result<Vec<(String, String, String)>> {
    let county = cx.county();
    cx.all(
        "SELECT id, account, held_at FROM task
         WHERE county = $1 AND id > $2 AND closed_at IS NULL AND account IS NOT NULL ORDER BY id LIMIT $3",
        &[county.into(), after.into(), limit.into()],
    )
}

pub(super) struct Rising {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) area: String,
    pub(super) level: String,
}

impl FromRow for Rising {
    fn from_row(row: &Row) -> Result<Rising> {
        Ok(Rising { id: row.get(0)?, kind: row.get(1)?, area: row.get(2)?, level: row.get(3)? })
    }
}

pub(super) fn rising(cx: &mut Cx, today: Day, limit: i64) -> Result<Vec<Rising>> {
    let (county, today) = (cx.county().to_owned(), today.to_string());
    cx.all(
        "SELECT id, kind, area, level FROM task
         WHERE county = $1 AND closed_at IS NULL AND rises_on <= $2 ORDER BY rises_on, id LIMIT $3",
        &[(&county).into(), (&today).into(), limit.into()],
    )
}

pub(super) fn raise(cx: &mut Cx, id: &str, level: Level, held_at: &str, next: Option<Day>) -> Result<()> {
    let county = cx.county().to_owned();
    let next = next.map(|it| it.to_string());
    cx.exec_one(
        "UPDATE task SET risen_from = level, level = $3, held_at = $4, rises_on = $5, account = NULL,
            given_by = NULL, roles = '', revision = revision + 1
         WHERE county = $1 AND id = $2",
        &[(&county).into(), id.into(), level_name(level).into(), held_at.into(), next.as_ref().into()],
    )
}
