//! Takes an account's second factor away, because the telephone is lost; it must enrol again.

use base::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{session::table as sessions, table};
use crate::{Cx, Place, Purpose, Verb};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ResetFactor {
    pub account: String,
}

impl Verb for ResetFactor {
    const NAME: &'static str = "access.reset-factor";
    const RIGHT: &'static str = "access.grant";
    const PURPOSE: Purpose = Purpose::System;
    const APPROVAL: bool = true;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        if self.account == cx.actor.account {
            return Err(Error::conflict("access-not-oneself"));
        }
        let account = table::by_id(cx, &self.account)?;
        table::set_factor(cx, &account, None, None, None)?;
        table::set_recovery_codes(cx, &account.id, &[])?;
        sessions::end_all(cx, &account.id)?;
        cx.subject("account", &account.id);
        Ok(())
    }
}
