//! Somebody went or called, and saw nobody.

use base::{Day, Error, Fault, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    draw,
    duty::Channel,
    follow,
    pack::Visits,
    table::act::{self, Attempt},
    whom,
};

/// Characters of a note.
const NOTE_MAX: usize = 1_000;

/// Records that nobody was seen, and why.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Try {
    /// Made where it was done; a page leaves it out.
    #[serde(default)]
    pub id: Option<String>,
    pub person: String,
    /// Today when nothing is said.
    #[serde(default)]
    pub day: Option<Day>,
    /// `HH:MM`.
    #[serde(default)]
    pub clock: String,
    pub channel: Channel,
    /// As in the pack: nobody there, refused.
    pub outcome: String,
    #[serde(default)]
    pub note: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tried {
    pub attempt: String,
    pub person: String,
}

impl Verb for Try {
    const NAME: &'static str = "visits.attempt";
    const RIGHT: &'static str = "visits.record";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = Tried;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        whom::place(cx, &self.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Tried> {
        let id = match self.id.as_deref().filter(|it| !it.is_empty()) {
            Some(id) => id.to_owned(),
            None => cx.mint(),
        };
        whom::id(&id)?;
        let it = whom::find(cx, &self.person)?;
        let attempt = Attempt {
            id: id.clone(),
            person: self.person.clone(),
            area: it.area.clone(),
            day: self.day.unwrap_or_else(|| cx.today()),
            clock: whom::clock(cx, self.day, &self.clock),
            channel: self.channel,
            outcome: self.outcome.clone(),
            note: self.note.trim().to_owned(),
        };
        let tried = Tried { attempt: id, person: self.person.clone() };
        if let Some(stood) = act::attempt(cx, &attempt.id)? {
            let same = Attempt { area: stood.area.clone(), ..attempt } == stood;
            return if same { Ok(tried) } else { Err(Error::conflict("visits-id-taken")) };
        }
        let pack = cx.house.packs.county(cx.county())?;
        let mut faults = whom::when(cx, &it.person, attempt.day, &attempt.clock)?;
        if !pack.get::<Visits>().outcome.contains_key(&self.outcome) {
            faults.push(Fault::new("outcome", "visits-no-such-outcome"));
        }
        if NOTE_MAX < self.note.chars().count() {
            faults.push(Fault::new("note", "visits-too-long"));
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        act::insert_attempt(cx, &attempt)?;
        draw::follow(cx, &attempt.person, attempt.day)?;
        follow::contact(cx, &it)?;
        cx.subject("person", &attempt.person);
        cx.note("outcome", attempt.outcome.as_str());
        Ok(tried)
    }
}
