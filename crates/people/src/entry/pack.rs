//! The pack's part of an entry: which steps, how early, and what the public notice shows.

use platform::packs::{Check, Figure, Section};
use serde::Deserialize;

use super::entrant::Step;

/// `entry.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Days before the birthday that the village is asked to look.
    pub lead_days: Figure<i64>,
    /// The steps of somebody who applies, in their order.
    pub application: Route,
    /// The steps of somebody found by the register and granted without application.
    pub automatic: Route,
    pub notice: Notice,
    /// What a village looks at when it accepts; keys of words `entry-seen-…`.
    pub evidence: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    pub steps: Vec<Step>,
    pub basis: String,
    pub confidence: String,
}

/// The public notice (公示).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    pub days: Figure<i64>,
    /// Whether the days are working days.
    pub working_days: bool,
    /// What the sheet on the village's board shows: `name`, `name_masked`, `village`, `age`.
    pub paper: Vec<String>,
    /// What the web shows; fewer.
    pub web: Vec<String>,
}

/// What a notice can show of somebody.
const SHOWABLE: &[&str] = &["name", "name_masked", "village", "age"];

impl Section for Rules {
    const NAME: &'static str = "entry";

    fn check(&self, check: &mut Check<'_>) {
        check.range("lead_days.value", &self.lead_days.value, 0..=365);
        check.range("notice.days.value", &self.notice.days.value, 1..=60);
        for (list, shown) in [("paper", &self.notice.paper), ("web", &self.notice.web)] {
            for (at, it) in shown.iter().enumerate() {
                check.reference(&format!("notice.{list}[{at}]"), "column", it, SHOWABLE.iter().copied());
            }
        }
        for it in &self.evidence {
            check.word("evidence", &format!("entry-seen-{it}"));
        }
    }
}

impl Rules {
    /// The steps of an entry of this mode.
    pub fn route(&self, mode: &str) -> &[Step] {
        if mode == "automatic" { &self.automatic.steps } else { &self.application.steps }
    }
}
