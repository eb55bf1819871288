//! Kinds that a person's record names: hardship, relations, life events, code lists.

use std::collections::BTreeMap;

use rules::{Fact, Kind};
use serde::{Deserialize, Serialize};

use crate::packs::{Check, Confidence, Figure, Section, Table};

/// `hardship.toml`.
#[derive(Clone, Debug, Deserialize)]
pub struct Hardship {
    /// The gravest first: of two that hold, the first is named.
    pub order: Vec<String>,
    pub kind: BTreeMap<String, HardshipKind>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct HardshipKind {
    pub basis: String,
    pub confidence: Confidence,
}

impl Section for Hardship {
    const NAME: &'static str = "hardship";

    fn check(&self, check: &mut Check<'_>) {
        for (at, id) in self.order.iter().enumerate() {
            check.reference(&format!("order[{at}]"), "hardship", id, self.kind.keys().map(String::as_str));
        }
        for id in self.kind.keys() {
            check.word(&format!("kind.{id}"), &format!("hardship-{id}"));
            if !self.order.contains(id) {
                check.fault(&format!("kind.{id}"), "terms-not-in-order").arg("written", id);
            }
        }
    }

    fn facts(&self) -> Vec<Fact> {
        self.kind.keys().map(|id| Fact::new(&format!("hardship.{id}"), Kind::Bool)).collect()
    }
}

/// `relations.toml`: what somebody is to the elder.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct Relations(pub BTreeMap<String, Relation>);

#[derive(Clone, Debug, Deserialize)]
pub struct Relation {
    /// GB/T 4761, two digits.
    pub code: String,
}

impl Section for Relations {
    const NAME: &'static str = "relations";

    fn check(&self, check: &mut Check<'_>) {
        for (id, relation) in &self.0 {
            check.word(id, &format!("relation-{id}"));
            if relation.code.len() != 2 || !relation.code.bytes().all(|it| it.is_ascii_digit()) {
                check.fault(&format!("{id}.code"), "terms-two-digits").arg("written", &relation.code);
            }
        }
    }
}

/// `life-events.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct Events(pub BTreeMap<String, Event>);

#[derive(Clone, Debug, Deserialize)]
pub struct Event {
    pub ends: Vec<Ends>,
    pub needs_proof: Figure<bool>,
}

/// What a life event ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ends {
    Life,
    Registration,
    Residence,
}

impl Section for Events {
    const NAME: &'static str = "life-events";

    fn check(&self, check: &mut Check<'_>) {
        for id in self.0.keys() {
            check.word(id, &format!("event-{id}"));
        }
        if !self.0.values().any(|event| event.ends.contains(&Ends::Life)) {
            check.fault("", "terms-no-death");
        }
    }
}

/// `ethnic-groups.csv`: GB/T 3304.
#[derive(Clone, Debug, Deserialize)]
pub struct EthnicGroup {
    pub code: String,
    /// The two letters of the standard.
    #[serde(default)]
    pub letters: Option<String>,
    pub name_zh: String,
    pub name_en: String,
}

impl Table for EthnicGroup {
    const NAME: &'static str = "ethnic-groups";
    const KEY: &'static [&'static str] = &["code"];
}

/// `codes.csv`: small code lists of standards.
#[derive(Clone, Debug, Deserialize)]
pub struct CodeRow {
    pub list: String,
    pub code: String,
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    pub basis: String,
    pub confidence: Confidence,
}

impl Table for CodeRow {
    const NAME: &'static str = "codes";
    const KEY: &'static [&'static str] = &["list", "code"];
}
