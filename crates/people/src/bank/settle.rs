//! Enters an answer, some rows at a time: lines, instructions, obligations and ledger together.

use base::{Result, error::OrBroken};
use platform::{Cx, Step, Work};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::table::{BatchRow, answer};
use crate::runs::{self, Answered};

/// The work of entering one answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Settle {
    pub answer: String,
}

/// Rows of one chunk.
const CHUNK_ROWS: i64 = 500;

impl Work for Settle {
    const KIND: &'static str = "bank.settle";

    fn step(&self, cx: &mut Cx, cursor: Option<serde_json::Value>) -> Result<Step> {
        let after: i64 = cursor.map(serde_json::from_value).transpose().or_broken()?.unwrap_or(0);
        let batch = answer::batch_of_answer(cx, &self.answer)?;
        let rows = answer::clear_rows(cx, &self.answer, after, CHUNK_ROWS)?;
        let Some(last) = rows.last() else {
            return Ok(Step::Done { answer: json!({ "answer": self.answer, "rows": after }) });
        };
        let last = last.row;
        enter(cx, &batch, rows)?;
        Ok(Step::More { cursor: last.into(), done: last, total: None })
    }
}

/// Enters rows whose meaning is clear. A line that was answered meanwhile is left as it is.
pub(crate) fn enter(cx: &mut Cx, batch: &BatchRow, rows: Vec<answer::ClearRow>) -> Result<()> {
    let mut answers = Vec::with_capacity(rows.len());
    for row in rows {
        let outcome = match row.verdict.as_str() {
            "paid" => "paid",
            "returned" => "returned",
            _ => "failed",
        };
        if !answer::answer_line(cx, batch, &row, outcome)? {
            continue;
        }
        let came_back = outcome == "returned" && row.was == "paid";
        // Returned without ever having been told paid: to the books it simply failed.
        let outcome = if outcome == "returned" && !came_back { "failed" } else { outcome };
        answers.push(Answered { person: row.person, part: row.part, outcome, line: row.number });
    }
    runs::settle(cx, &batch.run, &answers)
}
