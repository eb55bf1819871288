//! Confirms the own second factor by its first code, and gives the recovery codes.

use base::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    factor, password,
    session::{self, table as sessions},
    table,
};
use crate::{Cx, Place, Purpose, Verb};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Confirm {
    pub code: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Confirmed {
    /// Each serves once when the telephone is not at hand. Shown this once.
    pub recovery_codes: Vec<String>,
}

impl Verb for Confirm {
    const NAME: &'static str = "access.confirm-factor";
    const RIGHT: &'static str = session::OWN_FACTOR;
    const PURPOSE: Purpose = Purpose::System;
    const APPROVAL: bool = true;
    type Answer = Confirmed;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<Confirmed> {
        let account = table::by_id(cx, &cx.actor.account.clone())?;
        let sealed = match (&account.totp_sealed, account.totp_confirmed_at) {
            (Some(sealed), None) => sealed,
            (Some(_), Some(_)) => return Err(Error::conflict("access-factor-confirmed-already")),
            (None, _) => return Err(Error::conflict("access-enrol-first")),
        };
        let secret = factor::from_base32(&cx.house.keys.open("access.factor", sealed)?)?;
        let step = factor::step_of(&secret, &self.code, cx.now, None)?;
        let Some(step) = step else { return Err(Error::invalid("code", "access-wrong-code")) };
        table::set_factor(cx, &account, Some(sealed), Some(cx.now), Some(step))?;
        let mut recovery_codes = Vec::new();
        let mut kept = Vec::new();
        for _ in 0..factor::RECOVERY_CODES {
            let code = password::one_time(cx.secret_bytes()?)[..14].to_owned();
            kept.push(cx.house.keys.index("access.recovery", &session::normal_code(&code)));
            recovery_codes.push(code);
        }
        table::set_recovery_codes(cx, &account.id, &kept)?;
        sessions::prove_all(cx, &account.id)?;
        cx.subject("account", &account.id);
        Ok(Confirmed { recovery_codes })
    }
}
