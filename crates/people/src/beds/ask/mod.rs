//! Questions about beds: the homes of an area, one home, one bed, a month, codes.

pub mod bed;
pub mod code;
pub mod codes;
pub mod home;
pub mod homes;
pub mod month;

use std::collections::HashMap;

use base::{Instant, Result, name::masked};
use casebooks::books::ask::Words;
use platform::{Cx, Purpose};
use schemars::JsonSchema;
use serde::Serialize;

use super::{count::Claims, pack::BedRules};
use crate::register::{person::Person, table::person};

/// A type of bed, or a leave, with what it is called.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Named {
    pub id: String,
    pub name: Words,
    pub nursing: bool,
}

fn types(rules: &BedRules) -> Vec<Named> {
    let named = |(id, it): (&String, &super::pack::BedType)| Named {
        id: id.clone(),
        name: rules.called(id),
        nursing: it.nursing,
    };
    rules.types().into_iter().map(named).collect()
}

fn leaves(rules: &BedRules) -> Vec<Named> {
    let named = |id: &String| Named { id: id.clone(), name: rules.called(id), nursing: false };
    rules.leave.keys().map(named).collect()
}

/// Somebody in a bed: masked, and with the record's id only for whoever may open it.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Who {
    pub name: String,
    pub person: Option<String>,
}

fn who(cx: &Cx, it: &Person) -> Who {
    let portrait = &it.portrait;
    let scope = cx.actor.scope(Purpose::Register);
    let seen = cx.actor.may("register.read")
        && scope.covers_person(&portrait.registered_path, &portrait.living_path);
    Who { name: masked(&portrait.name), person: seen.then(|| it.id.clone()) }
}

fn people(cx: &mut Cx, ids: impl Iterator<Item = String>) -> Result<HashMap<String, Who>> {
    let mut ids: Vec<String> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let found = person::many(cx, &ids)?;
    Ok(found.iter().map(|it| (it.id.clone(), who(cx, it))).collect())
}

/// Everybody of the claims.
fn people_of(cx: &mut Cx, claims: &Claims) -> Result<HashMap<String, Who>> {
    let only = claims.only.as_ref();
    let ours = claims.stays.iter().filter(|it| only.is_none_or(|only| it.facility == *only));
    people(cx, ours.map(|it| it.person.clone()).collect::<Vec<_>>().into_iter())
}

/// All that is known.
const NOW: Instant = Instant(i64::MAX);

/// Parts of ten thousand, for showing: `6250` is 62.50 %.
fn share(part: i64, of: i64) -> Option<i64> {
    (0 < of).then(|| (part * 10_000 + of / 2) / of)
}
