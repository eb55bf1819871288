//! Lets a disabled account in again, with its grants as they stand.

use base::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table;
use crate::{Cx, Place, Purpose, Verb};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Enable {
    pub account: String,
}

impl Verb for Enable {
    const NAME: &'static str = "access.enable";
    const RIGHT: &'static str = "access.account";
    const PURPOSE: Purpose = Purpose::System;
    const APPROVAL: bool = true;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let account = table::by_id(cx, &self.account)?;
        if account.disabled_at.is_none() {
            return Err(Error::conflict("access-not-disabled"));
        }
        cx.subject("account", &account.id);
        table::set_disabled(cx, &account, None)
    }
}
