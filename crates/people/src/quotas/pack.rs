//! The pack's `quotas.toml`: rankings as data, and for each benefit of units how it is allocated, used
//! and ended.

use std::collections::BTreeMap;

use platform::packs::{Check, Confidence, Figure, Made, Pack, Section};
use rules::{Fact, Kind, Program};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    account::Terms,
    rank::{LAST_CLASS, Tie},
};
use crate::benefits::{self, About, Benefits, Period};

/// `quotas.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quotas {
    /// Uses may be entered for so many days after the end of what they are taken from.
    pub late_days: Figure<i64>,
    /// Whoever has used nothing for so many days is looked up.
    pub idle_days: Figure<i64>,
    /// What ends within so many days is told.
    pub soon_days: Figure<i64>,
    #[serde(default)]
    pub ranking: BTreeMap<String, Ranking>,
    /// By the id of a benefit of units.
    #[serde(default)]
    pub quota: BTreeMap<String, Quota>,
}

/// Who comes first: rules over facts, each of which gives a class or points. Of the classes of the rules
/// that hold the first counts, of the points the sum. Word: `quota-ranking-<id>`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ranking {
    pub basis: String,
    pub confidence: Confidence,
    #[serde(default)]
    pub ties: Vec<Tie>,
    pub rule: Vec<Rule>,
}

/// One rule of a ranking. Word: `quota-rule-<id>`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub id: String,
    pub condition: String,
    #[serde(default)]
    pub class: Option<i64>,
    #[serde(default)]
    pub points: Option<i64>,
    pub basis: String,
    pub confidence: Confidence,
}

/// Among whom it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Among {
    /// Everybody who is entitled: the county gives it to the groups that it names.
    Entitled,
    /// Those whose application was granted.
    Granted,
}

/// How a benefit of units is allocated, used and ended.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    pub ranking: String,
    pub among: Among,
    /// Kinds of service that may be used; words `quota-service-<id>`.
    pub services: Vec<String>,
    /// Units become usable by the month, the quarter, the year, or all at `once`.
    pub issue: Period,
    /// Whether what is left of a period may be used in the next ones of the same allocation.
    pub carry_over: bool,
    pub basis: String,
    pub confidence: Confidence,
}

impl Quotas {
    pub fn terms(&self, quota: &Quota) -> Terms {
        Terms { issue: quota.issue, carry_over: quota.carry_over, late_days: self.late_days.value }
    }
}

impl Section for Quotas {
    const NAME: &'static str = "quotas";

    fn check(&self, check: &mut Check<'_>) {
        for (name, days) in
            [("late_days", &self.late_days), ("idle_days", &self.idle_days), ("soon_days", &self.soon_days)]
        {
            check.range(&format!("{name}.value"), &days.value, 0..=366);
        }
        for (id, ranking) in &self.ranking {
            check.word(&format!("ranking.{id}"), &format!("quota-ranking-{id}"));
            ranking.check(&format!("ranking.{id}"), check);
        }
        let rankings: Vec<String> = self.ranking.keys().cloned().collect();
        for (id, quota) in &self.quota {
            let path = format!("quota.{id}");
            let ranking = format!("{path}.ranking");
            check.reference(&ranking, "ranking", &quota.ranking, rankings.iter().map(String::as_str));
            for (at, service) in quota.services.iter().enumerate() {
                check.word(&format!("{path}.services[{at}]"), &format!("quota-service-{service}"));
            }
            if quota.services.is_empty() {
                check.fault(&format!("{path}.services"), "quotas-no-services");
            }
            let of_units =
                |it: &benefits::Benefit| it.about == About::Person && it.kind == benefits::Kind::Quota;
            let Some(all) = check.other::<Benefits>() else { continue };
            let known: Vec<String> = all.0.keys().cloned().collect();
            let fits = all.0.get(id).is_none_or(of_units);
            check.reference(&path, "benefit", id, known.iter().map(String::as_str));
            if !fits {
                check.fault(&path, "quotas-not-of-units").arg("benefit", id);
            }
        }
    }
}

impl Ranking {
    fn check(&self, path: &str, check: &mut Check<'_>) {
        let mut seen: Vec<&str> = Vec::new();
        for (at, rule) in self.rule.iter().enumerate() {
            let path = format!("{path}.rule[{at}]");
            if seen.contains(&rule.id.as_str()) {
                check.fault(&format!("{path}.id"), "quotas-rule-twice").arg("rule", &rule.id);
            }
            seen.push(&rule.id);
            check.word(&format!("{path}.id"), &format!("quota-rule-{}", rule.id));
            if rule.class.is_some() == rule.points.is_some() {
                check.fault(&path, "quotas-class-or-points").arg("rule", &rule.id);
            }
            if let Some(class) = &rule.class {
                check.range(&format!("{path}.class"), class, 1..LAST_CLASS);
            }
            if let Some(points) = &rule.points {
                check.range(&format!("{path}.points"), points, 1..=1_000);
            }
            check.rule(&format!("{path}.condition"), &rule.condition, &Kind::Bool, []);
        }
        for (at, tie) in self.ties.iter().enumerate() {
            if self.ties[..at].contains(tie) {
                check.fault(&format!("{path}.ties[{at}]"), "quotas-tie-twice");
            }
        }
    }
}

/// The rankings with their conditions compiled.
pub struct Rankings(BTreeMap<String, Vec<Program>>);

impl Made for Rankings {
    fn make(pack: &Pack) -> Rankings {
        let compile = |rule: &Rule| {
            let program = Program::compile(&rule.condition, &Kind::Bool, pack.facts(), []);
            program.expect("the pack was checked when it loaded")
        };
        let of = |it: &Ranking| it.rule.iter().map(compile).collect();
        Rankings(pack.get::<Quotas>().ranking.iter().map(|(id, it)| (id.clone(), of(it))).collect())
    }
}

impl Rankings {
    /// The conditions of a ranking, in the order of its rules.
    pub fn of(&self, ranking: &str) -> &[Program] {
        self.0.get(ranking).map_or(&[], Vec::as_slice)
    }

    /// What they read.
    pub fn facts(&self, ranking: &str) -> Vec<Fact> {
        self.of(ranking).iter().flat_map(Program::facts).cloned().collect()
    }
}
