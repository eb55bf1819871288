//! The context of one unit of work: whose it is, when it is, and the transaction it is in.

use std::ops::{Deref, DerefMut};

use base::{Chance, Day, Instant, Result, error::OrBroken, id};
use serde::Serialize;
use store::Tx;

use crate::{Actor, House, jobs};

id! {
    /// A job in the queue.
    JobId;
}

/// What every verb and question takes first. It reads as the transaction it holds.
pub struct Cx<'c, 't> {
    pub actor: &'c Actor,
    pub house: &'c House,
    /// One unit of work has one `now`.
    pub now: Instant,
    /// Seeded once for each unit of work, so a retry repeats itself. For ids and samples only.
    pub chance: Chance,
    pub(crate) notes: Notes,
    tx: &'c mut Tx<'t>,
}

/// What the verb says of itself for the journal.
#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) subject: Option<(&'static str, String)>,
    pub(crate) detail: serde_json::Map<String, serde_json::Value>,
}

impl<'t> Deref for Cx<'_, 't> {
    type Target = Tx<'t>;

    fn deref(&self) -> &Tx<'t> {
        self.tx
    }
}

impl<'t> DerefMut for Cx<'_, 't> {
    fn deref_mut(&mut self) -> &mut Tx<'t> {
        self.tx
    }
}

impl<'c, 't> Cx<'c, 't> {
    pub fn new(
        actor: &'c Actor,
        house: &'c House,
        now: Instant,
        seed: u64,
        tx: &'c mut Tx<'t>,
    ) -> Cx<'c, 't> {
        Cx { actor, house, now, chance: Chance::new(seed), notes: Notes::default(), tx }
    }

    /// The same unit of work in another house: with the packs of an earlier day.
    pub fn within<'a>(&'a mut self, house: &'a House) -> Cx<'a, 't> {
        Cx {
            actor: self.actor,
            house,
            now: self.now,
            chance: self.chance.fork(0),
            notes: Notes::default(),
            tx: &mut *self.tx,
        }
    }

    /// The county whose records this unit of work touches.
    pub fn county(&self) -> &'c str {
        &self.actor.county
    }

    pub fn today(&self) -> Day {
        self.now.day()
    }

    /// A new id.
    pub fn mint(&mut self) -> String {
        base::id::mint(self.now, &mut self.chance)
    }

    /// Bytes nobody can guess, from the operating system: tokens, salts, nonces.
    pub fn secret_bytes<const N: usize>(&self) -> Result<[u8; N]> {
        let mut bytes = [0; N];
        (self.house.entropy)(&mut bytes)?;
        Ok(bytes)
    }

    /// Seals `plain` under the house keys for `purpose`.
    pub fn seal(&self, purpose: &str, plain: &str) -> Result<Vec<u8>> {
        self.house.keys.seal(purpose, plain, self.secret_bytes()?)
    }

    /// Says, for the journal, which record this is about.
    pub fn subject(&mut self, kind: &'static str, id: impl Into<String>) {
        self.notes.subject = Some((kind, id.into()));
    }

    /// Adds a detail to the journal entry. Never a number, an account or a phone.
    pub fn note(&mut self, name: &str, value: impl Into<serde_json::Value>) {
        self.notes.detail.insert(name.to_owned(), value.into());
    }

    /// Leaves work for later, in the same transaction; it runs as this actor.
    pub fn enqueue<J: Serialize>(
        &mut self,
        kind: &'static str,
        payload: &J,
        due_at: Instant,
    ) -> Result<JobId> {
        let payload = serde_json::to_string(payload).or_broken()?;
        jobs::table::insert(self, kind, &payload, due_at)
    }
}
