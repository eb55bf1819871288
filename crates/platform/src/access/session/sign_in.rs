//! Signing in and out. Hashing is done outside the transaction: it takes long on purpose, and the
//! one writer must not wait for it.

use base::{Error, Fault, Instant, Result};
use serde::Serialize;
use serde_json::Value;

use super::{Granted, Session, Standing, acting, ask, digest, nobody, table as sessions, token};
use crate::{
    Channel, Cx,
    access::{
        factor,
        failures::Failures,
        password,
        roles::{Roles, SignInRules},
        table::{self, Account},
    },
    door::Door,
    journal::table::{self as journal, Entry},
};

/// What somebody at the door gives.
#[derive(Clone, Debug)]
pub struct SignIn {
    pub login: String,
    pub password: String,
    /// The second factor's code or a recovery code, when already known to be needed.
    pub code: Option<String>,
    /// Where the request came from.
    pub address: String,
    /// The browser, as it names itself.
    pub agent: String,
    pub channel: Channel,
}

/// A session, opened. The token is shown this once.
#[derive(Clone, Debug, Serialize)]
pub struct Opened {
    pub token: String,
    pub standing: Standing,
    pub ends_at: Instant,
}

/// The longest a session lasts before its role is known.
const SESSION_MINUTES_MAX: i64 = 12 * 60;
const ADDRESS_CHARS_MAX: usize = 64;
const AGENT_CHARS_MAX: usize = 200;

/// Opens a session. A wrong login, a wrong password and a disabled account answer alike and take
/// as long; after some failures the login waits, and so does the address.
pub fn sign_in(door: &Door, now: Instant, seed: u64, it: &SignIn) -> Result<Opened> {
    let house = door.house;
    let rules = house.packs.now().get::<Roles>().sign_in.clone();
    let login = normal(&it.login);
    let who = [
        ("login", house.keys.index("access.login", &login)),
        ("address", house.keys.index("access.address", &it.address)),
    ];
    let anybody = nobody(house, it.channel);
    let (known, failures) = door.store.read(|tx| {
        let mut cx = Cx::new(&anybody, house, now, 0, tx);
        Ok((table::by_login(&mut cx, &login)?, known_failures(&mut cx, &who)?))
    })?;
    may_try(&failures, now)?;
    let hash = known.as_ref().and_then(|it| it.password.as_deref());
    let right = password::matches(&it.password, hash);
    let account = known.filter(|it| right && it.disabled_at.is_none());
    let Some(account) = account.filter(|it| it.must_change_by.is_none_or(|by| now < by)) else {
        failed(door, now, seed, it.channel, &who, failures, &rules)?;
        return Err(Error::denied("access-wrong-login-or-password"));
    };
    let proved = match (&it.code, account.totp_confirmed_at) {
        (Some(code), Some(_)) => {
            if !prove_account(door, now, seed, &account, it.channel, code)? {
                failed(door, now, seed, it.channel, &who, failures, &rules)?;
                return Err(Error::denied("access-wrong-code"));
            }
            true
        }
        _ => false,
    };
    open(door, now, seed, it, &account, proved, &who)
}

/// Gives the second factor's code, or a recovery code, in a session that needs it.
pub fn prove(door: &Door, now: Instant, seed: u64, session: &Session, key: &str, code: &str) -> Result<()> {
    let house = door.house;
    let rules = house.packs.now().get::<Roles>().sign_in.clone();
    let who = [("login", house.keys.index("access.login", &session.login))];
    let channel = session.actor.channel;
    let actor = session.actor.clone();
    let (account, failures) = door.store.read(|tx| {
        let mut cx = Cx::new(&actor, house, now, 0, tx);
        Ok((table::by_id(&mut cx, &actor.account)?, known_failures(&mut cx, &who)?))
    })?;
    may_try(&failures, now)?;
    if !prove_account(door, now, seed, &account, channel, code)? {
        failed(door, now, seed, channel, &who, failures, &rules)?;
        return Err(Error::denied("access-wrong-code"));
    }
    let (house, digest) = (house.clone(), digest(key));
    let login = who[0].1.clone();
    door.store.write(move |tx| {
        let mut cx = Cx::new(&actor, &house, now, seed, tx);
        sessions::prove(&mut cx, &digest)?;
        table::clear_failures(&mut cx, "login", &login)?;
        note(&mut cx, "access.prove", "done")
    })
}

/// Ends the session of a token.
pub fn sign_out(door: &Door, now: Instant, seed: u64, session: &Session, key: &str) -> Result<()> {
    let (actor, house, digest) = (session.actor.clone(), door.house.clone(), digest(key));
    door.store.write(move |tx| {
        let mut cx = Cx::new(&actor, &house, now, seed, tx);
        sessions::end_by_token(&mut cx, &digest)?;
        note(&mut cx, "access.sign-out", "done")
    })
}

/// Lets the session act under another of the account's grants.
pub fn switch(door: &Door, now: Instant, seed: u64, session: &Session, grant: &str) -> Result<()> {
    let (actor, house) = (session.actor.clone(), door.house.clone());
    let (id, grant) = (session.id.clone(), grant.to_owned());
    door.store.write(move |tx| {
        let mut cx = Cx::new(&actor, &house, now, seed, tx);
        if !ask::grants(&mut cx, &actor.account)?.iter().any(|it| it.id == grant) {
            return Err(Error::missing("grant"));
        }
        sessions::switch(&mut cx, &id, &grant)?;
        cx.note("grant", grant.clone());
        note(&mut cx, "access.switch", "done")
    })
}

/// An actor for who owns the key file of this installation, at its own terminal, without the
/// account's password: that person can read database and keys as they lie there, so a password
/// would keep nothing from them. What can be had is that it is written down, under the account's
/// name and as a local sign-in, and that nothing is approved this way.
pub fn local(door: &Door, now: Instant, seed: u64, login: &str, role: Option<&str>) -> Result<crate::Actor> {
    let anybody = nobody(door.house, Channel::Terminal);
    let (house, login) = (door.house.clone(), normal(login));
    let role = role.map(str::to_owned);
    door.store.write(move |tx| {
        let mut cx = Cx::new(&anybody, &house, now, seed, tx);
        let account = table::by_login(&mut cx, &login)?.filter(|it| it.disabled_at.is_none());
        let account = account.ok_or_else(|| Error::missing("account"))?;
        let grants = ask::grants(&mut cx, &account.id)?;
        let grant = of_role(&grants, role.as_deref())?;
        let actor = acting(&anybody, &house, &account.id, &account.name, Some(grant), Standing::Full);
        let mut cx = Cx::new(&actor, &house, now, seed, tx);
        note(&mut cx, "access.local-sign-in", "done")?;
        Ok(actor)
    })
}

/// Forgets failures that no longer count; answers how many.
pub fn forget(door: &Door, now: Instant) -> Result<u64> {
    let minutes = door.house.packs.now().get::<Roles>().sign_in.forget_minutes;
    let (actor, house) = (nobody(door.house, Channel::Job), door.house.clone());
    let before = now.plus_minutes(-minutes);
    door.store.write(move |tx| table::forget_failures(&mut Cx::new(&actor, &house, now, 0, tx), before))
}

fn of_role<'g>(grants: &'g [Granted], role: Option<&str>) -> Result<&'g Granted> {
    let found = match role {
        None => grants.first(),
        Some(role) => grants.iter().find(|it| it.role == role),
    };
    found.ok_or_else(|| Error::denied("access-no-grant"))
}

fn open(
    door: &Door,
    now: Instant,
    seed: u64,
    it: &SignIn,
    account: &Account,
    proved: bool,
    who: &[(&'static str, String)],
) -> Result<Opened> {
    let mut actor = nobody(door.house, it.channel);
    actor.account.clone_from(&account.id);
    let (house, who) = (door.house.clone(), who.to_vec());
    let (must_change, enrolled) = (account.must_change_by.is_some(), account.totp_confirmed_at.is_some());
    let clip = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    let (address, agent) = (clip(&it.address, ADDRESS_CHARS_MAX), clip(&it.agent, AGENT_CHARS_MAX));
    door.store.write(move |tx| {
        let mut cx = Cx::new(&actor, &house, now, seed, tx);
        let pack = house.packs.now();
        let roles = pack.get::<Roles>();
        let grants = ask::grants(&mut cx, &actor.account)?;
        let most = grants.iter().filter_map(|it| roles.role.get(&it.role)).map(|it| it.session_most_minutes);
        let ends_at = now.plus_minutes(most.min().unwrap_or(SESSION_MINUTES_MAX).min(SESSION_MINUTES_MAX));
        let (token, digest) = token(&cx)?;
        let id = cx.mint();
        let new = sessions::NewSession {
            id: &id,
            digest: &digest,
            account: &actor.account,
            address: &address,
            agent: &agent,
            ends_at,
            proved,
        };
        sessions::insert(&mut cx, &new)?;
        let standing = if must_change {
            Standing::MustChangePassword
        } else if enrolled && !proved {
            Standing::NeedsCode
        } else if !enrolled && super::demands_factor(roles, &grants) {
            Standing::MustEnrol
        } else {
            Standing::Full
        };
        if standing != Standing::NeedsCode {
            // With a code still to come the count stays, so that codes cannot be tried at will.
            table::clear_failures(&mut cx, who[0].0, &who[0].1)?;
        }
        cx.note("address", address.clone());
        note(&mut cx, "access.sign-in", "done")?;
        Ok(Opened { token, standing, ends_at })
    })
}

/// Whether `code` is right; uses it up.
fn prove_account(
    door: &Door,
    now: Instant,
    seed: u64,
    account: &Account,
    channel: Channel,
    code: &str,
) -> Result<bool> {
    let actor = nobody(door.house, channel);
    let (house, id) = (door.house.clone(), account.id.clone());
    let step = match (&account.totp_sealed, account.totp_confirmed_at) {
        (Some(sealed), Some(_)) => {
            let secret = factor::from_base32(&house.keys.open("access.factor", sealed)?)?;
            factor::step_of(&secret, code, now, account.totp_last_step)?
        }
        _ => return Ok(false),
    };
    let spare = house.keys.indexes("access.recovery", &normal_code(code));
    door.store.write(move |tx| {
        let mut cx = Cx::new(&actor, &house, now, seed, tx);
        match step {
            Some(step) => table::use_step(&mut cx, &id, step),
            None => Ok(table::use_recovery_code(&mut cx, &id, &spare[0])?
                || table::use_recovery_code(&mut cx, &id, &spare[1])?),
        }
    })
}

fn known_failures(cx: &mut Cx, who: &[(&'static str, String)]) -> Result<Vec<Failures>> {
    who.iter().map(|(kind, who)| table::failures(cx, kind, who)).collect()
}

fn may_try(failures: &[Failures], now: Instant) -> Result<()> {
    match failures.iter().filter_map(|it| it.wait(now)).max() {
        None => Ok(()),
        Some(seconds) => Err(Error::Denied(Fault::new("", "access-wait").arg("seconds", seconds))),
    }
}

/// Counts a failure, and journals it without the login as typed: it may be a password.
fn failed(
    door: &Door,
    now: Instant,
    seed: u64,
    channel: Channel,
    who: &[(&'static str, String)],
    failures: Vec<Failures>,
    rules: &SignInRules,
) -> Result<()> {
    let (actor, house) = (nobody(door.house, channel), door.house.clone());
    let (who, rules) = (who.to_vec(), rules.clone());
    drop(failures);
    door.store.write(move |tx| {
        let mut cx = Cx::new(&actor, &house, now, seed ^ u64::MAX, tx);
        for (kind, who) in &who {
            // Read again inside: two who fail at once are two failures.
            let known = table::failures(&mut cx, kind, who)?;
            let most = if *kind == "login" { rules.failures_max } else { rules.address_failures_max };
            table::set_failures(&mut cx, kind, who, known.after_one_more(now, most, &rules))?;
        }
        cx.note("who", Value::from(who[0].1.as_str()));
        note(&mut cx, "access.sign-in", "denied")
    })
}

/// Whether this login has to wait after failures.
pub(in crate::access) fn may_try_again(cx: &mut Cx, login: &str) -> Result<()> {
    let who = cx.house.keys.index("access.login", &normal(login));
    let failures = table::failures(cx, "login", &who)?;
    may_try(&[failures], cx.now)
}

/// Counts one more failure of this login.
pub(in crate::access) fn one_more_failure(cx: &mut Cx, login: &str) -> Result<()> {
    let rules = cx.house.packs.now().get::<Roles>().sign_in.clone();
    let who = cx.house.keys.index("access.login", &normal(login));
    let known = table::failures(cx, "login", &who)?;
    let now = cx.now;
    table::set_failures(cx, "login", &who, known.after_one_more(now, rules.failures_max, &rules))
}

pub(in crate::access) fn forget_failures_of(cx: &mut Cx, login: &str) -> Result<()> {
    let who = cx.house.keys.index("access.login", &normal(login));
    table::clear_failures(cx, "login", &who)
}

fn note(cx: &mut Cx, verb: &str, outcome: &str) -> Result<()> {
    journal::append(cx, &Entry { verb, place: None, outcome, command_id: None })
}

/// Logins are compared without case and spaces.
pub(in crate::access) fn normal(login: &str) -> String {
    login.trim().to_lowercase()
}

/// Recovery codes are read however they are typed.
pub(in crate::access) fn normal_code(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|it| it.to_ascii_lowercase()).collect()
}
