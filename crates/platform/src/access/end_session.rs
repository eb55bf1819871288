//! Ends one of the own sessions: the one left open on another machine.

use base::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::session::{self, table as sessions};
use crate::{Cx, Place, Purpose, Verb};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EndSession {
    pub session: String,
}

impl Verb for EndSession {
    const NAME: &'static str = "access.end-session";
    const RIGHT: &'static str = session::OWN;
    const PURPOSE: Purpose = Purpose::System;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let account = cx.actor.account.clone();
        cx.subject("session", &self.session);
        sessions::end(cx, &account, &self.session)
    }
}
