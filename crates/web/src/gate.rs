//! How the pages learn who somebody is. The access room answers; tests answer in its place.

use base::{Instant, Result};
use platform::Actor;
pub use platform::door::Door;

/// What somebody types to come in.
pub struct SignIn<'s> {
    pub login: &'s str,
    pub password: &'s str,
    /// The six digits of the second factor, if asked for.
    pub code: Option<&'s str>,
    /// The address the request came from, for counting failures.
    pub from: &'s str,
}

/// What came of it.
pub enum Entered {
    /// A session; the token goes into the cookie and nowhere else.
    In { token: String },
    /// The password is right, and the second factor is asked for.
    NeedsCode,
}

/// A session that stands.
#[derive(Clone)]
pub struct Session {
    pub actor: Actor,
    /// The language the account chose.
    pub language: Option<String>,
    /// Every role in an area that this account holds, the present one too.
    pub grants: Vec<GrantChoice>,
    /// A page to which this session is held until it is done: a first password, a second factor.
    pub must: Option<&'static str>,
    /// When it ends if nothing more is asked.
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

pub trait Gate: Send + Sync {
    /// A wrong login or password is `Error::Denied`, and says no more than that.
    fn sign_in(&self, door: &Door, at: At, attempt: &SignIn) -> Result<Entered>;
    /// The session of a token, if it stands; prolongs it.
    fn session(&self, door: &Door, at: At, token: &str) -> Result<Option<Session>>;
    fn sign_out(&self, door: &Door, at: At, token: &str) -> Result<()>;
    /// Acts under another grant from now on.
    fn choose(&self, door: &Door, at: At, token: &str, grant: &str) -> Result<()>;
}
