//! The history of a case, without what the reader may not see.

use std::sync::Arc;

use base::{Instant, Result};
use platform::Cx;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use store::{FromRow, Row};

use crate::{
    books::{Ready, ask::Words},
    cases::{
        case::{Case, Changed},
        value,
    },
    editions,
};

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EventShown {
    pub seq: i64,
    pub at: Instant,
    pub name: String,
    pub role: String,
    pub kind: String,
    pub step: Option<Words>,
    pub from: Option<Words>,
    pub to: Option<Words>,
    pub note: String,
    pub changed: Vec<ChangeShown>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChangeShown {
    pub field: Words,
    pub was: Words,
    pub is: Words,
}

struct Event {
    seq: i64,
    at: Instant,
    name: String,
    role: String,
    kind: String,
    step: String,
    from: String,
    to: String,
    changed: Changed,
    note: String,
}

impl FromRow for Event {
    fn from_row(row: &Row) -> Result<Event> {
        let changed: String = row.get(8)?;
        Ok(Event {
            seq: row.get(0)?,
            at: row.get(1)?,
            name: row.get(2)?,
            role: row.get(3)?,
            kind: row.get(4)?,
            step: row.get(5)?,
            from: row.get(6)?,
            to: row.get(7)?,
            changed: serde_json::from_str(&changed).unwrap_or_default(),
            note: row.get(9)?,
        })
    }
}

/// The history without what the reader may not see, newest first.
pub fn of(cx: &mut Cx, ready: &Arc<Ready>, case: &Case, role: &str) -> Result<Vec<EventShown>> {
    let county = cx.county().to_owned();
    let events: Vec<Event> = cx.all(
        "SELECT seq, at, name, role, kind, step, from_state, to_state, changed, note FROM case_event
         WHERE county = $1 AND case_id = $2 ORDER BY seq DESC",
        &[(&county).into(), (&case.id).into()],
    )?;
    // A case that was moved did its earlier steps by books that had other names.
    let moved = events.iter().any(|it| it.kind == "moved");
    let before = if moved { editions::before(cx, ready)? } else { Vec::new() };
    let books = || std::iter::once(ready).chain(&before);
    let state = |id: &str| books().find_map(|it| it.book.state.get(id)).map(Words::of);
    let shown = |event: Event| {
        let changed = event.changed.iter().filter_map(|(id, (was, is))| {
            let (ready, it) = books().find_map(|ready| Some((ready, ready.book.field.get(id)?)))?;
            if !ready.book.may_see_field(it, role) {
                return None;
            }
            let text = |value: &Value, language| value::shown(it, ready.choices(id), value, language);
            let words = |value: &Value| Words { zh: text(value, "zh"), en: text(value, "en") };
            Some(ChangeShown { field: Words::of(it), was: words(was), is: words(is) })
        });
        EventShown {
            changed: changed.collect(),
            step: books()
                .find_map(|it| it.book.step.get(&event.step))
                .map(Words::of)
                .or_else(|| books().find_map(|it| it.book.link.get(&event.step)).map(Words::of)),
            from: state(&event.from),
            to: state(&event.to),
            seq: event.seq,
            at: event.at,
            name: event.name,
            role: event.role,
            kind: event.kind,
            note: event.note,
        }
    };
    Ok(events.into_iter().map(shown).collect())
}
