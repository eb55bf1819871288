//! Takes a step of a case.

use std::sync::Arc;

use base::{Error, Fault, Result, error::OrBroken};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    access,
    case::{Case, Filled, Form, Values},
    open, refer, subject, table, value,
    write::{self, Change},
};
use crate::books::{Named, Ready, Step, shelf};

/// Longest remark beside a step.
pub(super) const NOTE_CHARS_MAX: usize = 1_000;

/// Takes a step: fills what it asks and moves the case.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TakeStep {
    pub case: String,
    pub step: String,
    /// The revision that was on the page.
    pub revision: i64,
    #[serde(default)]
    pub values: Map<String, Value>,
    /// A remark for the history.
    #[serde(default)]
    pub note: String,
}

/// What a step came to.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Stepped {
    pub case: String,
    pub state: String,
    pub revision: i64,
    /// The linked case that the step opened.
    pub opened: Option<String>,
}

impl Verb for TakeStep {
    const NAME: &'static str = "cases.step";
    const RIGHT: &'static str = "cases.act";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Stepped;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        access::place(cx, &self.case)
    }

    fn run(self, cx: &mut Cx) -> Result<Stepped> {
        let (case, ready) = access::current(cx, &self.case, self.revision)?;
        too_long(&self.note)?;
        by_hand(cx, &ready, case, &self.step, &self.values, &self.note)
    }
}

/// Takes a step of a case for its actor.
pub(super) fn by_hand(
    cx: &mut Cx,
    ready: &Arc<Ready>,
    case: Case,
    id: &str,
    values: &Map<String, Value>,
    note: &str,
) -> Result<Stepped> {
    let step = step_of(ready, id)?;
    cx.note("step", id);
    let filled = read_by_hand(cx, ready, &case, id, values)?;
    let change = take(cx, ready, case, id, &filled, note, true)?;
    let opened = open_linked(cx, ready, &change.case, step)?;
    let case = change.case;
    Ok(Stepped { case: case.id, state: case.state, revision: case.revision, opened })
}

/// Whether the actor may take a step now, and what its form says.
fn read_by_hand(
    cx: &mut Cx,
    ready: &Ready,
    case: &Case,
    id: &str,
    values: &Map<String, Value>,
) -> Result<Filled> {
    let step = step_of(ready, id)?;
    may_take(cx, ready, case, id, step)?;
    let gap = |id: &str, field: &_| write::is_gap(field, id, &case.values);
    let form = Form {
        ready,
        role: &cx.actor.role,
        asks: &|id, field| step.asks.iter().any(|it| it == id) || gap(id, field),
    };
    let filled = form.read(&case.values, values)?;
    refer::check(cx, ready, &case.values, &filled.values)?;
    Ok(filled)
}

/// What stands against a step of a case, told before it is taken. Nothing is written.
pub(super) fn tried(
    cx: &mut Cx,
    ready: &Arc<Ready>,
    case: Case,
    id: &str,
    values: &Map<String, Value>,
) -> Result<()> {
    let filled = read_by_hand(cx, ready, &case, id, values)?;
    let change = moved(cx, ready, case, id, &filled, "", true)?;
    let step = step_of(ready, id)?;
    for at in 0..step.posts.len() {
        change.amount(id, at)?;
    }
    Ok(())
}

pub(super) fn too_long(note: &str) -> Result<()> {
    if NOTE_CHARS_MAX < note.chars().count() {
        return Err(Fault::new("note", "cases-too-long").arg("most", NOTE_CHARS_MAX).into());
    }
    Ok(())
}

pub(super) fn step_of<'r>(ready: &'r Ready, id: &str) -> Result<&'r Step> {
    ready.book.step.get(id).ok_or_else(|| Error::invalid("step", "cases-no-such-step"))
}

/// Whether the actor may take a step now: the state, the role, the other hand.
fn may_take(cx: &mut Cx, ready: &Ready, case: &Case, id: &str, step: &Step) -> Result<()> {
    if !step.from.contains(&case.state) {
        let state = ready.book.state.get(&case.state);
        let (zh, en) = state.map_or(("", ""), |it| (it.zh.as_str(), it.en.as_str()));
        let fault = Fault::new("step", "cases-not-in-this-state").arg("zh", zh).arg("en", en);
        return Err(Error::Conflict(fault));
    }
    if !step.who.contains(&cx.actor.role) {
        return Err(Error::Denied(Fault::new("step", "cases-not-your-step").arg("step", id)));
    }
    if step.not_who_did.is_empty() {
        return Ok(());
    }
    let takers = table::takers(cx, &case.id)?;
    let other = step.not_who_did.iter().find(|it| takers.get(*it) == Some(&cx.actor.account));
    match other.and_then(|it| ready.book.step.get(it)) {
        None => Ok(()),
        Some(did) => {
            let fault = Fault::new("step", "cases-needs-another-hand").arg("zh", &did.zh).arg("en", &did.en);
            Err(Error::Denied(fault))
        }
    }
}

/// Moves a case by a step whose form was read. A step that the program takes asks nobody.
pub(super) fn take<'c>(
    cx: &mut Cx,
    ready: &Arc<Ready>,
    case: Case,
    id: &'c str,
    filled: &Filled,
    note: &'c str,
    by_hand: bool,
) -> Result<Change<'c>> {
    let mut change = moved(cx, ready, case, id, filled, note, by_hand)?;
    change.follow(cx, id, step_of(ready, id)?)?;
    change.write(cx, filled)?;
    tell(cx, ready, &change.case, id)?;
    Ok(change)
}

/// What a room hears of a step that tells it: the job's payload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    pub case: String,
    pub book: String,
    pub step: String,
    pub subject: String,
    pub values: Values,
}

/// Tells the room that the step names, by a job of this transaction.
fn tell(cx: &mut Cx, ready: &Ready, case: &Case, id: &str) -> Result<()> {
    let Some(kind) = step_of(ready, id)?.tells.as_deref() else { return Ok(()) };
    // A text that was kept may name a work that this program no longer has: nobody is left to hear it.
    let Some(work) = cx.house.catalogue.work(kind) else { return Ok(()) };
    let told = Told {
        case: case.id.clone(),
        book: ready.id.clone(),
        step: id.to_owned(),
        subject: case.subject_id.clone(),
        values: case.values.clone(),
    };
    (work.before)(cx, &serde_json::to_value(&told).or_broken()?)?;
    let now = cx.now;
    cx.enqueue(work.kind, &told, now)?;
    Ok(())
}

/// What a step makes of a case, before anything is written.
fn moved<'c>(
    cx: &mut Cx,
    ready: &Arc<Ready>,
    case: Case,
    id: &'c str,
    filled: &Filled,
    note: &'c str,
    by_hand: bool,
) -> Result<Change<'c>> {
    let step = step_of(ready, id)?;
    let told = subject::told(cx, ready, &case.subject_kind, &case.subject_id)?;
    let (before, from) = (case.values.clone(), case.state.clone());
    let today = cx.today();
    let mut change = Change {
        ready: ready.clone(),
        case,
        before,
        subject: told,
        today,
        kind: "step",
        step: id,
        note,
        from,
        renames: true,
    };
    let needed = if by_hand { write::needed(ready, Some(step)) } else { Vec::new() };
    change.fill(filled, &needed)?;
    {
        let seen = change.seen();
        if !ready.may_be_taken(id, &|name| seen.look(name)) {
            return Err(Error::Conflict(not_yet(step)));
        }
    }
    let set: Vec<(String, Option<rules::Value>)> = {
        let seen = change.seen();
        ready
            .set_by(id)
            .map(|(name, rule)| (name.to_owned(), shelf::answer(rule, &|it| seen.look(it))))
            .collect()
    };
    for (name, told) in set {
        match told {
            Some(told) => _ = change.case.values.insert(name, value::kept(&told)),
            None => _ = change.case.values.remove(&name),
        }
    }
    if let Some(to) = &step.to {
        change.enter(cx, to);
    }
    change.settle();
    Ok(change)
}

/// Why a step is not taken yet, in the book's own words. A text that was kept before books had to have
/// them tells the step.
pub(crate) fn not_yet(step: &Step) -> Fault {
    let (key, zh, en) = match step.when_zh.as_deref().zip(step.when_en.as_deref()) {
        Some((zh, en)) => ("cases-not-yet", zh, en),
        None => ("cases-not-yet-at-all", step.zh(), step.en()),
    };
    Fault::new("step", key).arg("zh", zh).arg("en", en)
}

/// Opens the linked case that a step asks for; answers its id.
fn open_linked(cx: &mut Cx, ready: &Ready, case: &Case, step: &Step) -> Result<Option<String>> {
    let Some(opens) = &step.opens else { return Ok(None) };
    let other = access::any_book(cx, &opens.book)?;
    let about = if other.book.subject_book() == Some(ready.id.as_str()) {
        Some(case.id.as_str())
    } else {
        Some(case.subject_id.as_str())
    };
    let about = subject::find(cx, &other, about, Some(&case.area))?;
    let mut values: Values = open::starting(&other);
    for name in &opens.copy {
        if let Some(value) = case.values.get(name) {
            values.insert(name.clone(), value.clone());
        }
    }
    let filled = Filled { values, ..Filled::default() };
    let opened = open::begin(cx, &other, about, &filled)?;
    table::link(cx, &opened.id, &opens.link, &case.id)?;
    cx.subject("case", &case.id);
    cx.note("opened", opened.id.as_str());
    Ok(Some(opened.id))
}
