//! Opens a case.

use std::sync::Arc;

use base::{Error, Fault, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    access,
    case::{Case, Filled, Form, Stand, Values},
    refer, subject, table, value,
    write::{self, Change},
};
use crate::{
    books::{Ready, form},
    editions,
};

/// Opens a case of a book about a subject.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Open {
    pub book: String,
    /// The id of what it is about: a person, a facility, the path of an area.
    #[serde(default)]
    pub subject: Option<String>,
    /// Where a case without a subject belongs; the actor's own area when nothing is said.
    #[serde(default)]
    pub area: Option<String>,
    /// By field. Text as people write it, or values as they are kept.
    #[serde(default)]
    pub values: Map<String, Value>,
}

/// What opening came to.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Opened {
    pub case: String,
    pub number: String,
    pub state: String,
    pub revision: i64,
}

impl Verb for Open {
    const NAME: &'static str = "cases.open";
    const RIGHT: &'static str = "cases.act";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Opened;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        let ready = access::book(cx, &self.book)?;
        let about = subject::find(cx, &ready, self.subject.as_deref(), self.area.as_deref())?;
        let area = subject::area(&ready, &about);
        if !access::scope(cx, &ready).covers(&area) {
            return Err(Error::Denied(Fault::new("area", "door-outside-area").arg("area", area)));
        }
        cx.note("book", self.book.as_str());
        cx.note("area", area);
        Ok(Place::Own)
    }

    fn run(self, cx: &mut Cx) -> Result<Opened> {
        let ready = access::book(cx, &self.book)?;
        let (change, filled) =
            by_hand(cx, &ready, self.subject.as_deref(), self.area.as_deref(), &self.values, "")?;
        let case = write(cx, change, &filled)?;
        Ok(Opened { case: case.id, number: case.number, state: case.state, revision: case.revision })
    }
}

/// Reads and checks what somebody gives for a new case.
pub(super) fn by_hand<'c>(
    cx: &mut Cx,
    ready: &Arc<Ready>,
    subject: Option<&str>,
    area: Option<&str>,
    values: &Map<String, Value>,
    note: &'c str,
) -> Result<(Change<'c>, Filled)> {
    if !ready.book.may_open(&cx.actor.role) {
        return Err(Error::denied("cases-may-not-open"));
    }
    let role = cx.actor.role.clone();
    given_by(cx, ready, &role, subject, area, values, note)
}

/// The same for a role that the caller answers for.
fn given_by<'c>(
    cx: &mut Cx,
    ready: &Arc<Ready>,
    role: &str,
    subject: Option<&str>,
    area: Option<&str>,
    values: &Map<String, Value>,
    note: &'c str,
) -> Result<(Change<'c>, Filled)> {
    let about = subject::find(cx, ready, subject, area)?;
    let asked: Vec<String> = ready.book.asked_at_opening().map(|it| it.0.to_owned()).collect();
    let form = Form { ready, role, asks: &|id, _| asked.iter().any(|it| it == id) };
    let filled = form.read(&starting(ready), values)?;
    refer::check(cx, ready, &Values::new(), &filled.values)?;
    let needed = write::needed(ready, None);
    let change = prepare(cx, ready, about, &filled, &needed, note)?;
    Ok((change, filled))
}

/// The values that every new case begins with.
pub(crate) fn starting(ready: &Ready) -> Values {
    let mut values = Values::new();
    for (id, field) in &ready.book.field {
        let text = field.starts.as_ref().map(|it| Value::from(it.as_str()));
        let read = text.and_then(|it| value::read(field, ready.choices(id), &it).ok().flatten());
        if let Some(read) = read {
            values.insert(id.clone(), read);
        }
    }
    values
}

/// Begins a case that the program opens: it may have gaps; its first step asks for them.
pub(super) fn begin(
    cx: &mut Cx,
    ready: &Arc<Ready>,
    about: platform::subjects::Subject,
    filled: &Filled,
) -> Result<Case> {
    let change = prepare(cx, ready, about, filled, &[], "")?;
    write(cx, change, filled)
}

/// A new case with what was filled, checked and not yet written.
fn prepare<'c>(
    cx: &mut Cx,
    ready: &Arc<Ready>,
    about: platform::subjects::Subject,
    filled: &Filled,
    needed: &[&str],
    note: &'c str,
) -> Result<Change<'c>> {
    let today = cx.today();
    let area = subject::area(ready, &about);
    let told = subject::told(cx, ready, &ready.book.subject, &about.id)?;
    let state = ready.book.first_state().to_owned();
    let case = Case {
        id: cx.mint(),
        book: ready.id.clone(),
        edition: ready.book.edition,
        number: String::new(),
        subject_kind: ready.book.subject.clone(),
        subject_id: about.id,
        label: about.label,
        title: String::new(),
        area,
        state: state.clone(),
        entered_at: cx.now,
        due_step: None,
        due_on: None,
        opened_on: today,
        opened_by: cx.actor.account.clone(),
        closed_at: None,
        values: Values::new(),
        revision: 1,
        kept: Stand::default(),
    };
    let mut change = Change {
        ready: ready.clone(),
        case,
        before: Values::new(),
        subject: told,
        today,
        kind: "opened",
        step: "",
        note,
        from: String::new(),
        renames: true,
    };
    change.fill(filled, needed)?;
    change.enter(cx, &state);
    alone(cx, &change.case, &ready.book.once)?;
    Ok(change)
}

/// Refuses a second open case that says the same in the fields of which the book wants one at a time.
fn alone(cx: &mut Cx, new: &Case, once: &[String]) -> Result<()> {
    if once.is_empty() {
        return Ok(());
    }
    let same =
        |it: &Case| it.book == new.book && once.iter().all(|id| it.values.get(id) == new.values.get(id));
    match table::open_about(cx, &new.subject_kind, &new.subject_id)?.into_iter().find(same) {
        None => Ok(()),
        Some(other) => {
            let path = format!("values.{}", once[0]);
            Err(Error::Conflict(Fault::new(path, "cases-open-already").arg("number", other.number)))
        }
    }
}

/// Who opens a case that the program fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opener {
    /// The actor, by their role.
    Actor,
    /// Somebody without an account, as at the window: they fill what the first of the roles that open the
    /// book fills for them.
    Outside,
}

/// Opens a case with what was given and what the program knows: values of the fields that it fills
/// itself, as they are kept.
pub fn filled(
    cx: &mut Cx,
    (book, subject): (&str, &str),
    opener: Opener,
    given: &Map<String, Value>,
    known: Values,
) -> Result<Opened> {
    let (mut change, filled) = match opener {
        Opener::Actor => {
            let ready = access::book(cx, book)?;
            by_hand(cx, &ready, Some(subject), None, given, "")?
        }
        Opener::Outside => {
            let ready = access::any_book(cx, book)?;
            let role = ready.book.open.first().cloned().unwrap_or_default();
            given_by(cx, &ready, &role, Some(subject), None, given, "")?
        }
    };
    let ready = change.ready.clone();
    for (id, value) in known {
        if ready.book.field.get(&id).is_some_and(|it| it.program) {
            change.case.values.insert(id, value);
        }
    }
    change.settle();
    let case = write(cx, change, &filled)?;
    Ok(Opened { case: case.id, number: case.number, state: case.state, revision: case.revision })
}

/// Numbers a new case and writes it.
pub(super) fn write(cx: &mut Cx, mut change: Change, filled: &Filled) -> Result<Case> {
    let (ready, today) = (change.ready.clone(), change.today);
    editions::keep_one(cx, &ready)?;
    let month = today.month();
    let serial = table::serial(cx, &ready.id, &form::period(&ready.book.number, today.year()))?;
    change.case.number = form::number(&ready.book.number, today.year() as i16, month.of_year() as i8, serial);
    change.write_new(cx, filled)?;
    cx.subject("case", &change.case.id);
    cx.note("number", change.case.number.as_str());
    Ok(change.case)
}
