//! The night's look at deadlines: steps that the program takes when nobody did.

use base::{Error, Result, error::OrBroken};
use platform::{Cx, Step as Turn, Work};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{access, case::Filled, step, table};

/// Cases of one transaction.
const CHUNK: i64 = 200;

/// Takes the steps that books name for deadlines that have passed. Tasks rise by themselves.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Overdue {}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Cursor {
    after: String,
    taken: i64,
    /// Steps that could not be taken: a rule, an amount that is not known.
    #[serde(default)]
    left: i64,
}

impl Work for Overdue {
    const KIND: &'static str = "cases.overdue";
    const NIGHTLY: bool = true;

    fn step(&self, cx: &mut Cx, cursor: Option<Value>) -> Result<Turn> {
        let mut at: Cursor = cursor.map_or(Ok(Cursor::default()), serde_json::from_value).or_broken()?;
        let cases = table::overdue(cx, cx.today(), &at.after, CHUNK)?;
        let Some(last) = cases.last() else {
            table::sweep(cx)?;
            return Ok(Turn::Done { answer: json!({ "taken": at.taken, "left": at.left }) });
        };
        at.after.clone_from(&last.id);
        for case in cases {
            let Ok(ready) = access::book_of(cx, &case) else { continue };
            let due = case.due_step.as_ref().and_then(|id| ready.book.step.get(id));
            let then = due.and_then(|it| it.overdue.as_ref()).and_then(|it| it.step.clone());
            let Some(then) = then else { continue };
            let filled = Filled { values: case.values.clone(), ..Filled::default() };
            // One case whose rule stands against it keeps no other from its step; it is seen again each night.
            cx.mark()?;
            match step::take(cx, &ready, case, &then, &filled, "", false) {
                Ok(_) => {
                    cx.keep()?;
                    at.taken += 1;
                }
                Err(broken @ Error::Broken(_)) => return Err(broken),
                Err(_) => {
                    cx.take_back()?;
                    at.left += 1;
                }
            }
        }
        Ok(Turn::More { cursor: serde_json::to_value(&at).or_broken()?, done: at.taken, total: None })
    }
}
