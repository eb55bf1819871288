//! Jobs: work for later, enqueued by the transaction that decided on it, done in chunks.
//!
//! ```text
//!   waiting ── claim ──▶ leased ── last step ──▶ done
//!      ▲                   │ │
//!      │   lease ran out,  │ ├── refused, or failed too often ──▶ failed ─┐
//!      ├── a failure, or ◀─┘ │                                            ├─ again ─▶ waiting
//!      │   others wait       └── a person asked ───────────────▶ stopped ─┘
//! ```
//!
//! Each step of a [`crate::Work`] is one transaction: what it writes, how far it is, and that this
//! runner still holds the lease. A killed process leaves a lease that runs out; whoever takes the
//! job next goes on at the cursor. A job acts as the account that enqueued it, with the rights
//! that account has when the step runs, or as a service of [`accounts`].
//!
//! | file         | what                                            |
//! |--------------|-------------------------------------------------|
//! | `run.rs`     | [`Runner`]: claim, step, fail, stop, give back   |
//! | `accounts.rs`| accounts that are no people, and their rights    |
//! | `night.rs`   | what each day begins with, once a county and day  |
//! | `stop.rs`    | asks a job to stop                              |
//! | `again.rs`   | lets a failed or stopped job go on              |
//! | `ask.rs`     | [`ask::List`], [`ask::Job`]                      |

pub mod accounts;
pub mod again;
pub mod ask;
pub mod night;
pub mod run;
pub mod stop;
pub mod table;

pub use run::{Did, Owner, Runner, Whois};

use base::{Error, Instant, Result};

use crate::{
    Actor, Channel, Cx, Room, access::session::nobody, catalog::VerbEntry, door::Door, question, verb,
};

pub const ROOM: Room = Room {
    name: "jobs",
    verbs: VERBS,
    questions: &[question::<ask::List>(), question::<ask::Job>(), question::<ask::JobWaits>()],
    works: &[],
    sections: &[],
};

const VERBS: &[VerbEntry] = &[verb::<stop::Stop>(), verb::<again::Again>()];

/// Right to see one's own jobs.
const READ: &str = "jobs.read";
/// Right to see and steer everybody's.
pub(crate) const MANAGE: &str = "jobs.manage";

/// How many jobs wait, are at work, and have failed in a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Depths {
    pub waiting: i64,
    pub running: i64,
    pub failed: i64,
    /// Seconds that the oldest due job has waited.
    pub lag: i64,
}

/// The depths of the queue, for whoever watches.
pub fn depths(door: &Door, now: Instant) -> Result<Depths> {
    let nobody = nobody(door.house, Channel::Job);
    door.store.read(|tx| ask::depths(&mut Cx::new(&nobody, door.house, now, 0, tx)))
}

/// Gives back what holders whose names begin so hold: their process is gone. Answers how many jobs.
pub fn take_back(door: &Door, now: Instant, holders: &str) -> Result<u64> {
    let nobody = nobody(door.house, Channel::Job);
    let (house, holders) = (door.house.clone(), holders.to_owned());
    door.store.write(move |tx| table::take_back(&mut Cx::new(&nobody, &house, now, 0, tx), &holders))
}

/// Another account's job is as if not there, save for who manages them all.
fn own_or_manager(actor: &Actor, account: &str) -> Result<()> {
    if actor.account == account || actor.may(MANAGE) { Ok(()) } else { Err(Error::missing("job")) }
}
