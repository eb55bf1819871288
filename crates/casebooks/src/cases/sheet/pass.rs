//! Passes through the rows of a workbook, chunk by chunk: once to plan them, once to make them so.
//!
//! A chunk is judged against what the cases are by then, also when it is committed: what was planned
//! as a change may be a conflict now. What it writes and how far it is are written together, so a
//! chunk that was cut off is done again and changes nothing twice.

use std::collections::HashMap;

use base::{Result, error::OrBroken};
use platform::{Cx, Step, Work};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    LINE, ask,
    judge::{Act, Judge, Judged, Verdict},
    line::Line,
    table::{self, Kept, Saved, Sheet, State},
};
use crate::{
    books::Ready,
    cases::{access, open},
};

/// Rows of one transaction.
const CHUNK: i64 = 250;

/// Plans the rows of a workbook.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Plan {
    pub sheet: String,
}

/// Makes the changes of a workbook.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Commit {
    pub sheet: String,
}

impl Work for Plan {
    const KIND: &'static str = "cases.plan-sheet";

    fn step(&self, cx: &mut Cx, cursor: Option<Value>) -> Result<Step> {
        pass(cx, &self.sheet, cursor, State::Planning)
    }
}

impl Work for Commit {
    const KIND: &'static str = "cases.commit-sheet";

    fn step(&self, cx: &mut Cx, cursor: Option<Value>) -> Result<Step> {
        pass(cx, &self.sheet, cursor, State::Taking)
    }
}

fn pass(cx: &mut Cx, sheet: &str, cursor: Option<Value>, state: State) -> Result<Step> {
    let after: i64 = cursor.map(serde_json::from_value).transpose().or_broken()?.unwrap_or(0);
    let mut sheet = table::get(cx, sheet)?;
    if sheet.state != state {
        return Ok(Step::Done { answer: json!({ "sheet": sheet.id, "stopped": true }) });
    }
    let ready = access::book(cx, &sheet.book)?;
    let rows = table::rows_after(cx, &sheet.id, after, CHUNK)?;
    let Some(last) = rows.last().map(|it| it.seq) else {
        let taking = state == State::Taking;
        sheet.state = if taking { State::Done } else { State::Planned };
        sheet.ended_at = taking.then_some(cx.now);
        table::update(cx, &sheet)?;
        let counts = ask::counts(cx, &sheet.id)?;
        return Ok(Step::Done { answer: serde_json::to_value(counts).or_broken()? });
    };
    chunk(cx, &ready, &sheet, rows, state == State::Taking)?;
    sheet.rows_done = last;
    table::update(cx, &sheet)?;
    Ok(Step::More { cursor: json!(last), done: last, total: Some(sheet.rows_total) })
}

fn chunk(
    cx: &mut Cx,
    ready: &std::sync::Arc<Ready>,
    sheet: &Sheet,
    rows: Vec<Kept>,
    taking: bool,
) -> Result<()> {
    // What was taken is taken; what stayed the same or cannot be taken is judged as of now.
    let rows = rows.into_iter().filter(|it| it.taken_at.is_none());
    let lines: Vec<(i64, Line)> = rows.map(|it| Ok((it.seq, line(cx, &it)?))).collect::<Result<_>>()?;
    let mut judge = Judge::new(cx, ready, &sheet.id, &lines)?;
    let mut rows_of: HashMap<&str, usize> = HashMap::new();
    for (_, line) in &lines {
        *rows_of.entry(&line.case).or_default() += 1;
    }
    let (now, mut saved) = (cx.now, Vec::new());
    for (seq, line) in &lines {
        if line.case.is_empty() && !saved.is_empty() {
            // A new row is held against those above it as they are kept.
            table::save(cx, &sheet.id, &saved)?;
            saved.clear();
        }
        let mut judged = judge.judge(cx, *seq, line, &sheet.name)?;
        let taken = match judged.act.take() {
            Some(act) if taking => {
                make(cx, act, &mut judged)?;
                Some(now)
            }
            _ => None,
        };
        if taken.is_some() && judged.verdict == Verdict::Changed && 1 < rows_of[line.case.as_str()] {
            // A second row of the same case meets the case as it is now.
            judge.forget(cx, line)?;
        }
        saved.push(Saved::of(judged, taken)?);
    }
    table::save(cx, &sheet.id, &saved)
}

fn make(cx: &mut Cx, act: Act, judged: &mut Judged) -> Result<()> {
    match act {
        Act::Open(change, filled) => {
            judged.case = Some(open::write(cx, *change, &filled)?.id);
        }
        Act::Correct(mut change, filled) => change.write(cx, &filled)?,
    }
    Ok(())
}

/// What a row says.
pub(super) fn line(cx: &Cx, row: &Kept) -> Result<Line> {
    serde_json::from_str(&cx.house.keys.open(LINE, &row.line)?).or_broken()
}
