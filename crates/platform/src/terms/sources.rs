//! `sources.toml`: the lists that reach a county and what they cover until they say otherwise.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::packs::{Check, Figure, Section};

#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct Sources(pub BTreeMap<String, Source>);

#[derive(Clone, Debug, Deserialize)]
pub struct Source {
    /// Whether a delivery covers everybody of its area, so that absence means *no*.
    pub complete: Figure<bool>,
    /// So many days before its date a delivery is not yet complete.
    pub lag_days: Figure<i64>,
    /// How often one is expected.
    pub every_days: Figure<i64>,
}

impl Section for Sources {
    const NAME: &'static str = "sources";

    fn check(&self, check: &mut Check<'_>) {
        for (id, source) in &self.0 {
            check.word(id, &format!("source-{id}"));
            check.range(&format!("{id}.lag_days.value"), &source.lag_days.value, 0..=730);
            check.range(&format!("{id}.every_days.value"), &source.every_days.value, 1..=730);
        }
    }
}
