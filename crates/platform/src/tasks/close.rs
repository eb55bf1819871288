//! Closes a task by hand: done outside the program, or not needed any more.

use base::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table;
use crate::{Cx, Place, Purpose, Verb};

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Done,
    /// Not needed any more; the reason says why.
    Withdrawn,
}

impl Outcome {
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Done => "done",
            Outcome::Withdrawn => "withdrawn",
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Close {
    pub task: String,
    pub outcome: Outcome,
    /// What was done, or why it is not needed.
    pub note: String,
    pub revision: i64,
}

const NOTE_CHARS_MAX: usize = 500;

impl Verb for Close {
    const NAME: &'static str = "tasks.close";
    const RIGHT: &'static str = "tasks.do";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        table::place(cx, &self.task)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let note = self.note.trim();
        if note.is_empty() || NOTE_CHARS_MAX < note.chars().count() {
            return Err(Error::invalid("note", "tasks-note-needed"));
        }
        let task = table::get(cx, &self.task)?;
        if task.closed_at.is_some() {
            return Err(Error::conflict("tasks-closed"));
        }
        cx.subject("task", &self.task);
        table::close(cx, &self.task, self.revision, self.outcome.as_str(), note)
    }
}
