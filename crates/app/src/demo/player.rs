//! Acts as the demo's accounts, through the door, and does the jobs they leave.

use base::{Day, Error, Instant, Result, error::OrBroken};
use people::benefits::Engines;
use platform::{Actor, Channel, access::session, door::Caller, jobs::Did};
use serde_json::Value;

use crate::{
    process::Process,
    wiring::{Installation, clock, seed},
};

/// Minutes of a day before the offices open.
const MORNING: i64 = 9 * 60;

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

    /// Today, as the demo's clock has it.
    pub(super) fn today(&self) -> Day {
        clock().day()
    }

    /// The township and the village of the demo's own accounts.
    pub(super) fn own(&self) -> Result<(String, String)> {
        Ok((self.actor("officer")?.area, self.actor("worker")?.area))
    }

    /// As the account would have done it then: the demo has a past. Never later than now.
    pub(super) fn submit_at(&self, actor: &Actor, at: Instant, verb: &str, input: Value) -> Result<Value> {
        let caller = Caller { actor, now: at.min(clock()), seed: seed()?, command_id: None };
        self.installation.door().submit(caller, verb, input)
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

/// The morning of a day, and so many minutes.
pub(super) fn morning(day: Day, minutes: i64) -> Instant {
    day.starts_at().plus_minutes(MORNING + minutes)
}

/// A text of an answer.
pub(super) fn text<'v>(value: &'v Value, name: &str) -> Result<&'v str> {
    value[name].as_str().ok_or_else(|| format!("the answer has no {name}: {value}")).or_broken()
}
