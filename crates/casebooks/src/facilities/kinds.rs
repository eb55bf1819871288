//! `facility-kinds.toml`: kinds of facility, functions, and the three tiers of the network.

use indexmap::IndexMap;
use platform::{
    access::roles::Level,
    packs::{Check, Confidence, Section},
};
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kinds {
    #[serde(default)]
    pub function: IndexMap<String, Called>,
    #[serde(default)]
    pub kind: IndexMap<String, Kind>,
    #[serde(default)]
    pub governance: IndexMap<String, Called>,
    #[serde(default)]
    pub legal: IndexMap<String, Called>,
    #[serde(default)]
    pub model: IndexMap<String, Called>,
    #[serde(default)]
    pub tier: IndexMap<String, Tier>,
}

/// A name in both languages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Called {
    pub zh: String,
    pub en: String,
    /// Of a way of running: social bodies run it.
    #[serde(default)]
    pub social: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    pub zh: String,
    pub en: String,
    /// Whom it serves: a village, a township, the county.
    pub level: Level,
    /// Whether it has beds.
    #[serde(default)]
    pub beds: bool,
    /// What such a facility may provide; what one really provides is said of itself.
    pub functions: Vec<String>,
    pub basis: String,
    pub confidence: Confidence,
}

/// Kinds of which one fills a place of the network.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    pub kinds: Vec<String>,
    pub basis: String,
    pub confidence: Confidence,
}

impl Section for Kinds {
    const NAME: &'static str = "facility-kinds";

    fn facts(&self) -> Vec<rules::Fact> {
        super::facts::declared(self)
    }

    fn check(&self, check: &mut Check<'_>) {
        for (id, kind) in &self.kind {
            for (at, function) in kind.functions.iter().enumerate() {
                let path = format!("kind.{id}.functions[{at}]");
                check.reference(&path, "function", function, self.function.keys().map(String::as_str));
            }
        }
        for (name, tier) in &self.tier {
            check.reference(&format!("tier.{name}"), "level", name, ["county", "township", "village"]);
            for (at, kind) in tier.kinds.iter().enumerate() {
                let path = format!("tier.{name}.kinds[{at}]");
                check.reference(&path, "facility-kind", kind, self.kind.keys().map(String::as_str));
            }
        }
    }
}
