//! Gives leave to see the full names, numbers and phones of some persons for a purpose, for a
//! short while. Journalled once for all of them; what is seen is never stored, it is asked with
//! `register.unmasked`.

use base::{Error, Fault, Instant, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    edit,
    lists::{self, Lists},
    table,
};

/// Most persons of one leave: a page of a list.
const PERSONS_MAX: usize = 500;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Unmask {
    pub persons: Vec<String>,
    /// What for, in a sentence.
    pub purpose: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Unmasking {
    /// To be given to `register.unmasked`.
    pub unmasking: String,
    pub persons: usize,
    pub until: Instant,
}

impl Verb for Unmask {
    const NAME: &'static str = "register.unmask";
    const RIGHT: &'static str = "register.unmask";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Unmasking;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        match self.persons.first() {
            Some(first) => edit::place(cx, first),
            None => Err(Error::invalid("persons", "register-required")),
        }
    }

    fn run(self, cx: &mut Cx) -> Result<Unmasking> {
        edit::required("purpose", &self.purpose)?;
        if PERSONS_MAX < self.persons.len() {
            return Err(Fault::new("persons", "register-too-many").arg("most", PERSONS_MAX).into());
        }
        let ids: Vec<&str> = self.persons.iter().map(String::as_str).collect();
        let scope = cx.actor.scope(Purpose::Register);
        let found = table::person::many(cx, &ids)?;
        let covered = |id: &str| {
            found.iter().any(|it| {
                it.id == id && scope.covers_person(&it.portrait.registered_path, &it.portrait.living_path)
            })
        };
        if !ids.iter().all(|id| covered(id)) {
            return Err(Error::missing("person"));
        }
        let id = cx.mint();
        let pack = lists::pack(cx)?;
        let until = cx.now.plus_minutes(pack.get::<Lists>().unmask_minutes.value);
        table::person::insert_unmasking(cx, &id, self.purpose.trim(), &self.persons.join(" "), until)?;
        if let [one] = ids.as_slice() {
            cx.subject("person", *one);
        }
        cx.note("purpose", self.purpose.trim());
        cx.note("persons", self.persons.clone());
        Ok(Unmasking { unmasking: id, persons: self.persons.len(), until })
    }
}
