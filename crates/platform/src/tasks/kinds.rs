//! Kinds of task as the pack lists them: `tasks.toml`.
//!
//! ```toml
//! [kind.verify-entrant]
//! level = "village"          # where it begins
//! purpose = "benefits"
//! right = "benefits.accept"  # who has it in the inbox
//! days = 15                  # due so many days after it is opened
//! rises_after_days = 5       # so many days overdue it rises a level
//! priority = 2               # 1 urgent, 3 can wait
//! page = "/benefits/entrants/{subject}"
//! ```

use std::collections::BTreeMap;

use base::{Error, Result};
use serde::Deserialize;

use crate::{
    Purpose,
    access::roles::Level,
    packs::{Check, Section},
};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kinds {
    #[serde(default)]
    pub kind: BTreeMap<String, Kind>,
    #[serde(default)]
    pub deputy: Deputies,
}

/// Who stands in for somebody who is away.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Deputies {
    /// A longer absence is a change of office, which is a grant.
    pub days_max: i64,
    pub basis: Option<String>,
    pub confidence: Option<String>,
}

impl Default for Deputies {
    /// What holds where a pack says nothing: the strict side.
    fn default() -> Deputies {
        Deputies { days_max: 31, basis: None, confidence: None }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    pub level: Level,
    pub purpose: Purpose,
    pub right: String,
    pub days: i64,
    #[serde(default)]
    pub rises_after_days: Option<i64>,
    #[serde(default = "ordinary")]
    pub priority: i64,
    /// The page where it is done; `{subject}` stands for the subject's id.
    pub page: String,
    #[serde(default)]
    pub basis: Option<String>,
    #[serde(default)]
    pub confidence: Option<String>,
}

fn ordinary() -> i64 {
    2
}

impl Kinds {
    pub fn named(&self, name: &str) -> Result<&Kind> {
        let found = self.kind.get(name);
        found.ok_or_else(|| Error::broken(format!("no kind of task in the pack's tasks.toml: {name}")))
    }
}

impl Section for Kinds {
    const NAME: &'static str = "tasks";

    fn check(&self, check: &mut Check<'_>) {
        check.range("deputy.days_max", &self.deputy.days_max, 1..=366);
        for (name, kind) in &self.kind {
            if kind.days < 0 || kind.rises_after_days.is_some_and(|it| it < 0) {
                check.fault(&format!("kind.{name}.days"), "tasks-days-negative");
            }
            if !(1..=3).contains(&kind.priority) {
                check.fault(&format!("kind.{name}.priority"), "tasks-priority");
            }
            if !kind.page.starts_with('/') {
                check.fault(&format!("kind.{name}.page"), "tasks-page");
            }
            check.word(&format!("kind.{name}"), &format!("task-{name}"));
        }
    }
}
