//! What comes of scoring: scores, level, what changed it, and what somebody must be told.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::Names;

/// In JSON as programs read it; `level` 0 is always the least severe.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Outcome {
    pub instrument: String,
    pub edition: String,
    /// By section and by sum, and `total`.
    pub scores: BTreeMap<String, i64>,
    /// Of the sections that have levels of their own.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub section_levels: BTreeMap<String, u8>,
    /// Before rules changed it.
    pub initial_level: Option<u8>,
    pub level: Option<u8>,
    pub changes: Vec<Changed>,
    /// The name of the level.
    pub bands: Option<Names>,
    /// What the sums across sections say.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub types: BTreeMap<String, TypeFound>,
    pub alerts: Vec<Raised>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub screen_positive: Option<bool>,
    /// The level or a rule it went by was not found in print.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unverified: bool,
    /// Points of each item in the instrument's order, to explain the score.
    #[serde(skip)]
    pub points: Vec<Option<i64>>,
}

/// A rule that changed the level, and the reason as the standard words it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Changed {
    pub rule: String,
    pub reason: String,
    pub reason_en: String,
}

/// What one sum says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TypeFound {
    pub zh: String,
    pub en: String,
    pub score: i64,
    /// The verdict's id, such as `yes`.
    pub verdict: Option<String>,
    pub verdict_names: Option<Names>,
}

/// Something that somebody must be told at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Raised {
    pub rule: String,
    pub zh: String,
    pub en: String,
}
