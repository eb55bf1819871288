//! Sessions: from a password to an actor, and back from a token to the same actor.
//!
//! ```text
//!   sign_in ──▶ must change password ──▶ must enrol ──▶ needs a code ──▶ full
//!               (handed over)            (role demands a second factor)
//! ```
//!
//! A session that is not full may do nothing but take the next of these steps.

pub(super) mod ask;
pub(super) mod table;

mod sign_in;

use std::{collections::BTreeSet, sync::Arc};

use base::{Instant, Result};
use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::Store;

pub use sign_in::{Opened, SignIn, forget, local, prove, sign_in, sign_out, switch};
pub(super) use sign_in::{forget_failures_of, may_try_again, normal, normal_code, one_more_failure};

use super::roles::Roles;
use crate::{Actor, Channel, Cx, House, keys::hex};

/// Rights that nobody grants: everybody signed in has them over the own account.
pub const OWN: &str = "access.own";
pub const OWN_PASSWORD: &str = "access.own-password";
pub const OWN_FACTOR: &str = "access.own-factor";

/// What a calendar's token opens.
pub(super) const CALENDAR: &str = "tasks.calendar";

/// A session's last sight is written down at most this often.
const SEEN_SECONDS: i64 = 60;

/// What a session must still do before it may do anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Full,
    MustChangePassword,
    MustEnrol,
    NeedsCode,
}

/// One of the account's grants that hold today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Granted {
    pub id: String,
    pub role: String,
    pub area: String,
}

/// Somebody signed in.
#[derive(Clone, Debug)]
pub struct Session {
    pub id: String,
    pub login: String,
    pub actor: Actor,
    pub standing: Standing,
    /// The grant it acts under; none when the account has none that holds today.
    pub grant: Option<String>,
    pub grants: Vec<Granted>,
    /// To be sent back with every form.
    pub csrf: String,
    pub opened_at: Instant,
    pub ends_at: Instant,
}

/// The session of a token, and its actor; nothing when it has ended in any way.
pub fn resume(
    store: &Store,
    house: &House,
    token: &str,
    now: Instant,
    channel: Channel,
) -> Result<Option<Session>> {
    let nobody = nobody(house, channel);
    let digest = digest(token);
    let found = store.read(|tx| {
        let mut cx = Cx::new(&nobody, house, now, 0, tx);
        load(&mut cx, &digest)
    })?;
    let Some((mut session, seen_at)) = found else { return Ok(None) };
    session.csrf = house.keys.derive("csrf", &digest);
    if SEEN_SECONDS <= seen_at.seconds_until(now) {
        let (county, id) = (nobody.county, session.id.clone());
        store.write(move |tx| table::seen(tx, &county, &id, now))?;
    }
    Ok(Some(session))
}

/// The actor of an API token: a program that acts for an account, under one of its grants. It
/// approves nothing.
pub fn by_token(store: &Store, house: &House, token: &str, now: Instant) -> Result<Option<Actor>> {
    of_token(store, house, token, "", now)
}

/// The actor of a calendar's token, for the one question that it opens.
pub fn by_calendar(store: &Store, house: &House, token: &str, now: Instant) -> Result<Option<Actor>> {
    of_token(store, house, token, CALENDAR, now)
}

fn of_token(store: &Store, house: &House, token: &str, reads: &str, now: Instant) -> Result<Option<Actor>> {
    let nobody = nobody(house, Channel::Token);
    let digest = digest(token);
    let found = store.read(|tx| {
        let mut cx = Cx::new(&nobody, house, now, 0, tx);
        let Some(found) = ask::token(&mut cx, &digest, reads)? else { return Ok(None) };
        let grants = ask::grants(&mut cx, &found.account)?;
        let grant = grants.into_iter().find(|it| it.id == found.grant);
        Ok(grant.map(|grant| (found, grant)))
    })?;
    let Some((found, grant)) = found else { return Ok(None) };
    let (county, id) = (nobody.county.clone(), found.id.clone());
    if found.used_at.is_none_or(|used| SEEN_SECONDS <= used.seconds_until(now)) {
        store.write(move |tx| table::token_used(tx, &county, &id, now))?;
    }
    Ok(Some(acting(&nobody, house, &found.account, &found.name, Some(&grant), Standing::Full)))
}

fn load(cx: &mut Cx, digest: &str) -> Result<Option<(Session, Instant)>> {
    let Some(row) = ask::open_session(cx, digest)? else { return Ok(None) };
    let grants = ask::grants(cx, &row.account)?;
    let grant = grants.iter().find(|it| Some(&it.id) == row.grant.as_ref()).or(grants.first()).cloned();
    let pack = cx.house.packs.now();
    let roles = pack.get::<Roles>();
    let role = grant.as_ref().and_then(|it| roles.role.get(&it.role));
    let idle = role.map_or(15, |it| it.session_minutes);
    if row.seen_at.plus_minutes(idle) <= cx.now || row.ends_at <= cx.now {
        return Ok(None);
    }
    let standing = if row.must_change_by.is_some() {
        Standing::MustChangePassword
    } else if row.enrolled && row.proved_at.is_none() {
        Standing::NeedsCode
    } else if !row.enrolled && demands_factor(roles, &grants) {
        Standing::MustEnrol
    } else {
        Standing::Full
    };
    let actor = acting(cx.actor, cx.house, &row.account, &row.name, grant.as_ref(), standing);
    let session = Session {
        id: row.id,
        login: row.login,
        actor,
        standing,
        grant: grant.map(|it| it.id),
        grants,
        csrf: String::new(),
        opened_at: row.opened_at,
        ends_at: row.ends_at,
    };
    Ok(Some((session, row.seen_at)))
}

/// One role that demands a second factor is enough: the account is one.
fn demands_factor(roles: &Roles, grants: &[Granted]) -> bool {
    grants.iter().any(|it| roles.role.get(&it.role).is_none_or(|role| role.second_factor))
}

/// The actor of an account under a grant, with no more rights than the session's standing gives.
pub(super) fn acting(
    nobody: &Actor,
    house: &House,
    account: &str,
    name: &str,
    grant: Option<&Granted>,
    standing: Standing,
) -> Actor {
    let pack = house.packs.now();
    let role = grant.and_then(|it| pack.get::<Roles>().role.get(&it.role));
    let mut rights = BTreeSet::new();
    let mut purposes = BTreeSet::new();
    match standing {
        Standing::Full => {
            rights.extend([OWN, OWN_PASSWORD, OWN_FACTOR].map(str::to_owned));
            if let Some(role) = role {
                rights.extend(role.rights.iter().cloned());
                purposes.extend(role.purposes.iter().copied());
            }
        }
        Standing::MustChangePassword => {
            rights.insert(OWN_PASSWORD.to_owned());
        }
        Standing::MustEnrol => {
            rights.insert(OWN_FACTOR.to_owned());
        }
        Standing::NeedsCode => (),
    }
    Actor {
        account: account.to_owned(),
        name: name.to_owned(),
        role: grant.map_or_else(String::new, |it| it.role.clone()),
        area: grant.map_or_else(String::new, |it| it.area.clone()),
        rights: Arc::new(rights),
        purposes: Arc::new(purposes),
        ..nobody.clone()
    }
}

/// The actor of a job's account under a role and an area it was granted; nothing when the account
/// is disabled or the grant no longer holds.
pub fn of_account(cx: &mut Cx, account: &str, role: &str, area: &str) -> Result<Option<Actor>> {
    let found = super::table::by_id(cx, account)?;
    let grants = ask::grants(cx, account)?;
    let grant = grants.into_iter().find(|it| it.role == role && it.area == area);
    let grant = grant.filter(|_| found.disabled_at.is_none());
    Ok(grant.map(|it| acting(cx.actor, cx.house, account, &found.name, Some(&it), Standing::Full)))
}

/// Who is not signed in: may nothing, sees nothing.
pub fn nobody(house: &House, channel: Channel) -> Actor {
    Actor {
        account: String::new(),
        name: String::new(),
        role: String::new(),
        county: house.packs.now().id().to_owned(),
        area: String::new(),
        rights: Arc::default(),
        purposes: Arc::default(),
        channel,
    }
}

/// A token that nobody guesses, and what of it the database keeps.
pub(super) fn token(cx: &Cx) -> Result<(String, String)> {
    let token = hex(&cx.secret_bytes::<32>()?);
    let digest = digest(&token);
    Ok((token, digest))
}

pub(super) fn digest(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}
