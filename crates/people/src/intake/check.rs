//! The dry run: says of each row what it would come to. Nothing of the register is written.

use base::{Result, error::OrBroken};
use platform::{Cx, Place, Purpose, Step, Verb, Work};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    CHUNK_ROWS_MAX, MONEY_ROWS_MAX, alike, ask,
    file::{File, State},
    judge, table,
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Check {
    pub file: String,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Started {
    pub file: String,
    /// The job that does it; its progress can be watched.
    pub job: String,
}

impl Verb for Check {
    const NAME: &'static str = "intake.check";
    const RIGHT: &'static str = "intake.import";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Started;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(Place::Area(table::file(cx, &self.file)?.area))
    }

    fn run(self, cx: &mut Cx) -> Result<Started> {
        let mut file = table::file(cx, &self.file)?;
        file.state = file.state.check()?;
        file.rows_done = 0;
        for sheet in &mut file.sheets {
            sheet.sum = base::Money::ZERO;
        }
        let job = cx.enqueue(CheckWork::KIND, &CheckWork { file: file.id.clone() }, cx.now)?;
        file.job = Some(job.0.clone());
        table::update_file(cx, &file)?;
        cx.subject("file", file.id.clone());
        Ok(Started { file: file.id, job: job.0 })
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CheckWork {
    pub file: String,
}

/// How far a check has come.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Cursor {
    /// The row that was read last.
    Rows(i64),
    /// The birth date, as its index, whose rows were held against each other last.
    Alike(String),
}

fn more(cursor: &Cursor, done: i64, file: &File) -> Result<Step> {
    let cursor = serde_json::to_value(cursor).or_broken()?;
    Ok(Step::More { cursor, done, total: Some(file.rows_total) })
}

impl Work for CheckWork {
    const KIND: &'static str = "intake.check";

    fn step(&self, cx: &mut Cx, cursor: Option<Value>) -> Result<Step> {
        let mut file = table::file(cx, &self.file)?;
        if file.state != State::Checking {
            // Thrown away, or mapped anew, while this waited.
            return Ok(Step::Done { answer: json!({ "file": file.id, "stopped": true }) });
        }
        let cursor = cursor.map(serde_json::from_value).transpose().or_broken()?;
        let after = match cursor.unwrap_or(Cursor::Rows(0)) {
            Cursor::Rows(after) => after,
            Cursor::Alike(after) => {
                if let Some(last) = alike::doubt(cx, &file, &after)? {
                    return more(&Cursor::Alike(last), file.rows_total, &file);
                }
                file.state = State::Checked;
                table::update_file(cx, &file)?;
                let counts = ask::counts(cx, &file.id)?;
                return Ok(Step::Done { answer: serde_json::to_value(counts).or_broken()? });
            }
        };
        let most = if file.list.is_money() { MONEY_ROWS_MAX } else { CHUNK_ROWS_MAX };
        let rows = table::rows_after(cx, &file.id, after, most)?;
        let Some(last) = rows.last().map(|it| it.seq) else {
            return more(&Cursor::Alike(String::new()), file.rows_total, &file);
        };
        let judged = judge::judge(cx, &file, &rows)?;
        table::save_verdicts(cx, &file.id, &judged, None)?;
        for (row, it) in rows.iter().zip(&judged) {
            let sheet = usize::try_from(row.sheet).ok().and_then(|at| file.sheets.get_mut(at));
            let amount = it.reading.paid.as_ref().and_then(|it| it.amount);
            if let (Some(sheet), Some(amount)) = (sheet, amount) {
                sheet.sum += amount;
            }
        }
        file.rows_done = last;
        table::update_file(cx, &file)?;
        more(&Cursor::Rows(last), last, &file)
    }
}
