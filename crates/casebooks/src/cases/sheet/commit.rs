//! Has the planned changes of a workbook made.

use base::{Error, Fault, Result};
use platform::{Cx, Place, Purpose, Verb, Work};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    pass::Commit,
    table::{self, State},
};

/// Makes what the plan says is new and changed; conflicts and wrong rows stay.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommitSheet {
    pub sheet: String,
    /// The revision whose plan was seen.
    pub revision: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Committing {
    pub sheet: String,
    pub job: String,
}

impl Verb for CommitSheet {
    const NAME: &'static str = "cases.commit-sheet";
    const RIGHT: &'static str = "cases.act";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Committing;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        table::get(cx, &self.sheet)?;
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<Committing> {
        let mut sheet = table::get(cx, &self.sheet)?;
        if sheet.state != State::Planned {
            return Err(Error::conflict("cases-sheet-not-planned"));
        }
        if sheet.revision != self.revision {
            return Err(Error::Conflict(Fault::new("revision", "record-moved-on")));
        }
        let now = cx.now;
        let job = cx.enqueue(Commit::KIND, &Commit { sheet: sheet.id.clone() }, now)?.0;
        sheet.state = State::Taking;
        sheet.rows_done = 0;
        sheet.job = Some(job.clone());
        table::update(cx, &sheet)?;
        cx.subject("sheet", sheet.id.as_str());
        cx.note("book", sheet.book.as_str());
        cx.note("rows", sheet.rows_total);
        Ok(Committing { sheet: sheet.id, job })
    }
}
