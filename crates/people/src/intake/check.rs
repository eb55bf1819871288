//! The dry run: says of each row what it would come to. Nothing of the register is written.

use base::{Result, error::OrBroken};
use platform::{Cx, Place, Purpose, Step, Verb, Work};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{CHUNK_ROWS_MAX, MONEY_ROWS_MAX, ask, file::State, judge, table};

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

impl Work for CheckWork {
    const KIND: &'static str = "intake.check";

    fn step(&self, cx: &mut Cx, cursor: Option<Value>) -> Result<Step> {
        let mut file = table::file(cx, &self.file)?;
        if file.state != State::Checking {
            // Thrown away, or mapped anew, while this waited.
            return Ok(Step::Done { answer: json!({ "file": file.id, "stopped": true }) });
        }
        let after = cursor.as_ref().and_then(Value::as_i64).unwrap_or(0);
        let most = if file.list.is_money() { MONEY_ROWS_MAX } else { CHUNK_ROWS_MAX };
        let rows = table::rows_after(cx, &file.id, after, most)?;
        let Some(last) = rows.last().map(|it| it.seq) else {
            file.state = State::Checked;
            table::update_file(cx, &file)?;
            let counts = ask::counts(cx, &file.id)?;
            return Ok(Step::Done { answer: serde_json::to_value(counts).or_broken()? });
        };
        let judged = judge::judge(cx, &file, &rows)?;
        table::save_verdicts(cx, &file.id, &judged, None)?;
        file.rows_done = last;
        table::update_file(cx, &file)?;
        Ok(Step::More { cursor: json!(last), done: last, total: Some(file.rows_total) })
    }
}
