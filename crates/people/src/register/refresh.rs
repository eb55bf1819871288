//! Draws the rows anew of whom a statement begins or ends on this day: the work of the night.

use base::Result;
use platform::{Cx, Step, Work};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{table, writing};

/// Rows of one transaction.
const CHUNK: i64 = 200;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Refresh {}

impl Work for Refresh {
    const KIND: &'static str = "register.refresh";
    const NIGHTLY: bool = true;

    fn step(&self, cx: &mut Cx, cursor: Option<Value>) -> Result<Step> {
        let done = cursor.as_ref().and_then(Value::as_i64).unwrap_or(0);
        let due = table::person::due(cx, CHUNK)?;
        if due.is_empty() {
            return Ok(Step::Done { answer: json!({ "refreshed": done }) });
        }
        for person in &due {
            writing::refresh(cx, person)?;
        }
        let done = done + due.len() as i64;
        Ok(Step::More { cursor: json!(done), done, total: None })
    }
}
