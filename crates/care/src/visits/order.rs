//! The order in which a village is walked: set by hand once, kept until it is set anew.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{table::duty, whom};

/// People of one village at most.
const PEOPLE_MAX: usize = 2_000;

/// Says the order of the road, from the first door to the last.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SetOrder {
    /// All of one village, in order; whoever is left out comes after them, by name.
    pub people: Vec<String>,
}

impl Verb for SetOrder {
    const NAME: &'static str = "visits.set-order";
    const RIGHT: &'static str = "visits.record";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        match self.people.first() {
            Some(person) => whom::place(cx, person),
            None => Ok(Place::Own),
        }
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        if self.people.is_empty() || PEOPLE_MAX < self.people.len() {
            return Err(Error::invalid("people", "visits-nobody-in-order"));
        }
        let village = whom::find(cx, &self.people[0])?.area;
        for (at, person) in self.people.iter().enumerate() {
            // Nobody else's elders are put in order: they would walk by it.
            if whom::find(cx, person)?.area != village {
                return Err(Error::invalid(format!("people[{at}]"), "visits-not-of-this-village"));
            }
            duty::set_road(cx, person, at as i64 + 1)?;
        }
        cx.subject("area", village);
        cx.note("people", self.people.len());
        Ok(())
    }
}
