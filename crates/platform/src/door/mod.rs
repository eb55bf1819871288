//! The one door: every command and every question of the house comes through here.
//!
//! A command: right → repeated id? → area → verb → journal and stored answer, in one transaction.
//! A refusal leaves nothing of that behind and is journalled in a transaction of its own.
//! A question: right → scope → answer, on a snapshot.

mod table;

use base::{Error, Fault, Instant, Result};
use serde_json::Value;
use store::Store;

use crate::{
    Actor, Catalogue, Channel, Cx, House, Place, Purpose, Question, Verb,
    catalog::VerbEntry,
    journal::table::{self as journal, Entry},
};

/// Stored answers are sealed: some hold what is shown once, such as a password to hand over.
const ANSWER: &str = "command.answer";

/// What comes in: who, when, with which seed for ids, and under which id of the caller's.
#[derive(Clone, Copy)]
pub struct Caller<'c> {
    pub actor: &'c Actor,
    pub now: Instant,
    pub seed: u64,
    /// Made by the caller; the same id again is answered with the first answer.
    pub command_id: Option<&'c str>,
}

/// Who asks and through what: the store and the house, for the functions below.
pub struct Door<'d> {
    pub store: &'d Store,
    pub house: &'d std::sync::Arc<House>,
}

impl Door<'_> {
    /// Runs a verb by name with a JSON input.
    pub fn submit(&self, caller: Caller, name: &str, input: Value) -> Result<Value> {
        let entry = verb_named(&self.house.catalogue, name)?;
        let actor = caller.actor.clone();
        let command_id = caller.command_id.map(str::to_owned);
        let house = self.house.clone();
        let (now, seed) = (caller.now, caller.seed);
        let answer = self.store.write(move |tx| {
            let mut cx = Cx::new(&actor, &house, now, seed, tx);
            run(&mut cx, entry, command_id.as_deref(), input.clone())
        });
        match &answer {
            Ok(_) => (entry.written)(self, now),
            Err(error) => self.journal_refusal(caller, entry, error)?,
        }
        answer
    }

    /// Whether a command of this id was done: sent again it is answered with its first answer.
    pub fn is_answered(&self, actor: &Actor, now: Instant, id: &str) -> Result<bool> {
        self.store.read(|tx| Ok(table::find(&mut Cx::new(actor, self.house, now, 0, tx), id)?.is_some()))
    }

    /// Runs a verb as a value of its type.
    pub fn run<V: Verb + serde::Serialize>(&self, caller: Caller, verb: &V) -> Result<Value> {
        let input = serde_json::to_value(verb).map_err(Error::broken)?;
        self.submit(caller, V::NAME, input)
    }

    /// Answers a question by name with a JSON input.
    pub fn answer(&self, actor: &Actor, now: Instant, name: &str, input: Value) -> Result<Value> {
        let entry = self.house.catalogue.question(name);
        let entry = entry.ok_or_else(|| Error::missing("question"))?;
        may(actor, entry.right)?;
        let scope = actor.scope(entry.purpose);
        self.store.read(|tx| (entry.ask)(&mut Cx::new(actor, self.house, now, 0, tx), &scope, input))
    }

    /// Answers a question of a known type.
    pub fn ask<Q: Question>(&self, actor: &Actor, now: Instant, question: Q) -> Result<Q::Answer> {
        may(actor, Q::RIGHT)?;
        let scope = actor.scope(Q::PURPOSE);
        self.store.read(|tx| question.ask(&mut Cx::new(actor, self.house, now, 0, tx), &scope))
    }

    fn journal_refusal(&self, caller: Caller, verb: &'static VerbEntry, error: &Error) -> Result<()> {
        let actor = caller.actor.clone();
        let command_id = caller.command_id.map(str::to_owned);
        let house = self.house.clone();
        let (now, seed) = (caller.now, caller.seed ^ u64::MAX);
        let outcome = error.kind();
        let keys: Vec<String> = error.faults().iter().map(|it| it.key.to_string()).collect();
        self.store.write(move |tx| {
            let mut cx = Cx::new(&actor, &house, now, seed, tx);
            cx.note("refused", keys.clone());
            (verb.refused)(&mut cx, &keys)?;
            let entry = Entry { verb: verb.name, place: None, outcome, command_id: command_id.as_deref() };
            journal::append(&mut cx, &entry)
        })
    }
}

/// Runs a verb inside a unit of work that is already open: for jobs and for verbs that use verbs.
/// The right and the area are checked here as everywhere.
pub fn run_within(cx: &mut Cx, name: &str, input: Value) -> Result<Value> {
    let entry = verb_named(&cx.house.catalogue, name)?;
    run(cx, entry, None, input)
}

fn run(cx: &mut Cx, entry: &VerbEntry, command_id: Option<&str>, input: Value) -> Result<Value> {
    may(cx.actor, entry.right)?;
    if entry.approval && !matches!(cx.actor.channel, Channel::Web | Channel::Api) {
        return Err(Error::denied("door-approval-needs-a-person"));
    }
    let digest = command_id.map(|_| digest(cx.house, entry.name, &input));
    if let (Some(id), Some(digest)) = (command_id, &digest)
        && let Some(first) = table::find(cx, id)?
    {
        if first.account != cx.actor.account || &first.digest != digest {
            return Err(Error::conflict("door-command-id-reused"));
        }
        let answer = cx.house.keys.open(ANSWER, &first.answer)?;
        return serde_json::from_str(&answer).map_err(Error::broken);
    }
    let place = (entry.place)(cx, &input)?;
    stands_in(cx.actor, entry.purpose, &place)?;
    let answer = (entry.run)(cx, input)?;
    let place = match &place {
        Place::Own => None,
        Place::County => Some(cx.actor.county.clone()),
        Place::Area(path) => Some(path.clone()),
        Place::Person { registered, .. } => Some(registered.clone()),
    };
    journal::append(cx, &Entry { verb: entry.name, place: place.as_deref(), outcome: "done", command_id })?;
    if let (Some(id), Some(digest)) = (command_id, digest) {
        let sealed = cx.seal(ANSWER, &answer.to_string())?;
        table::insert(cx, id, entry.name, &digest, &sealed)?;
    }
    Ok(answer)
}

fn verb_named(catalogue: &Catalogue, name: &str) -> Result<&'static VerbEntry> {
    catalogue.verb(name).ok_or_else(|| Error::missing("verb"))
}

fn may(actor: &Actor, right: &str) -> Result<()> {
    if actor.may(right) {
        return Ok(());
    }
    Err(Error::Denied(Fault::new("", "door-no-right").arg("right", right)))
}

/// Whether the actor's area covers the place. A person outside it is as if not there.
fn stands_in(actor: &Actor, purpose: Purpose, place: &Place) -> Result<()> {
    let scope = actor.scope(purpose);
    match place {
        Place::Own => Ok(()),
        // The county's own root path is the area of every county role.
        Place::County if actor.area.trim_end_matches('/').ends_with(&actor.county) => Ok(()),
        Place::County => Err(Error::denied("door-outside-area")),
        Place::Area(path) if scope.covers(path) => Ok(()),
        Place::Area(path) => Err(Error::Denied(Fault::new("area", "door-outside-area").arg("area", path))),
        Place::Person { registered, living } if scope.covers_person(registered, living) => Ok(()),
        Place::Person { .. } => Err(Error::missing("person")),
    }
}

/// Keyed, because an input may hold a password or a number that could be guessed from a plain hash.
fn digest(house: &House, verb: &str, input: &Value) -> String {
    house.keys.derive("command.input", &format!("{verb} {input}"))
}
