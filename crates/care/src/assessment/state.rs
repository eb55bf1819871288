//! The states of an assessment and what may be done in each; pure.

use base::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Requested,
    Assigned,
    /// Two assessors answered and do not agree on every item.
    Differing,
    /// There is a level; another hand looks at it.
    Rated,
    Confirmed,
    /// None takes place.
    Closed,
}

/// What somebody does to an assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Assign,
    Answer,
    Settle,
    SendBack,
    Confirm,
    Object,
    Close,
}

const ALL: &[State] =
    &[State::Requested, State::Assigned, State::Differing, State::Rated, State::Confirmed, State::Closed];

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            State::Requested => "requested",
            State::Assigned => "assigned",
            State::Differing => "differing",
            State::Rated => "rated",
            State::Confirmed => "confirmed",
            State::Closed => "closed",
        }
    }

    pub fn parse(text: &str) -> Option<State> {
        ALL.iter().copied().find(|it| it.as_str() == text)
    }

    pub fn is_open(self) -> bool {
        !matches!(self, State::Confirmed | State::Closed)
    }

    pub fn may(self, act: Act) -> bool {
        match act {
            Act::Assign => matches!(self, State::Requested | State::Assigned),
            Act::Answer => self == State::Assigned,
            Act::Settle => self == State::Differing,
            Act::SendBack | Act::Confirm => self == State::Rated,
            Act::Object => self == State::Confirmed,
            Act::Close => self.is_open(),
        }
    }

    /// Refuses what is not the time for.
    pub fn allow(self, act: Act) -> Result<()> {
        if self.may(act) { Ok(()) } else { Err(Error::conflict("record-moved-on")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_stays_over() {
        for state in ALL {
            assert_eq!(State::parse(state.as_str()), Some(*state));
            for act in [Act::Assign, Act::Answer, Act::Settle, Act::SendBack, Act::Confirm, Act::Close] {
                assert!(state.is_open() || !state.may(act), "{state:?} {act:?}");
            }
        }
        assert!(State::Confirmed.may(Act::Object) && !State::Rated.may(Act::Object));
        assert!(
            State::Assigned.may(Act::Answer) && !State::Rated.may(Act::Answer),
            "an answer cannot undo a level"
        );
        assert!(State::parse("nothing").is_none());
    }
}
