//! Who visits, in which language, and with which token against forged forms.

use base::{Error, Result};
use platform::Actor;
use subtle::ConstantTimeEq;

use crate::{
    call::{Call, first},
    gate::{At, Session},
    site::Site,
    words::Lang,
};

/// One request with what is known of its sender.
pub(crate) struct Visit<'v> {
    pub(crate) site: &'v Site,
    pub(crate) call: &'v Call,
    pub(crate) lang: Lang,
    pub(crate) session: Option<Session>,
    /// The session token, or a guest's, which the cookie holds.
    pub(crate) token: String,
    /// Whether the guest's token is new and must be set.
    pub(crate) new_guest: bool,
}

impl<'v> Visit<'v> {
    pub(crate) fn open(site: &'v Site, call: &'v Call) -> Result<Visit<'v>> {
        let token = call.cookie(session_cookie(site)).map(str::to_owned);
        let session = match &token {
            Some(token) => site.gate.session(&site.door(), at(site)?, token)?,
            None => None,
        };
        let guest = call.cookie(guest_cookie(site)).filter(|it| it.len() == GUEST_DIGITS);
        let lang = language(call, session.as_ref());
        let (token, new_guest) = match (&session, token, guest) {
            (Some(_), Some(token), _) => (token, false),
            (_, _, Some(guest)) => (guest.to_owned(), false),
            _ => (guest_token(site)?, true),
        };
        Ok(Visit { site, call, lang, session, token, new_guest })
    }

    pub(crate) fn actor(&self) -> Option<&Actor> {
        self.session.as_ref().map(|it| &it.actor)
    }

    /// What every form carries: derived from the token, so nothing is stored.
    pub(crate) fn csrf(&self) -> String {
        self.site.house.keys.index("web.csrf", &self.token)
    }

    /// Whether this form was made here, for this session.
    pub(crate) fn check_csrf(&self, fields: &[(String, String)]) -> Result<()> {
        let sent = first(fields, "_csrf").unwrap_or_default();
        let right: bool = sent.as_bytes().ct_eq(self.csrf().as_bytes()).into();
        if right && !self.call.from_elsewhere() { Ok(()) } else { Err(Error::denied("web-forged-form")) }
    }

    /// The theme chosen by the switch; without one the system's holds.
    pub(crate) fn theme(&self) -> &str {
        self.call.cookie("theme").filter(|it| matches!(*it, "light" | "dark")).unwrap_or("")
    }
}

/// Hexadecimal digits of a guest's token.
const GUEST_DIGITS: usize = 32;

fn guest_token(site: &Site) -> Result<String> {
    let mut bytes = [0; GUEST_DIGITS / 2];
    (site.house.entropy)(&mut bytes)?;
    Ok(bytes.iter().map(|it| format!("{it:02x}")).collect())
}

pub(crate) fn at(site: &Site) -> Result<At> {
    Ok(At { now: site.now(), seed: site.seed()? })
}

/// Over TLS the name itself forbids a sub-domain to set the cookie.
pub(crate) fn session_cookie(site: &Site) -> &'static str {
    if site.settings.tls { "__Host-session" } else { "session" }
}

pub(crate) fn guest_cookie(site: &Site) -> &'static str {
    if site.settings.tls { "__Host-guest" } else { "guest" }
}

/// A cookie that scripts cannot read; `seconds` of zero removes it, `None` ends with the browser.
pub(crate) fn cookie(site: &Site, name: &str, value: &str, seconds: Option<i64>) -> String {
    let secure = if site.settings.tls { "; Secure" } else { "" };
    let age = seconds.map_or(String::new(), |it| format!("; Max-Age={it}"));
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")
}

/// The switch of this browser, then the account's, then what the browser asks for, then Chinese.
fn language(call: &Call, session: Option<&Session>) -> Lang {
    let chosen = call.cookie("lang").and_then(Lang::of);
    let account = || session.and_then(|it| it.language.as_deref()).and_then(Lang::of);
    let browser = || {
        let asked = call.header("accept-language")?;
        asked.split(',').find_map(|it| Lang::of(it.trim().split(['-', ';']).next()?))
    };
    chosen.or_else(account).or_else(browser).unwrap_or(Lang::Zh)
}
