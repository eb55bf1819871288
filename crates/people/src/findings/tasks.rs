//! A place's findings of one kind are one task, which says how many people they are about.

use std::collections::HashMap;

use base::Result;
use platform::{
    Cx,
    areas::Atlas,
    tasks::{self, NewTask, Outcome},
};
use serde_json::json;

use super::{judge::Kind, search::Search, table};

/// Open tasks of a kind that are looked at together; more than a county has places.
const OPEN_MAX: i64 = 10_000;

pub(super) fn settle(cx: &mut Cx) -> Result<()> {
    let mut open: HashMap<(&str, String), String> = HashMap::new();
    for kind in Kind::ALL {
        for task in tasks::open_of(cx, name(kind), "", "", OPEN_MAX)? {
            open.insert((kind.as_str(), task.subject_id), task.id);
        }
    }
    let atlas = cx.house.packs.county(cx.county())?.made::<Atlas>();
    for (kind, area, people) in table::by_place(cx)? {
        let Some(kind) = Kind::ALL.into_iter().find(|it| it.as_str() == kind) else { continue };
        let detail = json!({ "people": people });
        match open.remove(&(kind.as_str(), area.clone())) {
            Some(task) => tasks::tell(cx, &task, &detail)?,
            None => {
                let new = NewTask {
                    kind: name(kind),
                    reason: "",
                    subject_kind: "area",
                    subject_id: &area,
                    label: &atlas.address(&area, "zh"),
                    area: &area,
                    due_on: None,
                    detail,
                };
                tasks::open(cx, &new)?;
            }
        }
    }
    for ((kind, area), _) in open {
        let Some(kind) = Kind::ALL.into_iter().find(|it| it.as_str() == kind) else { continue };
        tasks::close(cx, name(kind), &area, None, Outcome::Done, <Search as platform::Work>::KIND)?;
    }
    Ok(())
}

/// The kind of task, as in the pack's `tasks.toml`.
fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Unserved => "find-unserved",
        Kind::Soon => "find-soon",
        Kind::Ended => "find-ended",
        Kind::Unknown => "find-unknown",
    }
}
