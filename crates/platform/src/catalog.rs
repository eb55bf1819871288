//! Everything that can be done or asked, once. Forms, the JSON API, the command line, jobs, the
//! permission table, the API description and the journal's names are all read off this list.

use std::collections::BTreeMap;

use base::{Error, Fault, Instant, Result, error::OrBroken};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    Cx, Place, Purpose, Scope,
    door::Door,
    facts::FactSource,
    keys::SealedColumn,
    packs::{PageSource, SectionKind},
    subjects::SubjectSource,
};

/// A command: a change of state, reached only through the door.
pub trait Verb: DeserializeOwned + JsonSchema {
    /// `room.verb`, as in `register.record-death`.
    const NAME: &'static str;
    /// The right that the actor's role must list.
    const RIGHT: &'static str;
    /// For which purpose the actor's area is judged.
    const PURPOSE: Purpose;
    /// Whether it decides over money or rights: then neither a job nor the terminal may do it.
    const APPROVAL: bool = false;
    type Answer: Serialize + JsonSchema;

    /// Where it acts. A record that is not there is [`Error::Missing`].
    fn place(&self, cx: &mut Cx) -> Result<Place>;
    fn run(self, cx: &mut Cx) -> Result<Self::Answer>;

    /// What a refusal leaves behind beside its journal entry, in the same transaction: a wrong
    /// password is counted. `keys` are the refusal's messages.
    fn refused(_cx: &mut Cx, _keys: &[String]) -> Result<()> {
        Ok(())
    }

    /// What this process does once it is written: reads anew what it holds in memory. Other processes
    /// find it by looking.
    fn written(_door: &Door, _now: Instant) {}
}

/// A question: a read that takes the reader's scope, and cannot be asked without it.
pub trait Question: DeserializeOwned + JsonSchema {
    /// `room.question`, as in `register.person`.
    const NAME: &'static str;
    const RIGHT: &'static str;
    const PURPOSE: Purpose;
    type Answer: Serialize + JsonSchema;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Self::Answer>;
}

/// Work in chunks: each step is one transaction, written together with the cursor.
/// A step may be tried again after a failure and must then change nothing twice.
pub trait Work: DeserializeOwned {
    /// `room.work`, as in `intake.commit`.
    const KIND: &'static str;
    /// Whether each day of the county begins with it; then `{}` is its payload.
    const NIGHTLY: bool = false;

    /// Says in the transaction that enqueues it what stands against it: a refusal refuses the whole.
    fn before(&self, _: &mut Cx) -> Result<()> {
        Ok(())
    }

    /// Does one chunk from `cursor` (`None` at the start).
    fn step(&self, cx: &mut Cx, cursor: Option<Value>) -> Result<Step>;
}

/// What one step of a [`Work`] came to.
pub enum Step {
    /// There is more: where to go on, how many are done, of how many if that is known.
    More { cursor: Value, done: i64, total: Option<i64> },
    /// Finished, with an answer for whoever asked.
    Done { answer: Value },
}

pub struct VerbEntry {
    pub name: &'static str,
    pub right: &'static str,
    pub purpose: Purpose,
    pub approval: bool,
    pub input: fn(&mut SchemaGenerator) -> Schema,
    pub answer: fn(&mut SchemaGenerator) -> Schema,
    pub(crate) place: fn(&mut Cx, &Value) -> Result<Place>,
    pub(crate) run: fn(&mut Cx, Value) -> Result<Value>,
    pub(crate) refused: fn(&mut Cx, &[String]) -> Result<()>,
    pub(crate) written: fn(&Door, Instant),
}

pub struct QuestionEntry {
    pub name: &'static str,
    pub right: &'static str,
    pub purpose: Purpose,
    pub input: fn(&mut SchemaGenerator) -> Schema,
    pub answer: fn(&mut SchemaGenerator) -> Schema,
    pub(crate) ask: fn(&mut Cx, &Scope, Value) -> Result<Value>,
}

pub struct WorkEntry {
    pub kind: &'static str,
    pub nightly: bool,
    pub before: fn(&mut Cx, &Value) -> Result<()>,
    pub step: fn(&mut Cx, Value, Option<Value>) -> Result<Step>,
}

/// A room's line in the catalogue.
pub struct Room {
    pub name: &'static str,
    pub verbs: &'static [VerbEntry],
    pub questions: &'static [QuestionEntry],
    pub works: &'static [WorkEntry],
    pub sections: &'static [SectionKind],
}

pub const fn verb<V: Verb>() -> VerbEntry {
    VerbEntry {
        name: V::NAME,
        right: V::RIGHT,
        purpose: V::PURPOSE,
        approval: V::APPROVAL,
        input: |it| it.subschema_for::<V>(),
        answer: |it| it.subschema_for::<V::Answer>(),
        place: |cx, input| read::<V>(input)?.place(cx),
        run: |cx, input| serde_json::to_value(read::<V>(&input)?.run(cx)?).or_broken(),
        refused: V::refused,
        written: V::written,
    }
}

pub const fn question<Q: Question>() -> QuestionEntry {
    QuestionEntry {
        name: Q::NAME,
        right: Q::RIGHT,
        purpose: Q::PURPOSE,
        input: |it| it.subschema_for::<Q>(),
        answer: |it| it.subschema_for::<Q::Answer>(),
        ask: |cx, scope, input| serde_json::to_value(read::<Q>(&input)?.ask(cx, scope)?).or_broken(),
    }
}

pub const fn work<W: Work>() -> WorkEntry {
    WorkEntry {
        kind: W::KIND,
        nightly: W::NIGHTLY,
        before: |cx, payload| read::<W>(payload)?.before(cx),
        step: |cx, payload, cursor| read::<W>(&payload)?.step(cx, cursor),
    }
}

/// Reads an input; a wrong shape is an answer that names the place, not a 500.
fn read<T: DeserializeOwned>(input: &Value) -> Result<T> {
    serde_path_to_error::deserialize(input).map_err(|fault| {
        let path = fault.path().to_string();
        let path = if path == "." { String::new() } else { path };
        Error::Invalid(vec![Fault::new(path, "door-wrong-shape").arg("why", fault.inner())])
    })
}

/// The one list, put together by `app` from the rooms of every wing.
#[derive(Clone)]
pub struct Catalogue {
    pub rooms: Vec<&'static Room>,
    verbs: BTreeMap<&'static str, &'static VerbEntry>,
    questions: BTreeMap<&'static str, &'static QuestionEntry>,
    works: BTreeMap<&'static str, &'static WorkEntry>,
    sources: Vec<&'static dyn FactSource>,
    subjects: Vec<&'static dyn SubjectSource>,
    sealed: Vec<&'static SealedColumn>,
    pages: Vec<&'static dyn PageSource>,
}

impl Catalogue {
    /// Panics when two entries have one name: that is a fault of the program, found at its start.
    pub fn new(wings: &[&'static [&'static Room]]) -> Catalogue {
        let rooms: Vec<&'static Room> = wings.iter().flat_map(|wing| wing.iter().copied()).collect();
        let mut catalogue = Catalogue {
            rooms,
            verbs: BTreeMap::new(),
            questions: BTreeMap::new(),
            works: BTreeMap::new(),
            sources: Vec::new(),
            subjects: Vec::new(),
            sealed: Vec::new(),
            pages: Vec::new(),
        };
        for room in &catalogue.rooms {
            for entry in room.verbs {
                assert!(catalogue.verbs.insert(entry.name, entry).is_none(), "two verbs {}", entry.name);
            }
            for entry in room.questions {
                let twice = catalogue.questions.insert(entry.name, entry).is_some();
                assert!(!twice, "two questions {}", entry.name);
            }
            for entry in room.works {
                assert!(catalogue.works.insert(entry.kind, entry).is_none(), "two works {}", entry.kind);
            }
        }
        catalogue
    }

    /// Adds the rooms that know facts, wing by wing.
    #[must_use]
    pub fn with_sources(mut self, sources: &[&'static dyn FactSource]) -> Catalogue {
        self.sources.extend(sources);
        self
    }

    /// Adds the rooms that know what a record may be about, wing by wing.
    #[must_use]
    pub fn with_subjects(mut self, subjects: &[&'static dyn SubjectSource]) -> Catalogue {
        self.subjects.extend(subjects);
        self
    }

    /// Whom to ask for subjects of a kind.
    pub fn subject(&self, kind: &str) -> Option<&'static dyn SubjectSource> {
        self.subjects.iter().copied().find(|it| it.kind() == kind)
    }

    /// Adds the sealed columns of a wing, which a change of keys must pass through.
    #[must_use]
    pub fn with_sealed(mut self, columns: impl IntoIterator<Item = &'static SealedColumn>) -> Catalogue {
        self.sealed.extend(columns);
        self
    }

    /// Every column whose values are sealed.
    pub fn sealed(&self) -> &[&'static SealedColumn] {
        &self.sealed
    }

    /// Adds the rooms that let counties publish pages of a pack, wing by wing.
    #[must_use]
    pub fn with_pages(mut self, pages: &[&'static dyn PageSource]) -> Catalogue {
        self.pages.extend(pages);
        self
    }

    /// Whom to ask for pages that counties published.
    pub fn pages(&self) -> &[&'static dyn PageSource] {
        &self.pages
    }

    /// Whom to ask for facts.
    pub fn sources(&self) -> &[&'static dyn FactSource] {
        &self.sources
    }

    /// The parts of a pack that the rooms read.
    pub fn sections(&self) -> Vec<SectionKind> {
        self.rooms.iter().flat_map(|room| room.sections).copied().collect()
    }

    pub fn verb(&self, name: &str) -> Option<&'static VerbEntry> {
        self.verbs.get(name).copied()
    }

    pub fn question(&self, name: &str) -> Option<&'static QuestionEntry> {
        self.questions.get(name).copied()
    }

    pub fn work(&self, kind: &str) -> Option<&'static WorkEntry> {
        self.works.get(kind).copied()
    }

    /// The works that each day begins with.
    pub fn nightly(&self) -> Vec<&'static str> {
        self.works.values().filter(|it| it.nightly).map(|it| it.kind).collect()
    }

    /// The works that listen for news of a room below: `<room>.on-<news>`.
    pub fn listening(&self, news: &str) -> Vec<&'static str> {
        let ends = format!(".on-{news}");
        self.works.keys().copied().filter(|it| it.ends_with(&ends)).collect()
    }

    pub fn verbs(&self) -> impl Iterator<Item = &'static VerbEntry> + '_ {
        self.verbs.values().copied()
    }

    pub fn questions(&self) -> impl Iterator<Item = &'static QuestionEntry> + '_ {
        self.questions.values().copied()
    }
}
