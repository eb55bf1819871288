//! The home and the person that a verb of beds is about.

use base::{Day, Error, Result};
use casebooks::facilities::{ask::OneFacility, facility::Facility, subject::Places};
use platform::{
    Cx, Place, Purpose, Question, Scope,
    subjects::{Subject, SubjectSource},
};

use super::table;
use crate::register::{
    person::{Person, State},
    table::person,
};

/// The home, whoever asks.
pub(super) fn of(cx: &mut Cx, facility: &str) -> Result<Subject> {
    Places.find(cx, facility)?.ok_or_else(|| Error::missing("facility"))
}

/// The home, for a reader who sees it.
pub(super) fn seen(cx: &mut Cx, scope: &Scope, facility: &str) -> Result<Subject> {
    let home = of(cx, facility)?;
    if scope.covers(&home.living) { Ok(home) } else { Err(Error::missing("facility")) }
}

/// All that is said of a home that the actor sees.
pub(super) fn facility(cx: &mut Cx, id: &str) -> Result<Facility> {
    let scope = cx.actor.scope(Purpose::Care);
    let asked = OneFacility { facility: id.to_owned() };
    Ok(asked.ask(cx, &scope)?.line.facility)
}

pub(super) fn place(cx: &mut Cx, facility: &str) -> Result<Place> {
    Ok(Place::Area(of(cx, facility)?.living))
}

/// Where a bed stands.
pub(super) fn place_of_bed(cx: &mut Cx, bed: &str) -> Result<Place> {
    let bed = table::get(cx, bed)?;
    place(cx, &bed.facility)
}

pub(super) fn place_of_stay(cx: &mut Cx, stay: &str) -> Result<Place> {
    let row = table::get_stay(cx, stay)?;
    place(cx, &row.stay.facility)
}

/// The homes in which somebody lies on a day, whoever asks: who cares for them may not judge how much care
/// they need.
pub fn lain_in(cx: &mut Cx, person: &str, on: Day) -> Result<Vec<String>> {
    let stays = table::of_person(cx, person)?.into_iter().filter(|it| it.stay.span.covers(on));
    Ok(stays.map(|it| it.stay.facility).collect())
}

/// Somebody whom the actor sees, whose record is no other's.
pub(super) fn person(cx: &mut Cx, id: &str) -> Result<Person> {
    let found = person::find(cx, id)?.ok_or_else(|| Error::missing("person"))?;
    let scope = cx.actor.scope(Purpose::Register);
    if !scope.covers_person(&found.portrait.registered_path, &found.portrait.living_path) {
        return Err(Error::missing("person"));
    }
    if found.portrait.state == State::Merged {
        return Err(Error::invalid("person", "beds-person-merged"));
    }
    Ok(found)
}
