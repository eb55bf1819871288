//! How the pages learn who somebody is: the access room answers.

use base::{Error, Instant, Result};
pub use platform::door::Door;
use platform::{
    Actor, Channel,
    access::session::{self, Standing},
};

/// What somebody types to come in.
pub struct SignIn<'s> {
    pub login: &'s str,
    pub password: &'s str,
    /// The address the request came from, for counting failures.
    pub from: &'s str,
    /// The browser, as it names itself.
    pub agent: &'s str,
}

/// A session that stands.
#[derive(Clone)]
pub struct Session {
    pub actor: Actor,
    /// The language the account chose.
    pub language: Option<String>,
    /// Every role in an area that this account holds, the present one too.
    pub grants: Vec<GrantChoice>,
    /// A page to which this session is held until it is done: a code, a first password, a second
    /// factor.
    pub must: Option<&'static str>,
    /// When it ends at the latest.
    pub ends_at: Instant,
}

/// A role in an area, to act under.
#[derive(Clone)]
pub struct GrantChoice {
    pub id: String,
    pub role: String,
    pub area: String,
    pub current: bool,
}

/// When and with which chance a call to the gate happens.
#[derive(Clone, Copy)]
pub struct At {
    pub now: Instant,
    pub seed: u64,
}

/// The pages a session may be held to.
pub(crate) const CODE: &str = "/code";
pub(crate) const PASSWORD: &str = "/account/password";
pub(crate) const FACTOR: &str = "/account/factor";

/// Tests of pages stand in for the access room by this.
pub trait Gate: Send + Sync {
    /// Opens a session and answers its token. A wrong login or password is `Error::Denied`, and
    /// says no more than that.
    fn sign_in(&self, door: &Door, at: At, attempt: &SignIn) -> Result<String>;
    /// Gives the second factor's code in a session that asks for it.
    fn prove(&self, door: &Door, at: At, token: &str, code: &str) -> Result<()>;
    /// The session of a token, if it stands; prolongs it.
    fn session(&self, door: &Door, at: At, token: &str) -> Result<Option<Session>>;
    fn sign_out(&self, door: &Door, at: At, token: &str) -> Result<()>;
    /// Acts under another grant from now on.
    fn choose(&self, door: &Door, at: At, token: &str, grant: &str) -> Result<()>;
    /// The actor of a program's token.
    fn program(&self, door: &Door, at: At, token: &str) -> Result<Option<Actor>>;
    /// The actor of a calendar's token, for what is due and nothing else.
    fn calendar(&self, door: &Door, at: At, token: &str) -> Result<Option<Actor>>;
}

/// The access room.
pub struct Access;

impl Gate for Access {
    fn sign_in(&self, door: &Door, at: At, attempt: &SignIn) -> Result<String> {
        let it = session::SignIn {
            login: attempt.login.to_owned(),
            password: attempt.password.to_owned(),
            code: None,
            address: attempt.from.to_owned(),
            agent: attempt.agent.to_owned(),
            channel: Channel::Web,
        };
        Ok(session::sign_in(door, at.now, at.seed, &it)?.token)
    }

    fn prove(&self, door: &Door, at: At, token: &str, code: &str) -> Result<()> {
        let open = session::resume(door.store, door.house, token, at.now, Channel::Web)?;
        let open = open.ok_or_else(|| Error::denied("web-sign-in-first"))?;
        session::prove(door, at.now, at.seed, &open, token, code)
    }

    fn session(&self, door: &Door, at: At, token: &str) -> Result<Option<Session>> {
        let open = session::resume(door.store, door.house, token, at.now, Channel::Web)?;
        Ok(open.map(|it| Session {
            must: match it.standing {
                Standing::Full => None,
                Standing::NeedsCode => Some(CODE),
                Standing::MustChangePassword => Some(PASSWORD),
                Standing::MustEnrol => Some(FACTOR),
            },
            grants: it
                .grants
                .iter()
                .map(|grant| GrantChoice {
                    id: grant.id.clone(),
                    role: grant.role.clone(),
                    area: grant.area.clone(),
                    current: Some(&grant.id) == it.grant.as_ref(),
                })
                .collect(),
            actor: it.actor,
            language: None,
            ends_at: it.ends_at,
        }))
    }

    fn sign_out(&self, door: &Door, at: At, token: &str) -> Result<()> {
        match session::resume(door.store, door.house, token, at.now, Channel::Web)? {
            Some(open) => session::sign_out(door, at.now, at.seed, &open, token),
            None => Ok(()),
        }
    }

    fn choose(&self, door: &Door, at: At, token: &str, grant: &str) -> Result<()> {
        let open = session::resume(door.store, door.house, token, at.now, Channel::Web)?;
        let open = open.ok_or_else(|| Error::denied("web-sign-in-first"))?;
        session::switch(door, at.now, at.seed, &open, grant)
    }

    fn program(&self, door: &Door, at: At, token: &str) -> Result<Option<Actor>> {
        session::by_token(door.store, door.house, token, at.now)
    }

    fn calendar(&self, door: &Door, at: At, token: &str) -> Result<Option<Actor>> {
        session::by_calendar(door.store, door.house, token, at.now)
    }
}
