//! Enrols a phone: from now on it may carry what its holder sees, and is known at the desk.

use base::{Error, Instant, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    WIPED,
    pack::{Field, Limits},
    table,
};

/// Longest id and longest name of a phone.
const ID_MAX: usize = 40;
const NAME_MAX: usize = 120;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Enrol {
    /// Made on the phone.
    pub device: String,
    /// What the phone says it is.
    pub name: String,
}

/// What a phone is told at each contact.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Contact {
    pub now: Instant,
    /// Unlocks the key under which the phone keeps everything; only a session is given it.
    pub secret: String,
    pub limits: Limits,
}

impl Verb for Enrol {
    const NAME: &'static str = "field.enrol";
    const RIGHT: &'static str = "field.use";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Contact;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<Contact> {
        let plain = |it: char| it.is_ascii_alphanumeric() || it == '-';
        if !(16..=ID_MAX).contains(&self.device.len()) || !self.device.chars().all(plain) {
            return Err(Error::invalid("device", "field-bad-device"));
        }
        match table::device(cx, &self.device)? {
            Some(known) if known.account != cx.actor.account => {
                return Err(Error::denied("field-another-holder"));
            }
            Some(known) if known.wiped_at.is_some() => return Err(Error::denied(WIPED)),
            Some(_) => (),
            None => {
                let name: String = self.name.chars().filter(|it| !it.is_control()).take(NAME_MAX).collect();
                table::insert_device(cx, &self.device, name.trim())?;
            }
        }
        cx.subject("device", &self.device);
        contact(cx, &self.device)
    }
}

/// The secret is derived, so that none is kept; a wiped phone is never told it again.
pub(super) fn contact(cx: &Cx, device: &str) -> Result<Contact> {
    let secret = cx.house.keys.derive("field.device", device);
    let pack = cx.house.packs.county(cx.county())?;
    Ok(Contact { now: cx.now, secret, limits: pack.get::<Field>().limits() })
}

/// The reader's own phone, not wiped.
pub(super) fn own(cx: &mut Cx, device: &str) -> Result<table::Device> {
    let known = table::device(cx, device)?.filter(|it| it.account == cx.actor.account);
    let known = known.ok_or_else(|| Error::missing("device"))?;
    if known.wiped_at.is_some() {
        return Err(Error::denied(WIPED));
    }
    Ok(known)
}
