//! Passes through the open cases of older editions, chunk by chunk.

use std::sync::Arc;

use base::{Result, error::OrBroken};
use platform::{Cx, Step, Work};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{plan, table};
use crate::{
    books::Ready,
    cases::{
        access,
        case::{self, Case, Filled},
        refusal::{Reason, reasons},
        subject,
        write::Change,
    },
};

/// Cases of one transaction.
const CHUNK: i64 = 100;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pass {
    pub id: String,
}

impl Work for Pass {
    const KIND: &'static str = "cases.move";

    fn step(&self, cx: &mut Cx, cursor: Option<Value>) -> Result<Step> {
        let after = cursor.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned();
        let it = table::get(cx, &self.id)?;
        let ready = access::any_book(cx, &it.book)?;
        // Another edition came into force meanwhile: what is left is for a move of its own.
        let cases = if ready.book.edition == it.edition {
            table::older(cx, &it.book, it.edition, &after, CHUNK)?
        } else {
            Vec::new()
        };
        let Some(last) = cases.last().map(|it| it.id.clone()) else {
            table::end(cx, &it.id)?;
            return Ok(Step::Done { answer: json!({ "moved": it.moved, "refused": it.refused }) });
        };
        let (mut moved, mut refused) = (0, 0);
        for case in cases {
            let id = case.id.clone();
            cx.mark()?;
            // Trouble of the house's own ends the chunk, and it is done again.
            let against = match take(cx, &ready, case) {
                Ok(against) => against,
                Err(error) => reasons(error)?,
            };
            if against.is_empty() {
                cx.keep()?;
                moved += 1;
            } else {
                cx.take_back()?;
                refused += 1;
                table::refuse(cx, &it.id, &id, &against)?;
            }
        }
        table::count(cx, &it.id, moved, refused)?;
        let done = it.moved + it.refused + moved + refused;
        Ok(Step::More { cursor: serde_json::to_value(&last).or_broken()?, done, total: Some(it.cases) })
    }
}

/// A case read by the new book, before it is written; and why it cannot be.
pub(super) fn prepare(
    cx: &mut Cx,
    new: &Arc<Ready>,
    case: Case,
) -> Result<std::result::Result<(Change<'static>, plan::Moved), Vec<Reason>>> {
    let old = access::book_of(cx, &case)?;
    let moved = match plan::moved(&old, new, &case.state, &case.values) {
        Ok(moved) => moved,
        Err(reasons) => return Ok(Err(reasons)),
    };
    let told = subject::told(cx, new, &case.subject_kind, &case.subject_id)?;
    let (before, from, today) = (case.values.clone(), case.state.clone(), cx.today());
    let closed_at = new.book.is_end(&moved.state).then_some(cx.now);
    let mut change = Change {
        ready: new.clone(),
        case: Case {
            edition: new.book.edition,
            state: moved.state.clone(),
            values: moved.values.clone(),
            closed_at,
            ..case
        },
        before,
        subject: told,
        today,
        kind: "moved",
        step: "",
        note: "",
        from,
        renames: true,
    };
    change.settle();
    let faults = case::against(&change.seen(), std::iter::empty());
    if faults.is_empty() {
        Ok(Ok((change, moved)))
    } else {
        Ok(Err(faults.iter().map(Reason::from).collect()))
    }
}

/// Moves one case; or tells what stands against it.
fn take(cx: &mut Cx, new: &Arc<Ready>, case: Case) -> Result<Vec<Reason>> {
    let (mut change, moved) = match prepare(cx, new, case)? {
        Ok(prepared) => prepared,
        Err(against) => return Ok(against),
    };
    for (from, to) in &moved.renamed {
        table::rename_secret(cx, &change.case.id, from, to)?;
    }
    let gone = moved.fallen.iter().map(|it| (it.clone(), None)).collect();
    change.write_moved(cx, &Filled { secrets: gone, ..Filled::default() })?;
    Ok(Vec::new())
}
