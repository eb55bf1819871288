//! Entrants: from the task to the village, sixty days before the birthday, to the county's word.

pub(crate) mod table;

use base::Day;
use platform::Room;

use crate::benefits::Entered;

pub const ROOM: Room = Room { name: "entry", verbs: &[], questions: &[], works: &[], sections: &[] };

/// Where an entrant stands, as far as a run asks.
#[derive(Clone, Debug)]
pub(crate) struct Entrant {
    pub(crate) state: String,
    pub(crate) applied_on: Option<Day>,
    pub(crate) approved_on: Option<Day>,
}

impl Entrant {
    pub(crate) fn entered(&self) -> Entered {
        Entered { applied_on: self.applied_on, approved_on: self.approved_on }
    }
}
