//! Says that a status holds for some days: a label, a hardship, a grade of disability, an ability
//! level, a living arrangement, a dwelling, a scheme. What held before stays, with its end.

use base::{Day, Fault, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    edit::{self, Done, Evidence, Target},
    interval::Span,
    statement::Said,
    status::Status,
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SetStatus {
    #[serde(flatten)]
    pub target: Target,
    pub status: Status,
    /// An id of the pack's list.
    pub value: String,
    pub from: Day,
    /// The last day on which it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// The assessment, certificate or finding that set it.
    #[serde(default)]
    pub evidence_number: Option<String>,
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Verb for SetStatus {
    const NAME: &'static str = "register.set-status";
    const RIGHT: &'static str = "register.write";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Done;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        edit::place(cx, &self.target.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Done> {
        let kind = self.status.kind();
        edit::known(cx, kind, "value", &self.value)?;
        let number = self.evidence_number.as_deref().unwrap_or("");
        edit::short("evidence_number", number)?;
        let to = self.until.map_or(Day::LAST, |it| it.plus_days(1));
        let span = Span::new(self.from, to)
            .ok_or_else(|| Fault::new("until", "register-ends-before").arg("from", self.from))?;
        let (slot, value) = self.status.slot(&self.value);
        let said = Said::new(kind, slot, value, span).with_text("evidence", number);
        edit::say(cx, &self.target, &self.evidence, &[said])
    }
}
