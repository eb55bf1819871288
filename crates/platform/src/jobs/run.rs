//! Takes jobs and does them, step by step.

use base::{Error, Instant, Result, error::OrBroken};
use serde_json::{Value, json};
use store::{Kind, Trouble};

use super::table::{self, Claimed};
use crate::{
    Actor, Channel, Cx, Step,
    access::session::nobody,
    door::Door,
    journal::table::{self as journal, Entry},
};

/// A lease that is not renewed by a step runs out after this. Two who both believe to hold it
/// cannot both commit: each step asks for it again.
const LEASE_SECONDS: i64 = 60;
/// Steps in a row before a job lets others go first.
const STEPS_IN_A_ROW: u32 = 16;
/// After so many claims without a step that held, a job is dead until a person lets it go on.
const ATTEMPTS_MAX: i64 = 8;
/// The first wait after a failure; each further one is twice as long …
const WAIT_SECONDS: i64 = 5;
/// … up to this.
const WAIT_SECONDS_MAX: i64 = 3_600;

/// Whose job it is: looked up again at each step, so a right that was taken away is gone.
#[derive(Clone, Debug)]
pub struct Owner {
    pub account: String,
    pub role: String,
    pub area: String,
}

/// Answers the actor of an owner; nothing when the account may no longer act so.
pub type Whois = fn(&mut Cx, &Owner) -> Result<Option<Actor>>;

/// What one turn came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Did {
    /// No job was due.
    Nothing,
    /// A step, and there is more.
    Step,
    /// A job ended: `done`, `failed` or `stopped`.
    Ended(&'static str),
    /// A step failed and will be tried again later.
    Failed,
}

/// One for each thread that does jobs.
pub struct Runner {
    /// Names the lease; must be unique to this thread of this process.
    holder: String,
    whois: Whois,
    held: Option<(Claimed, u32)>,
}

/// What the transaction of a step decided.
enum Went {
    More,
    Ended(&'static str),
    Lost,
}

impl Runner {
    pub fn new(holder: String, whois: Whois) -> Runner {
        Runner { holder, whois, held: None }
    }

    /// Claims a job if none is held, and does one step of it.
    pub fn turn(&mut self, door: &Door, now: Instant, seed: u64) -> Result<Did> {
        let (job, steps) = match self.held.take() {
            Some(held) => held,
            None => match self.claim(door, now)? {
                Some(job) => (job, 0),
                None => return Ok(Did::Nothing),
            },
        };
        if ATTEMPTS_MAX < job.attempts {
            return self.end(door, &job, now, seed, "failed", &json!({ "kind": "crashed" }));
        }
        let give_back = STEPS_IN_A_ROW <= steps;
        match self.step(door, &job, now, seed, give_back) {
            Ok(Went::More) => {
                if !give_back {
                    self.held = Some((Claimed { attempts: 1, ..job }, steps + 1));
                }
                Ok(Did::Step)
            }
            Ok(Went::Ended(how)) => Ok(Did::Ended(how)),
            Ok(Went::Lost) => Ok(Did::Failed),
            Err(error) => self.failed(door, &job, now, seed, &error),
        }
    }

    fn claim(&self, door: &Door, now: Instant) -> Result<Option<Claimed>> {
        let nobody = nobody(door.house, Channel::Job);
        let (house, holder) = (door.house.clone(), self.holder.clone());
        let until = now.plus_seconds(LEASE_SECONDS);
        door.store.write(move |tx| {
            let mut cx = Cx::new(&nobody, &house, now, 0, tx);
            let Some(job) = table::due(&mut cx)? else { return Ok(None) };
            table::lease(&mut cx, &job.id, &holder, until)?;
            Ok(Some(Claimed { attempts: job.attempts + 1, ..job }))
        })
    }

    fn step(&self, door: &Door, job: &Claimed, now: Instant, seed: u64, give_back: bool) -> Result<Went> {
        let nobody = nobody(door.house, Channel::Job);
        let (house, holder, whois, job) = (door.house.clone(), self.holder.clone(), self.whois, job.clone());
        let until = (!give_back).then(|| now.plus_seconds(LEASE_SECONDS));
        door.store.write(move |tx| {
            let mut cx = Cx::new(&nobody, &house, now, seed, tx);
            let Some(at) = table::held(&mut cx, &job.id, &holder)? else { return Ok(Went::Lost) };
            let actor = whois(&mut cx, &job.owner)?;
            let actor = actor.ok_or_else(|| Error::denied("jobs-owner-may-no-longer"))?;
            let mut cx = Cx::new(&actor, &house, now, seed, tx);
            if at.stop_asked_at.is_some() {
                table::end(&mut cx, &job.id, &holder, "stopped", None, None)?;
                note_end(&mut cx, &job, "stopped")?;
                return Ok(Went::Ended("stopped"));
            }
            let entry = house.catalogue.work(&job.kind).ok_or_else(|| Error::missing("work"))?;
            let payload: Value = serde_json::from_str(&job.payload).or_broken()?;
            let cursor = at.cursor.as_deref().map(serde_json::from_str).transpose().or_broken()?;
            match (entry.step)(&mut cx, payload, cursor)? {
                Step::More { cursor, done, total } => {
                    table::go_on(&mut cx, &job.id, &holder, until, &cursor.to_string(), done, total)?;
                    Ok(Went::More)
                }
                Step::Done { answer } => {
                    table::end(&mut cx, &job.id, &holder, "done", Some(&answer.to_string()), None)?;
                    note_end(&mut cx, &job, "done")?;
                    Ok(Went::Ended("done"))
                }
            }
        })
    }

    /// Nothing of the step was kept. What can pass by itself is tried again later.
    fn failed(&self, door: &Door, job: &Claimed, now: Instant, seed: u64, error: &Error) -> Result<Did> {
        let failure = match error {
            Error::Broken(why) => json!({ "kind": "broken", "why": why.to_string() }),
            error => json!({ "kind": error.kind(), "faults": error.faults() }),
        };
        let passing = match Trouble::of(error).map(|it| it.kind) {
            // Not the job's fault: it waits, and no attempt is counted.
            Some(Kind::DiskFull | Kind::Busy | Kind::Unreachable | Kind::Again) => Some(job.attempts - 1),
            _ => matches!(error, Error::Broken(_) | Error::Conflict(_)).then_some(job.attempts),
        };
        match passing {
            Some(attempts) if attempts < ATTEMPTS_MAX => {
                let nobody = nobody(door.house, Channel::Job);
                let (house, holder, id) = (door.house.clone(), self.holder.clone(), job.id.clone());
                let failure = failure.to_string();
                let due_at = now.plus_seconds(wait_seconds(attempts, seed));
                door.store.write(move |tx| {
                    let mut cx = Cx::new(&nobody, &house, now, seed, tx);
                    table::put_off(&mut cx, &id, &holder, due_at, attempts.max(0), &failure)
                })?;
                Ok(Did::Failed)
            }
            _ => self.end(door, job, now, seed, "failed", &failure),
        }
    }

    fn end(
        &self,
        door: &Door,
        job: &Claimed,
        now: Instant,
        seed: u64,
        how: &'static str,
        failure: &Value,
    ) -> Result<Did> {
        let nobody = nobody(door.house, Channel::Job);
        let (house, holder, job) = (door.house.clone(), self.holder.clone(), job.clone());
        let failure = failure.to_string();
        door.store.write(move |tx| {
            // The entry names whose job it was, whether or not the account may still act.
            let Owner { account, role, area } = job.owner.clone();
            let actor = Actor { account, role, area, ..nobody.clone() };
            let mut cx = Cx::new(&actor, &house, now, seed, tx);
            table::end(&mut cx, &job.id, &holder, how, None, Some(&failure))?;
            note_end(&mut cx, &job, how)
        })?;
        Ok(Did::Ended(how))
    }
}

fn note_end(cx: &mut Cx, job: &Claimed, outcome: &str) -> Result<()> {
    cx.subject("job", job.id.clone());
    journal::append(cx, &Entry { verb: &job.kind, place: None, outcome, command_id: None })
}

fn wait_seconds(attempts: i64, seed: u64) -> i64 {
    let wait = (WAIT_SECONDS << attempts.clamp(0, 12)).min(WAIT_SECONDS_MAX);
    // Up to a quarter more, so that what failed together does not come again together.
    wait + base::Chance::new(seed).below(wait as u64 / 4 + 1) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let waits: Vec<i64> = [1, 2, 5, 30].iter().map(|it| wait_seconds(*it, 1)).collect();
        assert!((10..=13).contains(&waits[0]), "{waits:?}");
        assert!(waits.is_sorted() && waits[3] <= WAIT_SECONDS_MAX * 5 / 4, "{waits:?}");
    }
}
