//! Nothing leaks: every verb and every question, for every role × {own area, neighbour area,
//! above, an elder registered here and living there, and the reverse}.
//!
//! The inputs are made from the schemas of the catalogue itself: a property named `person`,
//! `area`, `task` and the like is filled with a record of the target. What the scene has no
//! record of yet is listed in `NO_RECORD`; a new entry with another such property fails here
//! until it is given a record or a line. Verbs run in a transaction that is thrown away, so that
//! each meets the same scene.

mod cases;
mod money;
mod sample;
mod scene;

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    sync::{Arc, Mutex},
};

use base::{Error, Result};
use platform::{
    Actor, Purpose,
    access::roles::{Level, Roles},
    door::run_within,
};
use serde_json::Value;

use crate::world::{COUNTY_AREA, World};
use sample::sample;
use scene::{scene, township, villages};

/// Verbs whose record the scene has, here and elsewhere.
const REACHED: &[&str] = &[
    "applications.open",
    "beds.add",
    "cases.back",
    "cases.edit",
    "cases.link",
    "cases.remark",
    "cases.step",
    "entry.accept",
    "entry.apply",
    "entry.decline",
    "entry.examine",
    "entry.object",
    "entry.post-notice",
    "entry.refuse",
    "entry.settle-objection",
    "facilities.change",
    "facilities.register",
    "facilities.set-state",
    "intake.check",
    "intake.commit",
    "intake.decide",
    "intake.discard",
    "intake.map",
    "intake.undo",
    "intake.upload",
    "payees.check",
    "payees.confirm-agent",
    "payees.propose",
    "recovery.ask-write-off",
    "recovery.notify",
    "recovery.plan",
    "recovery.prove-life",
    "register.confirm-death",
    "register.correct-number",
    "register.move",
    "register.record-death",
    "register.set-status",
    "register.unmask",
    "runs.confirm",
    "runs.confirm-village",
    "runs.hold-line",
    "runs.release-line",
    "runs.resume",
    "runs.suspend",
    "tasks.assign",
    "tasks.close",
];

/// Runs a verb and throws away what it did.
fn tried(world: &World, actor: &Actor, verb: &str, input: &Value) -> Result<Value> {
    let answer = Arc::new(Mutex::new(None));
    let (told, verb, input) = (answer.clone(), verb.to_owned(), input.clone());
    let thrown = world.within(actor, move |cx| {
        let answer = run_within(cx, &verb, input.clone());
        *told.lock().expect("nobody panics here") = Some(answer);
        Err::<(), Error>(Error::conflict("thrown-away"))
    });
    assert!(thrown.is_err());
    let answer = answer.lock().expect("nobody panics here").take();
    answer.unwrap_or_else(|| thrown.map(|()| Value::Null))
}

/// One actor for each role, in «here» of the role's level.
fn actors(world: &World) -> Vec<Actor> {
    let [here, _] = villages(world);
    let pack = world.house.packs.now();
    let area = |level: Level| match level {
        Level::County => COUNTY_AREA.to_owned(),
        Level::Township => township(&here),
        Level::Village => here.clone(),
    };
    pack.get::<Roles>().role.iter().map(|(name, role)| world.actor(name, &area(role.level))).collect()
}

fn schema_of(make: fn(&mut schemars::SchemaGenerator) -> schemars::Schema) -> Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12().with(|it| it.inline_subschemas = true);
    make(&mut settings.into_generator()).to_value()
}

/// Rooms whose records carry their own purpose: any that the reader has opens them.
fn purposes(room: &str, purpose: Purpose, actor: &Actor) -> Vec<Purpose> {
    match room {
        "tasks" | "files" => actor.purposes.iter().copied().collect(),
        // The scene's book looks at care.
        "cases" => vec![Purpose::Care],
        _ => vec![purpose],
    }
}

#[test]
fn nothing_leaks() {
    crate::cases::with_fire(|world| {
        let targets = scene(world);
        let mut faults = String::new();
        let (mut let_in, mut kept_out) = (BTreeSet::new(), BTreeSet::new());
        for actor in actors(world) {
            for entry in world.house.catalogue.verbs() {
                let schema = schema_of(entry.input);
                for target in &targets {
                    let sample = sample(entry.name, &schema, target);
                    if !sample.lacks.is_empty() {
                        let _ = writeln!(
                            faults,
                            "{}: no record for {:?}: see NO_RECORD",
                            entry.name, sample.lacks
                        );
                        break;
                    }
                    if sample.not_of_this {
                        continue;
                    }
                    let answer = tried(world, &actor, entry.name, &sample.input);
                    let room = entry.name.split('.').next().unwrap_or_default();
                    let seen =
                        purposes(room, entry.purpose, &actor).iter().any(|it| target.is_seen(&actor, *it));
                    let fault = judge(&answer, actor.may(entry.right), sample.names_target, seen);
                    let meant = sample.names_target && actor.may(entry.right);
                    let there = !matches!(answer, Err(Error::Denied(_) | Error::Missing(_)));
                    if meant && seen && there {
                        let_in.insert(entry.name);
                    }
                    if meant && !seen && !there {
                        kept_out.insert(entry.name);
                    }
                    if let Some(fault) = fault {
                        let (role, target) = (&actor.role, target.name);
                        let _ =
                            writeln!(faults, "{role} does {} to {target}: {fault}: {answer:?}", entry.name);
                    }
                }
            }
            for entry in world.house.catalogue.questions() {
                let schema = schema_of(entry.input);
                let room = entry.name.split('.').next().unwrap_or_default();
                for target in &targets {
                    let sample = sample(entry.name, &schema, target);
                    if !sample.lacks.is_empty() {
                        let _ = writeln!(
                            faults,
                            "{}: no record for {:?}: see NO_RECORD",
                            entry.name, sample.lacks
                        );
                        break;
                    }
                    if sample.not_of_this {
                        continue;
                    }
                    let answer = world.door().answer(&actor, world.now(), entry.name, sample.input);
                    if !actor.may(entry.right) {
                        if !matches!(answer, Err(Error::Denied(_))) {
                            let _ = writeln!(faults, "{} asks {} without a right", actor.role, entry.name);
                        }
                        continue;
                    }
                    let text = match &answer {
                        Ok(answer) => answer.to_string(),
                        Err(Error::Broken(why)) => {
                            let _ = writeln!(faults, "{} asks {}: broken: {why}", actor.role, entry.name);
                            continue;
                        }
                        Err(error) => error.to_string(),
                    };
                    for hidden in &targets {
                        let seen = purposes(room, entry.purpose, &actor)
                            .iter()
                            .any(|it| hidden.is_seen(&actor, *it));
                        let asked = &sample.names_target;
                        let shows = hidden.ids.iter().any(|it| {
                            // An answer may repeat the id it was asked with; only more is a leak.
                            answer.is_ok()
                                && text.contains(&it.1)
                                && !(*asked && hidden.name == target.name && is_echo(&text, &it.1))
                        });
                        if !seen && shows {
                            let (role, hidden) = (&actor.role, hidden.name);
                            let _ = writeln!(faults, "{role} asks {} and sees {hidden}: {text}", entry.name);
                        }
                    }
                }
            }
        }
        // The walk did walk: these reach their record within the area, and not from outside it.
        for entry in REACHED {
            assert!(let_in.contains(entry), "{entry} never reached its record");
            assert!(kept_out.contains(entry), "{entry} was never kept out");
        }
        assert!(faults.is_empty(), "\n{faults}");
    });
}

/// An answer that holds an id and nothing else of note: `{"unknown":["…"]}`.
fn is_echo(text: &str, id: &str) -> bool {
    text.len() < id.len() + 40
}

/// What is wrong with how a verb ended, if anything.
fn judge(answer: &Result<Value>, may: bool, names_target: bool, seen: bool) -> Option<&'static str> {
    match (answer, may) {
        (Err(Error::Broken(_)), _) => Some("broke"),
        (Err(Error::Denied(_)), false) => None,
        (_, false) => Some("was not refused, without the right"),
        _ if !names_target => None,
        (Ok(_), true) if !seen => Some("was done outside the area"),
        // That it conflicts says that it is there.
        (Err(Error::Conflict(_)), true) if !seen => Some("told that it is there"),
        (Err(Error::Denied(fault)), true) if seen && fault.key == "door-outside-area" => {
            Some("kept out of the own area")
        }
        _ => None,
    }
}
