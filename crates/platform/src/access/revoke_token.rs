//! Revokes one of the own programs' tokens.

use base::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::session::{self, table as sessions};
use crate::{Cx, Place, Purpose, Verb};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RevokeToken {
    pub token: String,
}

impl Verb for RevokeToken {
    const NAME: &'static str = "access.revoke-token";
    const RIGHT: &'static str = session::OWN;
    const PURPOSE: Purpose = Purpose::System;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        cx.subject("token", &self.token);
        sessions::revoke_token(cx, &self.token)
    }
}
