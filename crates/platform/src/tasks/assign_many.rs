//! Gives many tasks to somebody by name at once, or back to their offices. What cannot be given is
//! told with its reason and stays as it was.

use base::{Error, Fault, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{may, table};
use crate::{Cx, Place, Purpose, Verb};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AssignMany {
    pub tasks: Vec<String>,
    /// The account; nothing gives them back.
    #[serde(default)]
    pub account: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Given {
    pub count: i64,
    pub left: Vec<LeftOver>,
}

/// A task that was not given, and why.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LeftOver {
    pub task: String,
    /// A key of the words for errors.
    pub why: &'static str,
}

/// Tasks of one command: a page of an inbox.
const MANY_MAX: usize = 500;

impl Verb for AssignMany {
    const NAME: &'static str = "tasks.assign-many";
    const RIGHT: &'static str = "tasks.do";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Given;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        for id in self.tasks.iter().take(MANY_MAX) {
            table::place(cx, id)?;
        }
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<Given> {
        if self.tasks.is_empty() || MANY_MAX < self.tasks.len() {
            let fault = Fault::new("tasks", "tasks-many").arg("most", MANY_MAX);
            return Err(Error::Invalid(vec![fault]));
        }
        let account = self.account.as_deref().filter(|it| !it.is_empty());
        let mut given = Given { count: 0, left: Vec::new() };
        for id in self.tasks {
            let task = table::get(cx, &id)?;
            let refused = if task.closed_at.is_some() {
                Some("tasks-closed")
            } else if let Some(to) = account {
                (!may::hold(cx, to, &task)?).then_some("tasks-account-elsewhere")
            } else {
                None
            };
            match refused {
                Some(key) => given.left.push(LeftOver { task: id, why: key }),
                None => {
                    table::assign(cx, &id, task.revision, account)?;
                    given.count += 1;
                }
            }
        }
        if given.count == 0
            && let Some(first) = given.left.pop()
        {
            return Err(Error::invalid("tasks", first.why));
        }
        cx.note("count", given.count);
        Ok(given)
    }
}
