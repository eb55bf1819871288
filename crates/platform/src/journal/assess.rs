//! Enters an impact assessment (个人信息保护影响评估) in the journal, where it is kept for years.

use base::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Cx, Place, Purpose, Verb};

const TEXT_MAX: usize = 4_000;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordImpactAssessment {
    /// What was assessed: a new export, a new source, a new use.
    #[schemars(length(min = 1, max = 4000))]
    pub matter: String,
    /// What it does to those concerned.
    #[schemars(length(min = 1, max = 4000))]
    pub risk: String,
    /// What is done about it, and whether it may go on.
    #[schemars(length(min = 1, max = 4000))]
    pub conclusion: String,
}

impl Verb for RecordImpactAssessment {
    const NAME: &'static str = "journal.record-impact-assessment";
    const RIGHT: &'static str = "journal.export";
    const PURPOSE: Purpose = Purpose::Audit;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        for (path, text) in [("matter", &self.matter), ("risk", &self.risk), ("conclusion", &self.conclusion)]
        {
            if text.trim().is_empty() || TEXT_MAX < text.len() {
                return Err(Error::invalid(path, "journal-text-length"));
            }
        }
        cx.note("matter", self.matter);
        cx.note("risk", self.risk);
        cx.note("conclusion", self.conclusion);
        Ok(())
    }
}
