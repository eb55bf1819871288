//! The few columns of a person that benefits go by: for thousands at a time.

use base::{Day, Error, Result};
use platform::Cx;

use super::table::person;

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
