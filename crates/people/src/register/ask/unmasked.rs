//! Full names, numbers and phones, by a leave that was journalled with its purpose.

use std::collections::BTreeSet;

use base::{Error, Instant, Result};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::register::{
    statement::{Kind, OWN},
    table,
};

/// Whose masks are lifted, for the account that asked and as long as the leave runs.
#[derive(Clone, Debug, Default)]
pub(in crate::register) struct Leave {
    persons: BTreeSet<String>,
    purpose: String,
}

impl Leave {
    pub(in crate::register) fn covers(&self, person: &str) -> bool {
        self.persons.contains(person)
    }
}

/// The leave of this id; a foreign or lapsed one covers nobody.
pub(in crate::register) fn leave(cx: &mut Cx, id: Option<&str>) -> Result<Leave> {
    let Some(id) = id.filter(|it| !it.is_empty()) else { return Ok(Leave::default()) };
    let (county, now, account) = (cx.county(), cx.now, cx.actor.account.as_str());
    let found: Option<(String, String, Instant)> = cx.find(
        "SELECT persons, purpose, until FROM person_unmasking
         WHERE county = $1 AND id = $2 AND account = $3 AND until > $4",
        &[county.into(), id.into(), account.into(), now.into()],
    )?;
    Ok(found.map_or_else(Leave::default, |(persons, purpose, _)| Leave {
        persons: persons.split(' ').map(str::to_owned).collect(),
        purpose,
    }))
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Unmasked {
    /// What `register.unmask` answered.
    pub unmasking: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UnmaskedAnswer {
    pub purpose: String,
    pub people: Vec<FullPerson>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FullPerson {
    pub person: String,
    pub name: String,
    /// The number that holds today; empty where none is known.
    pub number: String,
    pub phone: String,
}

impl Question for Unmasked {
    const NAME: &'static str = "register.unmasked";
    const RIGHT: &'static str = "register.unmask";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = UnmaskedAnswer;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<UnmaskedAnswer> {
        let leave = leave(cx, Some(&self.unmasking))?;
        if leave.persons.is_empty() {
            return Err(Error::missing("unmasking"));
        }
        let ids: Vec<&str> = leave.persons.iter().map(String::as_str).collect();
        let found = table::person::many(cx, &ids)?;
        let statements = table::statement::standing(cx, &ids)?;
        let (keys, today) = (&cx.house.keys, cx.today());
        let mut people = Vec::with_capacity(found.len());
        for person in found {
            let it = &person.portrait;
            if !scope.covers_person(&it.registered_path, &it.living_path) {
                continue;
            }
            let open = |kind: Kind| -> Result<String> {
                let held = statements.iter().find(|it| {
                    it.person == person.id && it.kind == kind && it.slot == OWN && it.span.covers(today)
                });
                let sealed = held.and_then(|it| it.sealed.as_deref());
                sealed.map_or(Ok(String::new()), |it| keys.open(kind.seal_purpose(), it))
            };
            let (number, phone) = (open(Kind::Number)?, open(Kind::Phone)?);
            people.push(FullPerson { person: person.id.clone(), name: it.name.clone(), number, phone });
        }
        Ok(UnmaskedAnswer { purpose: leave.purpose, people })
    }
}
