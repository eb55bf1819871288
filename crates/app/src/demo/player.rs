//! Acts as the demo's accounts, through the door, and does the jobs they leave.

use base::{Error, Result, error::OrBroken};
use people::benefits::Engines;
use platform::{Actor, Channel, access::session, door::Caller, jobs::Did};
use serde_json::Value;

use crate::{
    process::Process,
    wiring::{Installation, clock, seed},
};

pub(super) struct Player<'i> {
    installation: &'i Installation,
}

impl<'i> Player<'i> {
    pub(super) fn new(installation: &'i Installation) -> Result<Player<'i>> {
        Ok(Player { installation })
    }

    /// The demo's account of this login. It stands for a person at a page: the demo plays them.
    pub(super) fn actor(&self, login: &str) -> Result<Actor> {
        let actor = session::local(&self.installation.door(), clock(), seed()?, login, None)?;
        Ok(Actor { channel: Channel::Web, ..actor })
    }

    /// The county's one benefit.
    pub(super) fn benefit(&self) -> Result<String> {
        Ok(self.installation.house.packs.now().made::<Engines>().named(None)?.id.clone())
    }

    pub(super) fn submit(&self, actor: &Actor, verb: &str, input: Value) -> Result<Value> {
        let caller = Caller { actor, now: clock(), seed: seed()?, command_id: None };
        self.installation.door().submit(caller, verb, input)
    }

    pub(super) fn ask(&self, actor: &Actor, question: &str, input: Value) -> Result<Value> {
        self.installation.door().answer(actor, clock(), question, input)
    }

    /// Does every job that is due, one step after the other; tells how many steps were done.
    pub(super) fn work(&self, told: &mut dyn FnMut()) -> Result<()> {
        let process = Process::begin(self.installation)?;
        let mut runner = process.runner(0);
        loop {
            match runner.turn(&self.installation.door(), clock(), seed()?)? {
                Did::Nothing => return Ok(()),
                Did::Step | Did::Ended(_) => told(),
                Did::Failed => return Err(Error::broken("a job of the demo failed; see `jobs.list`")),
            }
        }
    }
}

/// A text of an answer.
pub(super) fn text<'v>(value: &'v Value, name: &str) -> Result<&'v str> {
    value[name].as_str().ok_or_else(|| format!("the answer has no {name}: {value}")).or_broken()
}
