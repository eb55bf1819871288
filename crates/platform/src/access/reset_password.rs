//! Gives an account a password to hand over, because its own is lost; its sessions end.

use base::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{create::HandedOver, handed_over, session::table as sessions, table};
use crate::{Cx, Place, Purpose, Verb};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ResetPassword {
    pub account: String,
}

impl Verb for ResetPassword {
    const NAME: &'static str = "access.reset-password";
    const RIGHT: &'static str = "access.grant";
    const PURPOSE: Purpose = Purpose::System;
    const APPROVAL: bool = true;
    type Answer = HandedOver;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<HandedOver> {
        if self.account == cx.actor.account {
            return Err(Error::conflict("access-not-oneself"));
        }
        let account = table::by_id(cx, &self.account)?;
        let (password, hash, until) = handed_over(cx)?;
        table::set_password(cx, &account, &hash, Some(until))?;
        sessions::end_all(cx, &account.id)?;
        cx.subject("account", &account.id);
        Ok(HandedOver { account: account.id, login: account.login, password, until })
    }
}
