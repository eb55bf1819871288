//! A step of many cases: chosen one by one or by a list's filters, taken chunk by chunk.
//!
//! Which cases, and at which revision, is settled when it is asked for; each is then taken by the
//! code of `cases.step`, and one that is refused, or that somebody moved meanwhile, keeps its reasons
//! and holds up no other.

pub mod ask;
pub mod form;
pub mod pass;
pub mod preview;
mod table;

use base::{Error, Fault, Result, error::OrBroken};
use platform::{Cx, Place, Purpose, Verb, Work};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    access,
    ask::{chosen::chosen, list::Cases},
    case::Case,
    step::{step_of, too_long},
    table::by_ids,
};
use crate::books::{Ready, Step};

/// Most cases of one taking.
const CASES_MAX: usize = 20_000;
/// The purpose under which the given values are sealed.
pub(super) const GIVEN: &str = "case.bulk";

/// Takes a step of many cases, with the same values and note for each.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Bulk {
    pub book: String,
    pub step: String,
    /// The cases by id; nothing when a list is given.
    pub cases: Vec<String>,
    /// All cases of the book under these filters.
    pub list: Option<Cases>,
    pub values: Map<String, Value>,
    pub note: String,
}

/// What each case is given.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Given {
    values: Map<String, Value>,
    note: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Begun {
    pub bulk: String,
    pub job: String,
    pub cases: i64,
}

impl Verb for Bulk {
    const NAME: &'static str = "cases.bulk";
    const RIGHT: &'static str = "cases.act";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Begun;

    /// Cases out of the actor's sight are left out like those that are not there.
    fn place(&self, cx: &mut Cx) -> Result<Place> {
        access::book(cx, &self.book)?;
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<Begun> {
        let ready = access::book(cx, &self.book)?;
        too_long(&self.note)?;
        let cases = cases_of(cx, &ready, &self.cases, self.list.as_ref())?;
        if cases.is_empty() && !self.cases.is_empty() {
            return Err(Error::missing("case"));
        }
        own_step(cx, &ready, &self.step)?;
        if cases.is_empty() {
            return Err(Error::invalid("cases", "cases-none-chosen"));
        }
        let (id, now) = (cx.mint(), cx.now);
        let given = serde_json::to_string(&Given { values: self.values, note: self.note }).or_broken()?;
        let given = cx.seal(GIVEN, &given)?;
        let job = cx.enqueue(pass::Pass::KIND, &pass::Pass { bulk: id.clone() }, now)?.0;
        let new = table::NewBulk { id: &id, book: &ready.id, step: &self.step, given: &given, job: &job };
        table::insert(cx, &new, &cases)?;
        cx.subject("bulk", id.as_str());
        cx.note("book", ready.id.as_str());
        cx.note("step", self.step.as_str());
        cx.note("cases", cases.len());
        Ok(Begun { bulk: id, job, cases: cases.len() as i64 })
    }
}

/// The cases that are chosen, those in the actor's sight: by id, or all under a list's filters.
fn cases_of(cx: &mut Cx, ready: &Ready, ids: &[String], list: Option<&Cases>) -> Result<Vec<Case>> {
    if CASES_MAX < ids.len() {
        return Err(Fault::new("cases", "cases-too-many-cases").arg("most", CASES_MAX).into());
    }
    match list {
        Some(list) if ids.is_empty() => {
            chosen(cx, ready, &Cases { book: ready.id.clone(), ..list.clone() }, CASES_MAX)
        }
        _ => {
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            let scope = access::scope(cx, ready);
            let mut found = by_ids(cx, &ids)?;
            found.retain(|it| it.book == ready.id && scope.covers(&it.area));
            found.sort_by(|a, b| a.id.cmp(&b.id));
            found.dedup_by(|a, b| a.id == b.id);
            Ok(found)
        }
    }
}

/// A step that the actor's role takes.
fn own_step<'r>(cx: &Cx, ready: &'r Ready, id: &str) -> Result<&'r Step> {
    let step = step_of(ready, id)?;
    if step.who.contains(&cx.actor.role) {
        return Ok(step);
    }
    Err(Error::Denied(Fault::new("step", "cases-not-your-step").arg("step", id)))
}
