//! Lets a login try again at once after too many failures.

use base::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table;
use crate::{Cx, Place, Purpose, Verb};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Unlock {
    pub account: String,
}

impl Verb for Unlock {
    const NAME: &'static str = "access.unlock";
    const RIGHT: &'static str = "access.unlock";
    const PURPOSE: Purpose = Purpose::System;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let account = table::by_id(cx, &self.account)?;
        for who in cx.house.keys.indexes("access.login", &account.login) {
            table::clear_failures(cx, "login", &who)?;
        }
        cx.subject("account", account.id);
        Ok(())
    }
}
