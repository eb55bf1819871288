//! `beds.toml`: types of bed, leaves and which of their days count, the share of nursing beds that is
//! aimed at, and when a home stands idle.

use std::collections::BTreeMap;

use casebooks::{books::ask::Words, facilities::kinds::Kinds};
use platform::packs::{Check, Confidence, Figures, Section};
use rules::{Fact, Kind};
use serde::Deserialize;

use super::facts;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BedRules {
    /// By id.
    pub r#type: BTreeMap<String, BedType>,
    pub leave: BTreeMap<String, LeaveRule>,
    /// Percent of the beds.
    #[serde(default = "none")]
    pub nursing_share: Figures<i64>,
    #[serde(default)]
    pub idle: Option<Idle>,
}

fn none() -> Figures<i64> {
    Figures(Vec::new())
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BedType {
    pub zh: String,
    pub en: String,
    /// Whether it counts among the beds for people who need nursing.
    pub nursing: bool,
    pub basis: String,
    pub confidence: Confidence,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeaveRule {
    pub zh: String,
    pub en: String,
    /// So many of its first days are days of residence; the others are not.
    pub counted_days: i64,
    pub basis: String,
    pub confidence: Confidence,
}

/// A home of which less than `percent` of the bed-days of `months` months were lain on is told.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Idle {
    pub percent: i64,
    pub months: i32,
    /// Ways of running as in `facility-kinds.toml`.
    pub models: Vec<String>,
    pub basis: String,
    pub confidence: Confidence,
}

impl BedRules {
    /// The types, ordinary ones first.
    pub fn types(&self) -> Vec<(&String, &BedType)> {
        let mut all: Vec<_> = self.r#type.iter().collect();
        all.sort_by_key(|(id, it)| (it.nursing, id.as_str()));
        all
    }

    pub fn nursing(&self, id: &str) -> bool {
        self.r#type.get(id).is_some_and(|it| it.nursing)
    }

    /// What a type or a leave is called; its id where the pack no longer has it.
    pub fn called(&self, id: &str) -> Words {
        let words = |zh: &str, en: &str| Words { zh: zh.to_owned(), en: en.to_owned() };
        let of_type = self.r#type.get(id).map(|it| words(&it.zh, &it.en));
        let found = of_type.or_else(|| self.leave.get(id).map(|it| words(&it.zh, &it.en)));
        found.unwrap_or_else(|| words(id, id))
    }
}

impl Section for BedRules {
    const NAME: &'static str = "beds";

    fn facts(&self) -> Vec<Fact> {
        facts::NAMES.iter().map(|it| Fact::new(it, Kind::Int).purpose(facts::OF_FACILITIES)).collect()
    }

    fn check(&self, check: &mut Check<'_>) {
        if !self.r#type.values().any(|it| it.nursing) || self.r#type.values().all(|it| it.nursing) {
            check.fault("type", "beds-pack-needs-both");
        }
        if let Some(twice) = self.leave.keys().find(|it| self.r#type.contains_key(*it)) {
            check.fault(&format!("leave.{twice}"), "beds-pack-named-twice").arg("name", twice);
        }
        for (id, it) in &self.leave {
            check.range(&format!("leave.{id}.counted_days"), &it.counted_days, 0..=366);
        }
        self.nursing_share.check("nursing_share", check);
        for (at, it) in self.nursing_share.0.iter().enumerate() {
            check.range(&format!("nursing_share[{at}].value"), &it.value, 0..=100);
        }
        let Some(idle) = &self.idle else { return };
        check.range("idle.percent", &idle.percent, 1..=100);
        check.range("idle.months", &i64::from(idle.months), 1..=36);
        let Some(kinds) = check.other::<Kinds>() else { return };
        let models: Vec<String> = kinds.model.keys().cloned().collect();
        for (at, model) in idle.models.iter().enumerate() {
            check.reference(
                &format!("idle.models[{at}]"),
                "facility-model",
                model,
                models.iter().map(String::as_str),
            );
        }
    }
}
