//! What a person must decide about a row or about somebody who is missing from one.
//!
//! ```text
//!   open ── decide ──▶ decided ── undo ──▶ open
//! ```

use base::{Day, Error, Fault, Instant, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::judge::Proposal;

/// A row that may be somebody.
pub const MATCH: &str = "match";
/// A row whose marks say something that only a person can read.
pub const SIGN: &str = "sign";
/// Somebody who is not in a full roster.
pub const MISSING: &str = "missing";
/// Somebody who is on a department's list no longer, though it is complete.
pub const UNLISTED: &str = "unlisted";

#[derive(Clone, Debug)]
pub struct Review {
    pub id: String,
    pub file: String,
    pub seq: Option<i64>,
    pub kind: String,
    pub area: String,
    pub person: Option<String>,
    pub candidates: Vec<Proposal>,
    pub due_on: Day,
    pub opened_at: Instant,
    pub decision: Option<String>,
    pub decided_for: Option<String>,
    pub decided_by: Option<String>,
    pub decided_at: Option<Instant>,
    pub revision: i64,
}

/// What somebody decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// The row is the person named; what it says is taken.
    Same,
    /// Nobody in the register; entered as somebody new.
    New,
    /// The row says nothing worth taking; the person missing has been asked about.
    Skip,
    /// The person died; a day is given.
    Dead,
    /// The person moved away; a day is given.
    Moved,
    /// The person is there; the list forgot them.
    Stays,
    /// What the list said of the person is over; from a day.
    Ended,
}

impl Decision {
    pub fn as_str(self) -> &'static str {
        match self {
            Decision::Same => "same",
            Decision::New => "new",
            Decision::Skip => "skip",
            Decision::Dead => "dead",
            Decision::Moved => "moved",
            Decision::Stays => "stays",
            Decision::Ended => "ended",
        }
    }

    /// Whether it can be said of a review of this kind, and whether it needs a person and a day.
    pub fn fits(self, kind: &str, person: bool, day: bool) -> Result<()> {
        let missing = matches!(kind, MISSING | UNLISTED);
        let allowed = match self {
            Decision::Same | Decision::New => !missing,
            Decision::Stays => missing,
            Decision::Ended => kind == UNLISTED,
            Decision::Skip | Decision::Dead | Decision::Moved => true,
        };
        let mut faults = Vec::new();
        if !allowed {
            faults.push(Fault::new("decision", "intake-decision-does-not-fit").arg("kind", kind));
        }
        let of_somebody = !matches!(self, Decision::New | Decision::Skip);
        if of_somebody && !person {
            faults.push(Fault::new("person", "intake-decision-needs-person"));
        }
        if matches!(self, Decision::Dead | Decision::Moved | Decision::Ended) && !day {
            faults.push(Fault::new("day", "intake-decision-needs-day"));
        }
        if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_fit_what_is_asked() {
        let cases = [
            (Decision::Same, MATCH, true, false, true),
            (Decision::Same, MATCH, false, false, false),
            (Decision::New, SIGN, false, false, true),
            (Decision::New, MISSING, true, false, false),
            (Decision::Stays, MISSING, true, false, true),
            (Decision::Stays, MATCH, true, false, false),
            (Decision::Dead, MISSING, true, false, false),
            (Decision::Dead, MISSING, true, true, true),
            (Decision::Skip, MATCH, false, false, true),
            (Decision::Ended, UNLISTED, true, true, true),
            (Decision::Ended, UNLISTED, true, false, false),
            (Decision::Ended, MISSING, true, true, false),
            (Decision::Stays, UNLISTED, true, false, true),
        ];
        for (decision, kind, person, day, fits) in cases {
            assert_eq!(decision.fits(kind, person, day).is_ok(), fits, "{decision:?} {kind}");
        }
    }
}
