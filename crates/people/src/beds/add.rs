//! Adds beds to a home: one, or those of a row of rooms.

use base::{Day, Error, Fault, Result};
use casebooks::facilities::kinds::Kinds;
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    bed::{self, Bed},
    home,
    pack::BedRules,
    table::{self, Asked},
};

/// Adds the beds of `rooms` rooms from `room` on, `per_room` in each.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Add {
    pub facility: String,
    #[serde(default)]
    pub building: String,
    /// The first room, as it stands at its door.
    pub room: String,
    #[serde(default = "one")]
    pub rooms: i64,
    #[serde(default = "one")]
    pub per_room: i64,
    /// As in the pack's `beds.toml`.
    pub r#type: String,
    /// The first day on which they are there.
    pub from: Day,
    #[serde(default)]
    pub note: String,
}

fn one() -> i64 {
    1
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Added {
    pub facility: String,
    pub beds: Vec<String>,
}

impl Verb for Add {
    const NAME: &'static str = "beds.add";
    const RIGHT: &'static str = "beds.write";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Added;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        home::place(cx, &self.facility)
    }

    fn run(self, cx: &mut Cx) -> Result<Added> {
        let facility = home::facility(cx, &self.facility)?;
        let pack = cx.house.packs.county(cx.county())?;
        if !pack.get::<Kinds>().kind.get(&facility.kind).is_some_and(|it| it.beds) {
            return Err(Error::invalid("facility", "facilities-kind-has-no-beds"));
        }
        if !pack.get::<BedRules>().r#type.contains_key(&self.r#type) {
            return Err(Error::invalid("type", "beds-no-such-type"));
        }
        if cx.today() < self.from {
            return Err(Error::invalid("from", "beds-day-ahead"));
        }
        let building = bed::building(&self.building)?;
        let places = bed::numbered(&self.room, self.rooms, self.per_room)?;
        let known = table::beds(cx, Asked { facility: Some(&self.facility), known_at: base::Instant::MAX })?;
        let mut beds = Vec::with_capacity(places.len());
        for (room, number) in places {
            if known.values().any(|it| it.building == building && it.room == room && it.number == number) {
                let fault = Fault::new("room", "beds-known-already");
                return Err(fault.arg("bed", format!("{room}-{number}")).into());
            }
            let code = bed::code(cx.secret_bytes()?);
            let (id, facility, building) = (cx.mint(), self.facility.clone(), building.clone());
            beds.push(Bed { id, facility, building, room, number, code, ..Bed::default() });
        }
        table::add(cx, &beds, self.from, &self.r#type, self.note.trim())?;
        cx.subject("facility", &self.facility);
        cx.note("beds", beds.len());
        cx.note("type", self.r#type);
        Ok(Added { facility: self.facility, beds: beds.into_iter().map(|it| it.id).collect() })
    }
}
