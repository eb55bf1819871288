//! Changes the own password.

use base::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{password, roles::Roles, session, table};
use crate::{Cx, Place, Purpose, Verb};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ChangePassword {
    pub old: String,
    pub new: String,
}

impl Verb for ChangePassword {
    const NAME: &'static str = "access.change-password";
    const RIGHT: &'static str = session::OWN_PASSWORD;
    const PURPOSE: Purpose = Purpose::System;
    const APPROVAL: bool = true;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let account = table::by_id(cx, &cx.actor.account.clone())?;
        if !password::matches(&self.old, account.password.as_deref()) {
            return Err(Error::invalid("old", "access-old-password-wrong"));
        }
        if self.old == self.new {
            return Err(Error::invalid("new", "access-password-the-same"));
        }
        let pack = cx.house.packs.now();
        let least = pack.get::<Roles>().sign_in.password_length_min;
        let faults = password::faults("new", &self.new, &account.login, &account.name, least);
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        let hash = password::hash(&self.new, &cx.secret_bytes()?)?;
        cx.subject("account", &account.id);
        table::set_password(cx, &account, &hash, None)
    }
}
