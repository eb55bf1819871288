//! Records what a person wishes, or agrees to: willing, refusing, or taking it back. Nobody is
//! enrolled by default; targets are measured against the willing.

use base::{Day, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    edit::{self, Done, Evidence, Target},
    interval::Span,
    statement::{Kind, Said},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum About {
    Wish,
    Consent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Willing,
    Refused,
    Withdrawn,
}

impl Answer {
    fn as_str(self) -> &'static str {
        match self {
            Answer::Willing => "willing",
            Answer::Refused => "refused",
            Answer::Withdrawn => "withdrawn",
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SetWish {
    #[serde(flatten)]
    pub target: Target,
    pub about: About,
    /// An id of the pack's list of wishes or consents.
    pub subject: String,
    pub answer: Answer,
    pub from: Day,
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Verb for SetWish {
    const NAME: &'static str = "register.set-wish";
    const RIGHT: &'static str = "register.write";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Done;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        edit::place(cx, &self.target.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Done> {
        let kind = if self.about == About::Wish { Kind::Wish } else { Kind::Consent };
        edit::known(cx, kind, "subject", &self.subject)?;
        let said = Said::new(kind, &self.subject, self.answer.as_str(), Span::since(self.from));
        edit::say(cx, &self.target, &self.evidence, &[said])
    }
}
