//! Proof of life by a device: a face compared at the window, or the national app. The device compares and
//! sends what it found with the number of its own record; the pack says which devices are believed, how
//! sure they must be and for how long. Every check is kept, also those that prove nothing.

use base::{Error, Instant, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    prove::seen,
    recovery::{Adapter, Rules},
    table::checks,
};
use crate::runs;

/// Takes in what a device found of a person.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TakeCheck {
    pub person: String,
    /// The device's id in the pack.
    pub adapter: String,
    /// The number of its record.
    pub reference: String,
    /// When it looked, RFC 3339.
    pub taken_at: String,
    /// How alike the faces are, of a hundred.
    #[schemars(range(min = 0, max = 100))]
    pub score: i64,
    /// Whether it saw somebody alive, and no picture.
    pub live: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Checked {
    pub proved: bool,
    /// Why it proves nothing, as a key.
    pub why: Option<String>,
}

impl Verb for TakeCheck {
    const NAME: &'static str = "recovery.take-check";
    const RIGHT: &'static str = "proof.take";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Checked;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        runs::source::place(cx, &self.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Checked> {
        let pack = cx.house.packs.county(cx.county())?;
        let proof = &pack.get::<Rules>().proof;
        let adapter = proof.adapter.get(&self.adapter);
        let adapter = adapter.ok_or_else(|| Error::invalid("adapter", "recovery-adapter-unknown"))?;
        let reference = self.reference.trim();
        if reference.is_empty() {
            return Err(Error::invalid("reference", "recovery-needed"));
        }
        if !(0..=100).contains(&self.score) {
            return Err(Error::invalid("score", "recovery-score-range"));
        }
        let taken_at = Instant::parse(&self.taken_at);
        let taken_at = taken_at.ok_or_else(|| Error::invalid("taken_at", "recovery-instant"))?;
        if cx.now < taken_at {
            return Err(Error::invalid("taken_at", "recovery-proof-in-future"));
        }
        let why = failed(adapter, taken_at.seconds_until(cx.now), self.score, self.live);
        let check = checks::Check {
            adapter: &self.adapter,
            reference,
            person: &self.person,
            taken_at,
            score: self.score,
            live: self.live,
            outcome: why.unwrap_or("proved"),
        };
        if let Some((person, outcome)) = checks::find(cx, &self.adapter, reference)? {
            // A device that sends twice is answered as the first time; another person is no repetition.
            if person != self.person {
                return Err(Error::conflict("recovery-check-taken"));
            }
            let proved = outcome == "proved";
            return Ok(Checked { proved, why: (!proved).then_some(outcome) });
        }
        checks::insert(cx, &check)?;
        if why.is_none() {
            let evidence = format!("{} {reference}", self.adapter);
            seen(cx, proof, &self.person, taken_at.day(), adapter.way, &evidence)?;
        }
        cx.subject("person", &self.person);
        cx.note("adapter", self.adapter.as_str());
        cx.note("outcome", why.unwrap_or("proved"));
        Ok(Checked { proved: why.is_none(), why: why.map(str::to_owned) })
    }
}

/// Why a check proves nothing, as a key.
fn failed(adapter: &Adapter, age_seconds: i64, score: i64, live: bool) -> Option<&'static str> {
    if !live {
        Some("recovery-check-not-live")
    } else if score < adapter.score_min {
        Some("recovery-check-unlike")
    } else if adapter.hours_max * 3_600 < age_seconds {
        Some("recovery-check-old")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recovery::recovery::Way;

    #[test]
    fn a_check_proves_who_is_alike_alive_and_seen_lately() {
        let adapter = Adapter {
            way: Way::Face,
            score_min: 80,
            hours_max: 24,
            basis: String::new(),
            confidence: platform::packs::Confidence::Unverified,
        };
        let day = 24 * 3_600;
        for (seconds, score, live, why) in [
            (0, 80, true, None),
            (day, 100, true, None),
            (day + 1, 100, true, Some("recovery-check-old")),
            (0, 79, true, Some("recovery-check-unlike")),
            (0, 100, false, Some("recovery-check-not-live")),
        ] {
            assert_eq!(failed(&adapter, seconds, score, live), why, "{seconds} {score} {live}");
        }
    }
}
