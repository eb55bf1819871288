//! Makes a token for a program that acts for the own account, under one grant, for some days.

use base::{Error, Fault, Instant, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    roles::Roles,
    session::{self, table as sessions},
};
use crate::{Cx, Place, Purpose, Verb};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MakeToken {
    /// What it is for.
    pub name: String,
    /// One of the own grants.
    pub grant: String,
    #[schemars(range(min = 1))]
    pub days: i64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Made {
    pub id: String,
    /// Shown this once.
    pub token: String,
    pub ends_at: Instant,
}

const NAME_CHARS_MAX: usize = 60;

impl Verb for MakeToken {
    const NAME: &'static str = "access.make-token";
    const RIGHT: &'static str = session::OWN;
    const PURPOSE: Purpose = Purpose::System;
    const APPROVAL: bool = true;
    type Answer = Made;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<Made> {
        let pack = cx.house.packs.now();
        let most = pack.get::<Roles>().sign_in.token_days_max;
        let mut faults = Vec::new();
        let name = self.name.trim();
        if name.is_empty() || NAME_CHARS_MAX < name.chars().count() {
            faults.push(Fault::new("name", "access-name-needed").arg("most", NAME_CHARS_MAX));
        }
        if !(1..=most).contains(&self.days) {
            faults.push(Fault::new("days", "access-token-days").arg("most", most));
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        let account = cx.actor.account.clone();
        if !session::ask::grants(cx, &account)?.iter().any(|it| it.id == self.grant) {
            return Err(Error::missing("grant"));
        }
        let (token, digest) = session::token(cx)?;
        let (id, ends_at) = (cx.mint(), cx.now.plus_minutes(self.days * 24 * 60));
        sessions::insert_token(cx, &id, &digest, &self.grant, name, "", ends_at)?;
        cx.subject("token", &id);
        Ok(Made { id, token, ends_at })
    }
}
