//! Suspends an elder's payments and lets them go on. A suspension decides nothing: when it ends,
//! the months held back are paid.

use base::{Error, Month, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table::hold;

/// Suspends payments to an elder from a month on.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Suspend {
    pub person: String,
    /// Every benefit when not said.
    #[serde(default)]
    pub benefit: Option<String>,
    pub since: Month,
    /// A key of the reasons.
    pub reason: SuspendReason,
    #[serde(default)]
    pub remark: Option<String>,
}

/// Why payments are held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SuspendReason {
    /// 失联、查找不到本人
    Unreachable,
    /// A death was told of that nobody has confirmed.
    DeathReported,
    /// Proof of life is overdue.
    ProofOverdue,
    /// Something about the account or the payee is being looked into.
    Account,
    /// An unknown fact was not found out in time.
    FactOverdue,
    Other,
}

impl SuspendReason {
    pub fn key(self) -> &'static str {
        match self {
            SuspendReason::Unreachable => "runs-held-unreachable",
            SuspendReason::DeathReported => "runs-held-death-reported",
            SuspendReason::ProofOverdue => "runs-held-proof-overdue",
            SuspendReason::Account => "runs-held-account",
            SuspendReason::FactOverdue => "runs-held-fact-overdue",
            SuspendReason::Other => "runs-held-other",
        }
    }
}

impl Verb for Suspend {
    const NAME: &'static str = "runs.suspend";
    const RIGHT: &'static str = "benefits.examine";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        super::source::place(cx, &self.person)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let benefit = self.benefit.as_deref().unwrap_or("");
        let (remark, now) = (self.remark.as_deref(), cx.now);
        hold::place(cx, &self.person, benefit, self.since, self.reason.key(), remark, now)?;
        cx.subject("person", &self.person);
        cx.note("reason", self.reason.key());
        cx.note("since", self.since.to_string());
        Ok(())
    }
}

/// Suspends a benefit, or every one where none is named, by what was found out.
pub(crate) fn begin(
    cx: &mut Cx,
    person: &str,
    benefit: &str,
    since: Month,
    reason: SuspendReason,
) -> Result<String> {
    let now = cx.now;
    hold::place(cx, person, benefit, since, reason.key(), None, now)
}

/// Ends a suspension that another room began, if it stands.
pub(crate) fn end(cx: &mut Cx, person: &str, reason: SuspendReason, why: &str) -> Result<()> {
    let now = cx.now;
    hold::end(cx, person, reason.key(), why, now).map(|_| ())
}

/// Ends a suspension.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Resume {
    pub person: String,
    pub reason: SuspendReason,
    /// What was found out.
    pub why: String,
}

impl Verb for Resume {
    const NAME: &'static str = "runs.resume";
    const RIGHT: &'static str = "benefits.examine";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        super::source::place(cx, &self.person)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        if self.why.trim().is_empty() {
            return Err(Error::invalid("why", "runs-why-missing"));
        }
        let now = cx.now;
        if hold::end(cx, &self.person, self.reason.key(), self.why.trim(), now)? == 0 {
            return Err(Error::conflict("runs-not-suspended"));
        }
        cx.subject("person", &self.person);
        cx.note("reason", self.reason.key());
        Ok(())
    }
}
