//! Stories of casebooks: a case from its opening to its end, what readers see, what is refused.

mod applications;
mod archive;
mod bulk;
mod corrections;
mod designer;
mod desk;
mod editions;
mod found;
mod laws;
mod life;
pub(crate) mod lists;
mod night;
mod pages;
mod places;
mod publication;
mod relocation;
mod rests;
mod rows;
mod settlement;
mod sheets;
mod sight;
mod walk;
mod workbook;

use platform::Actor;
use serde_json::{Value, json};

use crate::world::{COUNTY_AREA, World, with_packs_changed};

/// The story's own book among the shipped ones.
const FIRE: &str = include_str!("fire.toml");

pub(crate) fn with_fire(story: impl Fn(&World)) {
    with_packs_changed(&[("national/casebooks/fire.toml", "", FIRE)], story);
}

/// Two people at the county, one at a township.
pub(crate) struct Office {
    pub(crate) clerk: Actor,
    pub(crate) reviewer: Actor,
    pub(crate) officer: Actor,
}

pub(crate) fn office(world: &World) -> Office {
    Office {
        clerk: world.actor("county_clerk", COUNTY_AREA),
        reviewer: world.actor("county_reviewer", COUNTY_AREA),
        officer: world.actor("township_officer", &format!("{COUNTY_AREA}lugu/")),
    }
}

/// A hazard as a township enters it.
pub(crate) fn hazard(place: &str) -> Value {
    json!({ "place": place, "grade": "一般", "found_on": "2026年11月20日", "doors": "3" })
}

pub(crate) fn open(world: &World, actor: &Actor, values: Value) -> base::Result<Value> {
    world.submit(actor, "cases.open", json!({ "book": "fire", "values": values }))
}

pub(crate) fn step(
    world: &World,
    actor: &Actor,
    case: &str,
    revision: i64,
    step: &str,
    values: Value,
) -> base::Result<Value> {
    let input = json!({ "case": case, "step": step, "revision": revision, "values": values });
    world.submit(actor, "cases.step", input)
}

pub(crate) fn case(world: &World, actor: &Actor, id: &str) -> base::Result<Value> {
    world.door().answer(actor, world.now(), "cases.case", json!({ "case": id }))
}

pub(crate) fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}

/// The paths and keys of what was refused.
pub(crate) fn refused(outcome: base::Result<Value>) -> Vec<(String, String)> {
    let error = outcome.expect_err("refused");
    error.faults().iter().map(|it| (it.path.to_string(), it.key.to_string())).collect()
}
