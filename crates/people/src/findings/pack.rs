//! The pack's `findings.toml`: how far ahead the search looks, and how long a refusal holds.

use platform::packs::{Check, Figure, Section};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Whoever will be entitled within so many days is found.
    pub ahead_days: Figure<i64>,
    /// Whoever refused an offer is not asked again for so many days.
    pub again_days: Figure<i64>,
}

impl Section for Rules {
    const NAME: &'static str = "findings";

    fn check(&self, check: &mut Check<'_>) {
        check.range("ahead_days.value", &self.ahead_days.value, 0..=366);
        check.range("again_days.value", &self.again_days.value, 0..=3_650);
    }
}
