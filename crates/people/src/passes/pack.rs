//! The pack's `passes.toml`: how long a pass holds, how often one may try, what a card shows.

use platform::packs::{Check, Figure, Section};
use serde::Deserialize;

use crate::benefits::Kind;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passes {
    /// Days that a family's pass holds.
    pub family_days: Figure<i64>,
    /// Days that an elder's card holds.
    pub card_days: Figure<i64>,
    /// Wrong birth dates after which a pass is locked.
    pub wrong_max: Figure<i64>,
    /// How long it is locked then.
    pub lock_minutes: Figure<i64>,
    /// How long a visit lasts.
    pub visit_minutes: Figure<i64>,
    /// The kinds of benefits that a card shows.
    pub card_kinds: Figure<Vec<Kind>>,
    /// From whom the family may be: ids of `relations.toml`.
    pub relations: Figure<Vec<String>>,
}

impl Section for Passes {
    const NAME: &'static str = "passes";

    fn check(&self, check: &mut Check<'_>) {
        check.range("family_days.value", &self.family_days.value, 1..=3_660);
        check.range("card_days.value", &self.card_days.value, 1..=36_600);
        check.range("wrong_max.value", &self.wrong_max.value, 1..=20);
        check.range("lock_minutes.value", &self.lock_minutes.value, 1..=10_080);
        check.range("visit_minutes.value", &self.visit_minutes.value, 5..=240);
        for it in &self.relations.value {
            check.word("relations.value", &format!("relation-{it}"));
        }
    }
}
