//! An entrant, and which step may follow which; pure.

use base::{Day, Error, Instant, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::benefits::Entered;

/// A step of an entry, in the order of the policy documents: 受理, 审核, 公示, 审批.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Accept,
    Examine,
    Notice,
    Approve,
}

impl Step {
    /// The state that this step leads to.
    pub fn state(self) -> &'static str {
        match self {
            Step::Accept => "accepted",
            Step::Examine => "examined",
            Step::Notice => "noticed",
            Step::Approve => "approved",
        }
    }
}

/// Somebody on the way to a benefit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entrant {
    pub id: String,
    pub person: String,
    pub benefit: String,
    /// The registered place when the entry was opened.
    pub area: String,
    pub name: String,
    /// The day the age is reached.
    pub turns_on: Day,
    /// `application` or `automatic`.
    pub mode: String,
    pub state: String,
    pub accepted_by: Option<String>,
    pub accepted_at: Option<Instant>,
    pub examined_by: Option<String>,
    pub examined_at: Option<Instant>,
    pub notice: Option<String>,
    pub approved_by: Option<String>,
    pub approved_at: Option<Instant>,
    pub applied_on: Option<Day>,
    pub told_at: Option<Instant>,
    pub why: Option<String>,
    pub evidence: Option<String>,
    pub opened_at: Instant,
    pub revision: i64,
    /// When what was granted was given up.
    pub left_on: Option<Day>,
}

impl Entrant {
    /// What the month rules ask of how somebody entered.
    pub(crate) fn entered(&self) -> Entered {
        Entered {
            applied_on: self.applied_on,
            approved_on: self.approved_at.map(Instant::day),
            granted: is_granted(&self.state, self.left_on),
            left_on: self.left_on,
            open: !self.is_over(),
            closed_on: None,
        }
    }

    pub fn is_over(&self) -> bool {
        matches!(self.state.as_str(), "approved" | "granted" | "declined" | "refused")
    }
}

/// Whether the benefit was granted, be it given up since.
pub fn is_granted(state: &str, left_on: Option<Day>) -> bool {
    matches!(state, "approved" | "granted") || left_on.is_some()
}

/// The state after `step`, if the route has that step next; a step that the pack leaves out is
/// passed over, one that is not next is refused.
pub fn after(route: &[Step], state: &str, step: Step) -> Result<&'static str> {
    let done = route.iter().position(|it| it.state() == state);
    let next = match (state, done) {
        ("tasked", _) => route.first(),
        (_, Some(at)) => route.get(at + 1),
        _ => None,
    };
    match next {
        Some(next) if *next == step => Ok(step.state()),
        _ => Err(Error::conflict("entry-moved-on")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &[Step] = &[Step::Accept, Step::Examine, Step::Notice, Step::Approve];
    const SHORT: &[Step] = &[Step::Examine, Step::Approve];

    #[track_caller]
    fn check(route: &[Step], state: &str, step: Step, want: Option<&str>) {
        assert_eq!(after(route, state, step).ok(), want, "{state} {step:?}");
    }

    #[test]
    fn a_step_follows_only_the_one_before_it() {
        check(WHOLE, "tasked", Step::Accept, Some("accepted"));
        check(WHOLE, "tasked", Step::Examine, None);
        check(WHOLE, "accepted", Step::Examine, Some("examined"));
        check(WHOLE, "accepted", Step::Accept, None);
        check(WHOLE, "examined", Step::Approve, None);
        check(WHOLE, "noticed", Step::Approve, Some("approved"));
        check(WHOLE, "approved", Step::Approve, None);
        check(WHOLE, "objected", Step::Approve, None);
        check(WHOLE, "declined", Step::Accept, None);
    }

    #[test]
    fn a_county_that_leaves_a_step_out_passes_it_over() {
        check(SHORT, "tasked", Step::Examine, Some("examined"));
        check(SHORT, "examined", Step::Approve, Some("approved"));
        check(SHORT, "examined", Step::Notice, None);
    }
}
