//! Opens an account, with a password to hand over. It may do nothing until it is granted a role.

use base::{Error, Fault, Instant, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{handed_over, session, table};
use crate::{Cx, Place, Purpose, Verb};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Create {
    /// Letters, digits, dots and dashes; compared without case.
    pub login: String,
    /// The person's name.
    pub name: String,
    #[serde(default)]
    pub phone: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HandedOver {
    pub account: String,
    pub login: String,
    /// Shown this once, to be handed over; it must be changed at the first sign-in.
    pub password: String,
    pub until: Instant,
}

const LOGIN_CHARS: std::ops::RangeInclusive<usize> = 3..=32;
const NAME_CHARS_MAX: usize = 50;

impl Verb for Create {
    const NAME: &'static str = "access.create-account";
    const RIGHT: &'static str = "access.account";
    const PURPOSE: Purpose = Purpose::System;
    const APPROVAL: bool = true;
    type Answer = HandedOver;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<HandedOver> {
        let login = session::normal(&self.login);
        let mut faults = login_faults(&login);
        let name = self.name.trim().to_owned();
        if name.is_empty() || NAME_CHARS_MAX < name.chars().count() {
            faults.push(Fault::new("name", "access-name-needed").arg("most", NAME_CHARS_MAX));
        }
        let phone = match self.phone.as_deref().map(plain_phone) {
            Some(None) => {
                faults.push(Fault::new("phone", "access-phone-wrong"));
                None
            }
            Some(Some(phone)) if phone.is_empty() => None,
            Some(phone) => phone,
            None => None,
        };
        if faults.is_empty() && table::by_login(cx, &login)?.is_some() {
            faults.push(Fault::new("login", "access-login-taken"));
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        let (password, hash, until) = handed_over(cx)?;
        let sealed = phone.as_deref().map(|it| cx.seal("account.phone", it)).transpose()?;
        let index = phone.as_deref().map(|it| cx.house.keys.index("account.phone", it));
        let id = cx.mint();
        let new = table::NewAccount {
            id: &id,
            login: &login,
            name: &name,
            phone: sealed.as_deref().zip(index.as_deref()),
            password: &hash,
            must_change_by: Some(until),
        };
        table::insert(cx, &new)?;
        cx.subject("account", &id);
        cx.note("login", login.as_str());
        Ok(HandedOver { account: id, login, password, until })
    }
}

pub(super) fn login_faults(login: &str) -> Vec<Fault> {
    let plain = login.chars().all(|it| it.is_alphanumeric() || matches!(it, '.' | '-' | '_'));
    if !plain || !LOGIN_CHARS.contains(&login.chars().count()) {
        return vec![
            Fault::new("login", "access-login-wrong")
                .arg("least", LOGIN_CHARS.start())
                .arg("most", LOGIN_CHARS.end()),
        ];
    }
    Vec::new()
}

/// Digits of a telephone as people write it, or nothing when it is none; empty stays empty.
fn plain_phone(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let rest = text.chars().all(|it| it.is_ascii_digit() || " -()+".contains(it));
    let length = digits.len();
    (rest && (length == 0 || (7..=15).contains(&length))).then_some(digits)
}
