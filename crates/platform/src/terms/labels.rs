//! `labels.toml`: labels that elders carry, and the lists of them that documents name.

use std::collections::{BTreeMap, BTreeSet};

use rules::{Fact, Kind};
use serde::Deserialize;

use crate::packs::{Check, Confidence, Figure, Section};

#[derive(Clone, Debug, Deserialize)]
pub struct Labels {
    #[expect(clippy::zero_sized_map_values, reason = "a label is a table of the file, empty as yet")]
    pub label: BTreeMap<String, Label>,
    /// Lists of labels, as documents name them.
    pub list: BTreeMap<String, LabelList>,
    /// Which list makes somebody a special-difficulty elder (特殊困难老年人) here.
    pub special_difficulty: Figure<String>,
}

/// A label needs nothing but its word.
#[derive(Clone, Debug, Deserialize)]
pub struct Label {}

#[derive(Clone, Debug, Deserialize)]
pub struct LabelList {
    pub labels: BTreeSet<String>,
    pub basis: String,
    pub confidence: Confidence,
}

impl Labels {
    /// The labels that make somebody a special-difficulty elder in this county.
    pub fn special(&self) -> &BTreeSet<String> {
        static NONE: BTreeSet<String> = BTreeSet::new();
        self.list.get(&self.special_difficulty.value).map_or(&NONE, |list| &list.labels)
    }
}

impl Section for Labels {
    const NAME: &'static str = "labels";

    fn check(&self, check: &mut Check<'_>) {
        for id in self.label.keys() {
            check.word(&format!("label.{id}"), &format!("label-{id}"));
        }
        for (id, list) in &self.list {
            check.word(&format!("list.{id}"), &format!("label_list-{id}"));
            for label in &list.labels {
                let path = format!("list.{id}.labels");
                check.reference(&path, "label", label, self.label.keys().map(String::as_str));
            }
        }
        let known = self.list.keys().map(String::as_str);
        check.reference("special_difficulty.value", "list", &self.special_difficulty.value, known);
    }

    /// One fact for each label, and whether any of them means special difficulty here.
    fn facts(&self) -> Vec<Fact> {
        let ids = self.label.keys().map(String::as_str).chain(["special_difficulty"]);
        ids.map(|id| Fact::new(&format!("label.{id}"), Kind::Bool)).collect()
    }
}
