//! Opens the own list of what is due to a calendar: an address that reads this one question and nothing else.

use base::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    make_token::Made,
    roles::Roles,
    session::{self, table as sessions},
};
use crate::{Cx, Place, Purpose, Verb};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OpenCalendar {
    /// Which calendar it is for: a phone, the office's computer.
    pub name: String,
    /// One of the own grants.
    pub grant: String,
}

const NAME_CHARS_MAX: usize = 60;

impl Verb for OpenCalendar {
    const NAME: &'static str = "access.open-calendar";
    const RIGHT: &'static str = session::OWN;
    const PURPOSE: Purpose = Purpose::System;
    const APPROVAL: bool = true;
    type Answer = Made;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<Made> {
        let name = self.name.trim();
        if name.is_empty() || NAME_CHARS_MAX < name.chars().count() {
            let fault = base::Fault::new("name", "access-name-needed").arg("most", NAME_CHARS_MAX);
            return Err(Error::Invalid(vec![fault]));
        }
        let pack = cx.house.packs.now();
        let days = pack.get::<Roles>().sign_in.calendar_days;
        let account = cx.actor.account.clone();
        if !session::ask::grants(cx, &account)?.iter().any(|it| it.id == self.grant) {
            return Err(Error::missing("grant"));
        }
        let (token, digest) = session::token(cx)?;
        let (id, ends_at) = (cx.mint(), cx.now.plus_minutes(days * 24 * 60));
        sessions::insert_token(cx, &id, &digest, &self.grant, name, session::CALENDAR, ends_at)?;
        cx.subject("token", &id);
        Ok(Made { id, token, ends_at })
    }
}
