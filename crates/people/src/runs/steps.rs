//! The steps of a month, as the pack lists them: `runs.toml`; and which one comes next. Pure.
//!
//! ```toml
//! [[step]]
//! id = "township"
//! kind = "township"          # village, township, approve, second, finance, bank, reply, close
//! optional = false           # an optional step can be passed over by the county
//! due_days = 3               # then a late township goes into a supplementary batch
//! apart_from = ["draw"]      # whoever did those steps may not do this one
//! ```

use base::Money;
use platform::packs::{Check, Section};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Runs {
    pub step: Vec<StepRule>,
    pub limits: Limits,
}

impl Section for Runs {
    const NAME: &'static str = "runs";

    fn check(&self, check: &mut Check<'_>) {
        for (path, key) in faults(&self.step) {
            check.fault(&path, key);
        }
        check.range("limits.months_ahead", &self.limits.months_ahead, 0..=12);
        check.range("limits.look_back_months", &self.limits.look_back_months, 0..=120);
        check.range("limits.history_months", &self.limits.history_months, 0..=240);
        check.range("limits.second_months", &self.limits.second_months, 0..=240);
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepRule {
    pub id: String,
    pub kind: StepKind,
    #[serde(default)]
    pub optional: bool,
    #[serde(default)]
    pub due_days: i64,
    #[serde(default)]
    pub apart_from: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    Village,
    Township,
    Approve,
    /// Back-pay above the limits: somebody else approves it too.
    Second,
    Finance,
    Bank,
    Reply,
    Close,
}

/// Figures of the month.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    pub basis: String,
    pub confidence: String,
    /// Months before the run's own that are decided again with what is known now.
    pub look_back_months: i32,
    /// Back-pay of more months, or of more money, needs a second approver.
    pub second_months: i64,
    pub second_fen: Money,
    /// Months ahead of today for which a run may be opened: the file goes out before the month ends.
    pub months_ahead: i32,
    /// Months before the opening whose paid rolls are taken in.
    pub history_months: i32,
    /// How a batch is numbered: `{month}` is `202611`.
    pub batch: String,
}

/// Where a run that has ended stands.
pub const CLOSED: &str = "closed";

/// The step after `done`. The second approval is passed over when no line needs it.
pub fn next<'s>(steps: &'s [StepRule], done: &str, needs_second: bool) -> &'s str {
    let at = steps.iter().position(|it| it.id == done).map_or(0, |at| at + 1);
    let mut rest = steps[at.min(steps.len())..].iter();
    rest.find(|it| it.kind != StepKind::Second || needs_second).map_or(CLOSED, |it| it.id.as_str())
}

/// Whether the money is decided once `step` is done: no approval is left after it.
pub fn locks(steps: &[StepRule], step: &str, needs_second: bool) -> bool {
    let approves =
        |it: &&StepRule| it.kind == StepKind::Approve || (it.kind == StepKind::Second && needs_second);
    steps.iter().rfind(approves).is_some_and(|it| it.id == step)
}

/// What is wrong with a list of steps.
pub fn faults(steps: &[StepRule]) -> Vec<(String, &'static str)> {
    let mut faults = Vec::new();
    let at = |kind| steps.iter().position(|it| it.kind == kind);
    for (place, step) in steps.iter().enumerate() {
        if steps[..place].iter().any(|it| it.id == step.id) {
            faults.push((format!("step[{place}].id"), "runs-step-twice"));
        }
        for (name, other) in step.apart_from.iter().enumerate() {
            if other != "draw" && !steps.iter().any(|it| &it.id == other) {
                faults.push((format!("step[{place}].apart_from[{name}]"), "runs-step-unknown"));
            }
        }
    }
    let order = [StepKind::Approve, StepKind::Bank, StepKind::Reply, StepKind::Close];
    if order.iter().any(|kind| at(*kind).is_none()) {
        faults.push(("step".to_owned(), "runs-step-missing"));
    } else if !order.is_sorted_by_key(|kind| at(*kind)) {
        faults.push(("step".to_owned(), "runs-step-order"));
    }
    faults
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn steps(kinds: &str) -> Vec<StepRule> {
        let one = |kind: &str| StepRule {
            id: kind.to_owned(),
            kind: serde_json::from_value(kind.into()).unwrap(),
            optional: kind == "village",
            due_days: 0,
            apart_from: Vec::new(),
        };
        kinds.split(' ').map(one).collect()
    }

    #[test]
    fn steps_follow_the_pack() {
        let all = steps("village township approve second finance bank reply close");
        let cases = [
            ("draw", false, "village"),
            ("township", false, "approve"),
            ("approve", false, "finance"),
            ("approve", true, "second"),
            ("second", true, "finance"),
            ("close", false, "closed"),
        ];
        for (done, second, want) in cases {
            assert_eq!(next(&all, done, second), want, "{done} {second}");
        }
        assert!(locks(&all, "approve", false) && !locks(&all, "approve", true));
        assert!(locks(&all, "second", true) && !locks(&all, "township", false));
    }

    #[test]
    fn a_list_that_cannot_work_is_named() {
        assert!(faults(&steps("township approve bank reply close")).is_empty());
        assert_eq!(faults(&steps("township bank reply close"))[0].1, "runs-step-missing");
        assert_eq!(faults(&steps("bank approve reply close"))[0].1, "runs-step-order");
        assert_eq!(faults(&steps("approve approve bank reply close"))[0].1, "runs-step-twice");
    }
}
