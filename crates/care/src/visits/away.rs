//! Somebody is elsewhere, or back. Whoever is away stays on the list by name, with who can be called.

use base::{Day, Error, Fault, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    draw,
    table::act::{self, Absence},
    whom,
};

/// Characters of a place, a contact, a note.
const TEXT_MAX: usize = 200;

/// Says that somebody is elsewhere from a day on.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Away {
    /// Made where it was said; a page leaves it out.
    #[serde(default)]
    pub id: Option<String>,
    pub person: String,
    pub day: Day,
    /// Where they are: a town, a province.
    pub place: String,
    /// With whom, and who can be called.
    #[serde(default)]
    pub contact: String,
    #[serde(default)]
    pub note: String,
}

/// Says that somebody is back.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Back {
    /// Made where it was said; a page leaves it out.
    #[serde(default)]
    pub id: Option<String>,
    pub person: String,
    pub day: Day,
    #[serde(default)]
    pub note: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Told {
    pub absence: String,
    pub person: String,
}

impl Verb for Away {
    const NAME: &'static str = "visits.away";
    const RIGHT: &'static str = "visits.record";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Told;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        whom::place(cx, &self.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Told> {
        if self.place.trim().is_empty() {
            return Err(Error::invalid("place", "visits-where-away"));
        }
        let it = Absence {
            id: String::new(),
            person: self.person,
            day: self.day,
            kind: "away".to_owned(),
            place: self.place.trim().to_owned(),
            contact: self.contact.trim().to_owned(),
            note: self.note.trim().to_owned(),
        };
        keep(cx, self.id.as_deref(), it)
    }
}

impl Verb for Back {
    const NAME: &'static str = "visits.back";
    const RIGHT: &'static str = "visits.record";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Told;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        whom::place(cx, &self.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Told> {
        let it = Absence {
            id: String::new(),
            person: self.person,
            day: self.day,
            kind: "back".to_owned(),
            place: String::new(),
            contact: String::new(),
            note: self.note.trim().to_owned(),
        };
        keep(cx, self.id.as_deref(), it)
    }
}

fn keep(cx: &mut Cx, id: Option<&str>, it: Absence) -> Result<Told> {
    let id = match id.filter(|it| !it.is_empty()) {
        Some(id) => id.to_owned(),
        None => cx.mint(),
    };
    whom::id(&id)?;
    let it = Absence { id, ..it };
    let told = Told { absence: it.id.clone(), person: it.person.clone() };
    if let Some(stood) = act::absence(cx, &it.id)? {
        return if stood == it { Ok(told) } else { Err(Error::conflict("visits-id-taken")) };
    }
    let whom = whom::find(cx, &it.person)?;
    let mut faults = whom::when(cx, &whom.person, it.day, "")?;
    for (path, text) in [("place", &it.place), ("contact", &it.contact), ("note", &it.note)] {
        if TEXT_MAX < text.chars().count() {
            faults.push(Fault::new(path, "visits-too-long"));
        }
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    act::insert_absence(cx, &it)?;
    draw::follow(cx, &it.person, it.day)?;
    cx.subject("person", &it.person);
    cx.note("absence", it.kind.as_str());
    Ok(told)
}
