//! Disables an account: its sessions end, its tokens are revoked, its tasks go back to their inbox.

use base::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{session::table as sessions, table};
use crate::{Cx, Place, Purpose, Verb, tasks};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Disable {
    pub account: String,
    pub why: String,
}

impl Verb for Disable {
    const NAME: &'static str = "access.disable";
    const RIGHT: &'static str = "access.account";
    const PURPOSE: Purpose = Purpose::System;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        if self.account == cx.actor.account {
            return Err(Error::conflict("access-not-oneself"));
        }
        if self.why.trim().is_empty() {
            return Err(Error::invalid("why", "access-reason-needed"));
        }
        let account = table::by_id(cx, &self.account)?;
        if account.disabled_at.is_some() {
            return Err(Error::conflict("access-disabled-already"));
        }
        table::set_disabled(cx, &account, Some(self.why.trim()))?;
        sessions::end_all(cx, &account.id)?;
        let tasks = tasks::release(cx, &account.id)?;
        cx.subject("account", &account.id);
        cx.note("tasks_given_back", tasks as i64);
        Ok(())
    }
}
