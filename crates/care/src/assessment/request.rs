//! Somebody asks for an assessment: the elder, the family, the village, a hospital, or what the register
//! came to know.

use base::{Day, Error, Fault, Result, name::masked};
use people::register;
use platform::{
    Cx, Place, Purpose, Verb,
    tasks::{self, NewTask},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    pack::{Procedure, REVIEW},
    state::State,
    table::{self, Assessment},
};

/// Characters of a note.
pub(super) const WORDS_MAX: usize = 1_000;

/// The task of whoever gives assessments to assessors.
pub(super) const ASSIGN: &str = "assess-assign";

/// Asks for an assessment of somebody.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Request {
    pub person: String,
    /// An id of the pack's reasons.
    pub reason: String,
    /// Who asks: an id of the pack's list.
    pub asked_by: String,
    /// What the result is wanted for: an id of the pack's list.
    #[serde(default)]
    pub purpose: Option<String>,
    /// Today when left out.
    #[serde(default)]
    pub requested_on: Option<Day>,
    #[serde(default)]
    pub note: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Requested {
    pub assessment: String,
    pub number: String,
    pub person: String,
}

impl Verb for Request {
    const NAME: &'static str = "assessment.request";
    const RIGHT: &'static str = "assessment.request";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Requested;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        let it = register::lean::one(cx, &self.person)?;
        Ok(Place::Person { registered: it.registered, living: it.living })
    }

    fn run(self, cx: &mut Cx) -> Result<Requested> {
        let today = cx.today();
        let on = self.requested_on.unwrap_or(today);
        let pack = cx.house.packs.county(cx.county())?;
        let rules = pack.get::<Procedure>();
        let purpose = self.purpose.clone().filter(|it| !it.is_empty());
        let purpose = purpose.or_else(|| rules.purposes.value.first().cloned()).unwrap_or_default();
        let mut faults = Vec::new();
        // A review begins with an objection, which says to what.
        if self.reason == REVIEW || !rules.reasons.value.contains(&self.reason) {
            faults.push(Fault::new("reason", "assessment-no-such-reason"));
        }
        if !rules.asked_by.value.contains(&self.asked_by) {
            faults.push(Fault::new("asked_by", "assessment-no-such-asked-by"));
        }
        if !rules.purposes.value.contains(&purpose) {
            faults.push(Fault::new("purpose", "assessment-no-such-purpose"));
        }
        if today < on {
            faults.push(Fault::new("requested_on", "assessment-day-in-future"));
        }
        if WORDS_MAX < self.note.chars().count() {
            faults.push(Fault::new("note", "assessment-too-long").arg("most", WORDS_MAX));
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        if table::of_person(cx, &self.person)?.iter().any(|it| it.state.is_open()) {
            return Err(Error::conflict("assessment-open-already"));
        }
        let new = New {
            reason: self.reason,
            asked_by: self.asked_by,
            purpose,
            on,
            note: self.note,
            review_of: String::new(),
        };
        let it = new.open(cx, &self.person)?;
        Ok(Requested { assessment: it.id, number: it.number, person: it.person })
    }
}

/// What an assessment begins with.
pub(super) struct New {
    pub(super) reason: String,
    pub(super) asked_by: String,
    pub(super) purpose: String,
    pub(super) on: Day,
    pub(super) note: String,
    pub(super) review_of: String,
}

impl New {
    /// Opens it, and the task of giving it to somebody.
    pub(super) fn open(self, cx: &mut Cx, person: &str) -> Result<Assessment> {
        let it = self.made(cx, person)?;
        table::insert(cx, &it)?;
        let task = NewTask {
            kind: ASSIGN,
            reason: "",
            subject_kind: "assessment",
            subject_id: &it.id,
            label: &masked(&it.name),
            area: it.area(),
            due_on: None,
            detail: json!({ "number": it.number, "reason": it.reason }),
        };
        tasks::open(cx, &task)?;
        cx.subject("person", person);
        cx.note("assessment", it.number.clone());
        cx.note("reason", it.reason.clone());
        Ok(it)
    }

    /// The row, with its number, and nothing written.
    pub(super) fn made(self, cx: &mut Cx, person: &str) -> Result<Assessment> {
        let who = living(cx, person)?;
        let pack = cx.house.packs.county(cx.county())?;
        let rules = pack.get::<Procedure>();
        let year = cx.today().year();
        let serial = table::serial(cx, &year.to_string())?;
        Ok(Assessment {
            id: cx.mint(),
            number: rules.numbered(year, serial),
            person: who.id,
            name: who.name,
            registered: who.registered,
            living: who.living,
            reason: self.reason,
            purpose: self.purpose,
            asked_by: self.asked_by,
            note: self.note.trim().to_owned(),
            requested_on: self.on,
            requested_by: cx.actor.account.clone(),
            requester: cx.actor.name.clone(),
            requested_at: cx.now,
            state: State::Requested,
            origin: OWN.to_owned(),
            instrument: rules.instrument.value.clone(),
            hands: rules.hands.value,
            review_of: self.review_of,
            organ: String::new(),
            paper: String::new(),
            file: String::new(),
            field_on: None,
            assessed_on: None,
            minutes: None,
            agreement: None,
            outcome: String::new(),
            total: None,
            first_level: None,
            level: None,
            extra: String::new(),
            confirmer: String::new(),
            confirmed_by: String::new(),
            confirmed_at: None,
            words: String::new(),
            valid_until: None,
            code: String::new(),
            closed_why: String::new(),
            replaced_by: String::new(),
            due_why: String::new(),
            revision: 1,
        })
    }
}

/// Assessed here, by the county's own assessors.
pub(super) const OWN: &str = "own";

/// Somebody who lives, and whose record is no other's.
fn living(cx: &mut Cx, person: &str) -> Result<register::lean::Lean> {
    let it = register::lean::one(cx, person)?;
    if it.merged {
        return Err(Error::conflict("register-person-merged"));
    }
    if it.died {
        return Err(Error::conflict("entry-person-dead"));
    }
    Ok(it)
}

impl Assessment {
    /// Where it is done: where they live, or where they are registered.
    pub(super) fn area(&self) -> &str {
        if self.living.is_empty() { &self.registered } else { &self.living }
    }

    pub(super) fn place(&self) -> Place {
        Place::Person { registered: self.registered.clone(), living: self.living.clone() }
    }
}
