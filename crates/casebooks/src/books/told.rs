//! What a book tells of its cases: facts about their subjects, and figures with what is to be reached.

use platform::packs::Confidence;
use serde::{Deserialize, Serialize};

/// A fact that cases give of their subject: how many of them are so.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    pub zh: String,
    pub en: String,
    #[serde(default)]
    pub about: Option<String>,
    /// How many cases of the subject are so.
    #[serde(default)]
    pub count: Option<String>,
    /// The latest case's field.
    #[serde(default)]
    pub last: Option<String>,
}

/// A figure: how many cases are so, or the sum of a field over them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    pub zh: String,
    pub en: String,
    #[serde(default, rename = "where")]
    pub condition: Option<String>,
    /// A whole number or money.
    #[serde(default)]
    pub sum: Option<String>,
    /// Another figure of the book: shown as what part of it this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share_of: Option<String>,
    /// What part is to be reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
}

/// What part of a figure is to be reached, and who says so.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    pub percent: i64,
    pub basis: String,
    pub confidence: Confidence,
}
