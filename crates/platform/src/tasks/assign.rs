//! Gives a task to somebody by name, or back to the inbox of its level.

use base::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{may, table};
use crate::{Cx, Place, Purpose, Verb};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Assign {
    pub task: String,
    /// The account; nothing gives it back.
    #[serde(default)]
    pub account: Option<String>,
    pub revision: i64,
}

impl Verb for Assign {
    const NAME: &'static str = "tasks.assign";
    const RIGHT: &'static str = "tasks.do";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        table::place(cx, &self.task)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let task = table::get(cx, &self.task)?;
        if task.closed_at.is_some() {
            return Err(Error::conflict("tasks-closed"));
        }
        if let Some(account) = &self.account
            && !may::hold(cx, account, &task)?
        {
            return Err(Error::invalid("account", "tasks-account-elsewhere"));
        }
        cx.subject("task", &self.task);
        table::assign(cx, &self.task, self.revision, self.account.as_deref())
    }
}
