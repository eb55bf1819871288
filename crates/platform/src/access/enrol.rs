//! Begins the own second factor: a secret to scan; it counts once a code of it is given.

use base::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{factor, session, table};
use crate::{Cx, Place, Purpose, Verb};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Enrol {}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Enrolment {
    /// To type in by hand.
    pub secret: String,
    /// To scan as a square: `otpauth://…`.
    pub address: String,
}

impl Verb for Enrol {
    const NAME: &'static str = "access.enrol-factor";
    const RIGHT: &'static str = session::OWN_FACTOR;
    const PURPOSE: Purpose = Purpose::System;
    const APPROVAL: bool = true;
    type Answer = Enrolment;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<Enrolment> {
        let account = table::by_id(cx, &cx.actor.account.clone())?;
        if account.totp_confirmed_at.is_some() {
            return Err(Error::conflict("access-factor-confirmed-already"));
        }
        let secret = factor::to_base32(&cx.secret_bytes::<{ factor::SECRET_BYTES }>()?);
        let sealed = cx.seal("access.factor", &secret)?;
        table::set_factor(cx, &account, Some(&sealed), None, None)?;
        cx.subject("account", &account.id);
        let issuer = format!("songhe {}", cx.county());
        let address = factor::address(&secret, &account.login, &issuer);
        Ok(Enrolment { secret, address })
    }
}
