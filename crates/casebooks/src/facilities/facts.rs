//! The facts that facilities give, for benefits of whoever cares for elders: what a facility is, how
//! many beds of which kind, how it is run, what it provides. They are asked by the ids of facilities,
//! as facts of people are asked by those of people.
//!
//! A facility is played again from what was said of it: the day says what was true, the instant what was
//! known. Of a facility that was not yet registered nothing is known.

use std::collections::BTreeMap;

use base::{Day, Result, error::OrBroken};
use platform::{
    Cx,
    facts::{Asked, FactSource, Frame},
    packs::Pack,
};
use rules::{Builder, Fact, Kind, Value};
use serde_json::{Map, Value as Json};

use super::{
    facility::Facility,
    kinds::Kinds,
    table::{self, Event},
};
use crate::books::facts::OF_FACILITIES;

const PREFIX: &str = "facility.";
const PROVIDES: &str = "facility.provides_";

/// The facts of a pack's kinds and functions.
pub(super) fn declared(kinds: &Kinds) -> Vec<Fact> {
    let choice = |ids: Vec<&String>| Kind::choice(&ids.into_iter().map(String::as_str).collect::<Vec<_>>());
    let mut facts = vec![
        Fact::new("facility.kind", choice(kinds.kind.keys().collect())),
        Fact::new("facility.model", choice(kinds.model.keys().collect())),
        Fact::new("facility.legal", choice(kinds.legal.keys().collect())),
        Fact::new("facility.social", Kind::Bool),
        Fact::new("facility.open", Kind::Bool),
        Fact::new("facility.beds", Kind::Int),
        Fact::new("facility.nursing_beds", Kind::Int),
        Fact::new("facility.ordinary_beds", Kind::Int),
        Fact::new("facility.staff", Kind::Int),
    ];
    facts.extend(kinds.function.keys().map(|id| Fact::new(&format!("{PROVIDES}{id}"), Kind::Bool)));
    facts.into_iter().map(|it| it.purpose(OF_FACILITIES)).collect()
}

/// The register of facilities as a source of facts.
pub struct FacilityFacts;

impl FactSource for FacilityFacts {
    fn gives(&self, _: &Pack, name: &str) -> bool {
        name.starts_with(PREFIX)
    }

    fn read(&self, cx: &mut Cx, asked: &Asked, wanted: &[Fact], frames: &mut [Frame]) -> Result<()> {
        let pack = cx.house.packs.county(cx.county())?;
        let kinds = pack.get::<Kinds>();
        let (Some(first), Some(last)) = (asked.people.first(), asked.people.last()) else { return Ok(()) };
        let mut said: BTreeMap<String, Vec<Event>> = BTreeMap::new();
        for event in table::events(cx, (first, last), asked.known_at)? {
            said.entry(event.facility.clone()).or_default().push(event);
        }
        for frame in frames {
            let stood = |id: &String| said.get(id).map_or(Ok(None), |it| stood(it, frame.day));
            let stood: Vec<Option<Stood>> = frame.people.iter().map(stood).collect::<Result<_>>()?;
            for fact in wanted {
                let mut column = Builder::new(&fact.kind);
                for it in &stood {
                    let told = it.as_ref().and_then(|it| told(kinds, it, &fact.name));
                    column.push(told.filter(|it| it.fits(&fact.kind)).as_ref());
                }
                frame.set(&fact.name, column.finish());
            }
        }
        Ok(())
    }
}

/// A facility as it was on a day.
#[derive(Debug, PartialEq, Eq)]
struct Stood {
    said: Facility,
    state: String,
}

/// How a facility stood on a day by what was said of it; nothing before it was there.
fn stood(events: &[Event], day: Day) -> Result<Option<Stood>> {
    let mut said = Map::new();
    // Of two states of one day the later word counts.
    let mut state: Option<(Day, &str)> = None;
    for event in events.iter().filter(|it| it.day <= day) {
        for (field, (_, is)) in &event.changed {
            said.insert(field.clone(), is.clone());
        }
        if event.kind != "changed" && state.is_none_or(|(since, _)| since <= event.day) {
            state = Some((event.day, &event.state));
        }
    }
    let Some((_, state)) = state else { return Ok(None) };
    let said: Facility = serde_json::from_value(Json::Object(said)).or_broken()?;
    Ok(Some(Stood { said, state: state.to_owned() }))
}

fn told(kinds: &Kinds, it: &Stood, name: &str) -> Option<Value> {
    let said = &it.said;
    let choice = |id: &str| (!id.is_empty()).then(|| Value::Choice(id.into()));
    Some(match name.strip_prefix(PREFIX)? {
        "kind" => choice(&said.kind)?,
        "model" => choice(&said.model)?,
        "legal" => choice(&said.legal)?,
        "social" => Value::Bool(kinds.model.get(&said.model)?.social),
        "open" => Value::Bool(it.state == "open"),
        "beds" => Value::Int(said.beds),
        "nursing_beds" => Value::Int(said.nursing_beds),
        "ordinary_beds" => Value::Int(said.beds - said.nursing_beds),
        "staff" => Value::Int(said.staff),
        other => Value::Bool(said.functions.iter().any(|it| other.strip_prefix("provides_") == Some(it))),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(kind: &str, state: &str, day: &str, changed: &[(&str, Json)]) -> Event {
        let changed = changed.iter().map(|(field, is)| ((*field).to_owned(), (Json::Null, is.clone())));
        Event {
            facility: String::new(),
            kind: kind.to_owned(),
            state: state.to_owned(),
            day: day.parse().expect("a day"),
            changed: changed.collect(),
        }
    }

    #[test]
    fn a_facility_is_what_it_was_on_the_day() {
        let events = [
            event("registered", "open", "2024-03-01", &[("beds", json!(40)), ("nursing_beds", json!(10))]),
            event("changed", "open", "2025-06-15", &[("beds", json!(60))]),
            event("state", "suspended", "2026-01-10", &[]),
            // Said afterwards of a day before: the state of the later day stands.
            event("state", "open", "2025-12-01", &[]),
        ];
        for (day, want) in [
            ("2024-02-29", None),
            ("2024-03-01", Some((40, "open"))),
            ("2025-06-14", Some((40, "open"))),
            ("2025-06-15", Some((60, "open"))),
            ("2026-01-31", Some((60, "suspended"))),
        ] {
            let it = stood(&events, day.parse().expect("a day")).expect("readable");
            let it = it.as_ref().map(|it| (it.said.beds, it.state.as_str()));
            assert_eq!(it, want, "{day}");
        }
    }
}
