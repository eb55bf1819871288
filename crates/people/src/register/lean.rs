//! The few columns of a person that benefits go by: for thousands at a time.

use base::{Day, Error, Result};
use platform::Cx;

use super::{
    person::RETRACTED,
    table::{self, person},
};

/// A person in a row of a roll.
#[derive(Clone, Debug)]
pub struct Lean {
    pub id: String,
    pub name: String,
    pub born: Option<Day>,
    /// Paths of the registered and the living place.
    pub registered: String,
    pub living: String,
    pub died: bool,
    /// A death was told of that nobody has confirmed.
    pub reported: bool,
    pub died_on: Option<Day>,
    /// Anomalies that wait for a decision.
    pub anomalies: i64,
    pub merged: bool,
}

/// The next persons by id, born by a day or at a day nobody knows; records merged into another are
/// left out.
pub fn after(cx: &mut Cx, born_by: Option<Day>, after: &str, limit: i64) -> Result<Vec<Lean>> {
    person::lean_after(cx, born_by, after, limit)
}

pub fn count(cx: &mut Cx, born_by: Day) -> Result<i64> {
    person::count_born_by(cx, born_by)
}

pub fn one(cx: &mut Cx, id: &str) -> Result<Lean> {
    person::lean(cx, id)?.ok_or_else(|| Error::missing("person"))
}

/// The next persons by id who were born from one day to another.
pub fn born_between(cx: &mut Cx, from: Day, to: Day, after: &str, limit: i64) -> Result<Vec<Lean>> {
    person::lean_between(cx, (from, to), after, limit)
}

/// The last day of each event of these kinds of each person in a range, as it stands; what was
/// retracted did not happen.
pub fn events_on(cx: &mut Cx, persons: (&str, &str), events: &[String]) -> Result<Vec<(String, Day)>> {
    let mut days = Vec::new();
    for it in table::statement::events(cx, persons)? {
        if it.text("state") != RETRACTED && events.contains(&it.value) {
            days.push((it.person, it.span.from));
        }
    }
    Ok(days)
}

/// Whether somebody is registered in this county.
pub fn registered_here(cx: &Cx, it: &Lean) -> Result<bool> {
    let pack = cx.house.packs.county(cx.county())?;
    Ok(pack.county().is_some_and(|county| it.registered.starts_with(&county.area)))
}
