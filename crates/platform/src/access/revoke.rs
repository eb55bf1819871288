//! Takes a grant back; the sessions that act under it fall to another grant, or to none.

use base::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ask, table};
use crate::{Cx, Place, Purpose, Verb, tasks};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Revoke {
    pub grant: String,
}

impl Verb for Revoke {
    const NAME: &'static str = "access.revoke";
    const RIGHT: &'static str = "access.grant";
    const PURPOSE: Purpose = Purpose::System;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(Place::Area(ask::grant(cx, &self.grant)?.1))
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let (account, _) = ask::grant(cx, &self.grant)?;
        if account == cx.actor.account {
            return Err(Error::conflict("access-not-oneself"));
        }
        table::revoke_grant(cx, &self.grant)?;
        // What was assigned by name may lie where this account no longer is.
        tasks::release(cx, &account)?;
        cx.subject("account", account);
        cx.note("grant", self.grant);
        Ok(())
    }
}
