//! SQL that writes cases. `index.rs` writes what lists find them by, `beside.rs` what hangs on them, `many.rs`
//! reads several, `past.rs` what they were, and what recurs.

mod beside;
mod index;
mod many;
pub(crate) mod past;

pub(super) use beside::{letter, link, linked};
pub(super) use index::{columns, sweep, unindex};
pub(super) use many::{by_ids, by_title, open_about, open_by_edition, standing_on, under_way};

use std::collections::BTreeMap;

use base::{Day, Error, Result, error::OrBroken};
use platform::Cx;
use serde_json::Value;
use store::{Arg, FromRow, Row};

use super::{
    SECRET,
    case::{Case, Changed, Stand, Values},
};
use crate::books::Ready;

/// Whole cases, `f`, under a condition that begins with their county.
pub(super) fn select(condition: &str) -> String {
    format!(
        "SELECT f.id, f.book, f.edition, f.number, f.subject_kind, f.subject_id, f.label, f.title, f.area, f.state,
            f.entered_at, f.due_step, f.due_on, f.opened_on, f.opened_by, f.closed_at, f.filled, f.revision
         FROM case_file f WHERE {condition}"
    )
}

impl FromRow for Case {
    fn from_row(row: &Row) -> Result<Case> {
        let filled: String = row.get(16)?;
        let mut it = Case {
            id: row.get(0)?,
            book: row.get(1)?,
            edition: row.get(2)?,
            number: row.get(3)?,
            subject_kind: row.get(4)?,
            subject_id: row.get(5)?,
            label: row.get(6)?,
            title: row.get(7)?,
            area: row.get(8)?,
            state: row.get(9)?,
            entered_at: row.get(10)?,
            due_step: row.get(11)?,
            due_on: row.get(12)?,
            opened_on: row.get(13)?,
            opened_by: row.get(14)?,
            closed_at: row.get(15)?,
            values: serde_json::from_str(&filled).or_broken()?,
            revision: row.get(17)?,
            kept: Stand::default(),
        };
        it.kept = it.stand();
        Ok(it)
    }
}

pub(super) fn find(cx: &mut Cx, id: &str) -> Result<Option<Case>> {
    let sql = select("f.county = $1 AND f.id = $2");
    let county = cx.county();
    cx.find(&sql, &[county.into(), id.into()])
}

pub(super) fn get(cx: &mut Cx, id: &str) -> Result<Case> {
    find(cx, id)?.ok_or_else(|| Error::missing("case"))
}

/// Takes the next serial number of a book in a year.
pub(super) fn serial(cx: &mut Cx, book: &str, period: &str) -> Result<i64> {
    let county = cx.county().to_owned();
    let key: [Arg; 3] = [(&county).into(), book.into(), period.into()];
    cx.exec(
        "INSERT INTO case_serial (county, book, period, last) VALUES ($1, $2, $3, 1)
         ON CONFLICT (county, book, period) DO UPDATE SET last = case_serial.last + 1",
        &key,
    )?;
    let (last,): (i64,) = cx.get(
        "case-serial",
        "SELECT last FROM case_serial WHERE county = $1 AND book = $2 AND period = $3",
        &key,
    )?;
    Ok(last)
}

pub(super) fn insert(cx: &mut Cx, ready: &Ready, it: &mut Case) -> Result<()> {
    let (county, now) = (cx.county().to_owned(), cx.now);
    let (due_on, opened_on) = (it.due_on.map(|day| day.to_string()), it.opened_on.to_string());
    let filled = Value::Object(it.values.clone()).to_string();
    cx.exec_one(
        "INSERT INTO case_file (county, id, book, edition, number, subject_kind, subject_id, label, title, area,
            state, entered_at, due_step, due_on, opened_on, opened_at, opened_by, changed_at, closed_at, filled,
            revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $16, $18, $19, 1)",
        &[
            (&county).into(),
            (&it.id).into(),
            (&it.book).into(),
            it.edition.into(),
            (&it.number).into(),
            (&it.subject_kind).into(),
            (&it.subject_id).into(),
            (&it.label).into(),
            (&it.title).into(),
            (&it.area).into(),
            (&it.state).into(),
            it.entered_at.into(),
            it.due_step.as_ref().into(),
            due_on.as_ref().into(),
            (&opened_on).into(),
            now.into(),
            (&it.opened_by).into(),
            it.closed_at.into(),
            (&filled).into(),
        ],
    )?;
    index::write_new(cx, ready, it)
}

/// Writes a case that changed, if it is still at `it.revision`.
pub(super) fn update(cx: &mut Cx, ready: &Ready, before: &Values, it: &mut Case) -> Result<()> {
    let (county, now) = (cx.county().to_owned(), cx.now);
    let due_on = it.due_on.map(|day| day.to_string());
    let filled = Value::Object(it.values.clone()).to_string();
    cx.exec_one(
        "UPDATE case_file SET edition = $4, label = $5, title = $6, area = $7, state = $8, entered_at = $9,
            due_step = $10, due_on = $11, changed_at = $12, closed_at = $13, filled = $14, revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[
            (&county).into(),
            (&it.id).into(),
            it.revision.into(),
            it.edition.into(),
            (&it.label).into(),
            (&it.title).into(),
            (&it.area).into(),
            (&it.state).into(),
            it.entered_at.into(),
            it.due_step.as_ref().into(),
            due_on.as_ref().into(),
            now.into(),
            it.closed_at.into(),
            (&filled).into(),
        ],
    )?;
    index::write(cx, ready, before, it)
}

/// Keeps sealed values; nothing takes one away.
pub(super) fn secrets(cx: &mut Cx, id: &str, secrets: &BTreeMap<String, Option<String>>) -> Result<()> {
    let county = cx.county().to_owned();
    for (field, plain) in secrets {
        cx.exec(
            "DELETE FROM case_secret WHERE county = $1 AND case_id = $2 AND field = $3",
            &[(&county).into(), id.into(), field.into()],
        )?;
        let Some(plain) = plain else { continue };
        let sealed = cx.seal(SECRET, plain)?;
        cx.exec_one(
            "INSERT INTO case_secret (county, case_id, field, sealed) VALUES ($1, $2, $3, $4)",
            &[(&county).into(), id.into(), field.into(), Arg::Bytes(&sealed)],
        )?;
    }
    Ok(())
}

/// One line of a case's history.
pub(super) struct NewEvent<'e> {
    pub(super) kind: &'static str,
    pub(super) step: &'e str,
    pub(super) from: &'e str,
    pub(super) to: &'e str,
    pub(super) changed: &'e Changed,
    pub(super) note: &'e str,
}

pub(super) fn event(cx: &mut Cx, case: &str, it: &NewEvent) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    let changed = serde_json::to_string(it.changed).or_broken()?;
    cx.exec_one(
        "INSERT INTO case_event (county, case_id, seq, at, account, name, role, kind, step, from_state, to_state,
            changed, note)
         SELECT $1, $2, COALESCE(MAX(seq), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
         FROM case_event WHERE county = $1 AND case_id = $2",
        &[
            (&actor.county).into(),
            case.into(),
            now.into(),
            (&actor.account).into(),
            (&actor.name).into(),
            (&actor.role).into(),
            it.kind.into(),
            it.step.into(),
            it.from.into(),
            it.to.into(),
            (&changed).into(),
            it.note.into(),
        ],
    )
}

/// The last line of a history, as taking back reads it.
pub(super) struct LastEvent {
    pub(super) kind: String,
    pub(super) step: String,
    pub(super) from: String,
    pub(super) account: String,
    pub(super) changed: Changed,
}

impl FromRow for LastEvent {
    fn from_row(row: &Row) -> Result<LastEvent> {
        let changed: String = row.get(4)?;
        Ok(LastEvent {
            kind: row.get(0)?,
            step: row.get(1)?,
            from: row.get(2)?,
            account: row.get(3)?,
            changed: serde_json::from_str(&changed).or_broken()?,
        })
    }
}

/// Whether an event of a kind moved or filled its case; what is only said beside it does not count.
pub(super) fn moves(kind: &str) -> bool {
    matches!(kind, "opened" | "step" | "edited" | "corrected" | "back" | "moved")
}

/// The last event that moved or filled the case: remarks and links do not count.
pub(super) fn last_event(cx: &mut Cx, case: &str) -> Result<Option<LastEvent>> {
    let county = cx.county();
    cx.find(
        "SELECT kind, step, from_state, account, changed FROM case_event
         WHERE county = $1 AND case_id = $2 AND kind IN ('opened', 'step', 'edited', 'corrected', 'back', 'moved')
         ORDER BY seq DESC LIMIT 1",
        &[county.into(), case.into()],
    )
}

/// Who took which step last, and did not take it back: account by step.
pub(super) fn takers(cx: &mut Cx, case: &str) -> Result<BTreeMap<String, String>> {
    let county = cx.county();
    let rows: Vec<(String, String, String)> = cx.all(
        "SELECT kind, step, account FROM case_event
         WHERE county = $1 AND case_id = $2 AND kind IN ('step', 'back', 'opened') ORDER BY seq",
        &[county.into(), case.into()],
    )?;
    let mut takers = BTreeMap::new();
    for (kind, step, account) in rows {
        match kind.as_str() {
            "back" => _ = takers.remove(&step),
            "opened" => (),
            _ => _ = takers.insert(step, account),
        }
    }
    Ok(takers)
}

/// Cases whose deadline has passed, by id after `after`.
pub(super) fn overdue(cx: &mut Cx, today: Day, after: &str, limit: i64) -> Result<Vec<Case>> {
    let (county, today) = (cx.county().to_owned(), today.to_string());
    let sql = select(
        "f.county = $1 AND f.due_on < $2 AND f.id > $3 AND f.due_on IS NOT NULL ORDER BY f.id LIMIT $4",
    );
    cx.all(&sql, &[(&county).into(), (&today).into(), after.into(), limit.into()])
}

/// The id of the case that bears a number in a book.
pub(super) fn by_number(cx: &mut Cx, book: &str, number: &str) -> Result<Option<String>> {
    let county = cx.county().to_owned();
    let found: Option<(String,)> = cx.find(
        "SELECT id FROM case_file WHERE county = $1 AND book = $2 AND number = $3",
        &[(&county).into(), book.into(), number.into()],
    )?;
    Ok(found.map(|it| it.0))
}
