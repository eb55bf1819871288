//! Finds two records to be one person: one goes on, the other is closed. The record that goes on
//! keeps both numbers, names and all that only the other one knew; the closed one keeps its own
//! history. What referred to the closed one follows by the jobs of those who listen.

use base::{Error, Fault, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    edit::{self, Target},
    interval,
    news::{self, PEOPLE_MERGED, PeopleMerged},
    statement::{Kind, Statement},
    table,
    writing::{self, Held, Writing},
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Merge {
    /// The record that goes on.
    #[serde(flatten)]
    pub target: Target,
    /// The record that is closed.
    pub closed: String,
    pub why: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Merged {
    pub merge: String,
    pub person: String,
}

impl Verb for Merge {
    const NAME: &'static str = "register.merge";
    const RIGHT: &'static str = "register.write";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Merged;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        edit::place(cx, &self.target.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Merged> {
        edit::required("why", &self.why)?;
        if self.closed == self.target.person {
            return Err(Error::invalid("closed", "register-merge-with-self"));
        }
        within_reach(cx, &self.closed)?;
        let merge = merge(cx, &self.target.person, self.target.revision, &self.closed, self.why.trim())?;
        Ok(Merged { merge, person: self.target.person })
    }
}

/// Both records must lie where the actor may act.
fn within_reach(cx: &mut Cx, person: &str) -> Result<()> {
    match edit::place(cx, person)? {
        Place::Person { registered, living }
            if cx.actor.scope(Purpose::Register).covers_person(&registered, &living) =>
        {
            Ok(())
        }
        _ => Err(Error::missing("person")),
    }
}

/// Merges inside a unit of work that is open already, as an import's review does.
pub fn merge(cx: &mut Cx, kept: &str, seen: Option<i64>, closed: &str, why: &str) -> Result<String> {
    let mut held = writing::load_one(cx, kept, seen)?;
    let mut gone = writing::load_one(cx, closed, None)?;
    let merge = cx.mint();
    let mut writing = Writing::default();
    for statement in gone.statements.clone() {
        if let Some(carried) = carried(&held, &statement, closed) {
            writing.carry(cx, &mut held, &carried, &source(&merge));
        }
    }
    gone.merged_into = Some(kept.to_owned());
    cx.subject("person", kept);
    cx.note("closed", closed);
    writing.close(cx, held);
    writing.close(cx, gone);
    writing.finish(cx)?;
    table::merge::insert(cx, &merge, kept, closed, why)?;
    let news = PeopleMerged { merge: merge.clone(), kept: kept.into(), closed: closed.into(), undone: false };
    news::tell(cx, PEOPLE_MERGED, &news)?;
    Ok(merge)
}

/// What of the closed record the other takes over: what it does not know otherwise. A number or
/// name that differs is kept beside its own.
fn carried(held: &Held, of: &Statement, closed: &str) -> Option<Statement> {
    let in_slot: Vec<&Statement> = held.slot(of.kind, &of.slot).collect();
    if in_slot.iter().any(|it| it.value == of.value && it.span.holds(of.span)) {
        return None;
    }
    let taken = in_slot.iter().any(|it| it.span.overlaps(of.span));
    let slot = match of.kind {
        Kind::Name if taken => format!("variant:{}", of.value),
        Kind::Number | Kind::Phone if taken => format!("merged:{closed}"),
        _ if taken => return None,
        _ => of.slot.clone(),
    };
    let spans: Vec<interval::Span> = held.slot(of.kind, &slot).map(|it| it.span).collect();
    let free = spans.iter().all(|it| !it.overlaps(of.span));
    free.then(|| Statement { slot, ..of.clone() })
}

pub(crate) fn source(merge: &str) -> String {
    format!("merge:{merge}")
}

/// The record that goes on for `person`: itself, or the one it was merged into.
pub fn current(cx: &mut Cx, person: &str) -> Result<String> {
    /// Longer chains would be a circle.
    const STEPS_MAX: usize = 16;
    let mut id = person.to_owned();
    for _ in 0..STEPS_MAX {
        match table::person::find(cx, &id)?.ok_or_else(|| Error::missing("person"))?.merged_into {
            Some(kept) => id = kept,
            None => return Ok(id),
        }
    }
    Err(Error::Conflict(Fault::new("", "register-person-merged")))
}
