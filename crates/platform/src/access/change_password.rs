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

/// The message of a wrong password, which counts as a failed sign-in.
const WRONG: &str = "access-old-password-wrong";

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
        // A session left open is no way to try passwords at will: it waits as a sign-in does.
        session::may_try_again(cx, &account.login)?;
        if !password::matches(&self.old, account.password.as_deref()) {
            return Err(Error::invalid("old", WRONG));
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
        session::forget_failures_of(cx, &account.login)?;
        table::set_password(cx, &account, &hash, None)
    }

    fn refused(cx: &mut Cx, keys: &[String]) -> Result<()> {
        if !keys.iter().any(|it| it == WRONG) {
            return Ok(());
        }
        let login = table::by_id(cx, &cx.actor.account.clone())?.login;
        session::one_more_failure(cx, &login)
    }
}
