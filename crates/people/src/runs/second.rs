//! Back-pay above the pack's months or money: somebody beside the approver approves it too.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    apart, approve,
    confirm::{Signed, enter},
    standing_at,
    steps::StepKind,
    table::run,
};

/// Approves the back-pay that needs a second hand.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ApproveArrears {
    pub run: String,
    pub revision: i64,
    #[serde(default, flatten)]
    pub signed: Signed,
}

impl Verb for ApproveArrears {
    const NAME: &'static str = "runs.approve-arrears";
    const RIGHT: &'static str = "benefits.approve";
    const PURPOSE: Purpose = Purpose::Benefits;
    const APPROVAL: bool = true;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let mut it = run::get(cx, &self.run)?;
        let rule = standing_at(&it, StepKind::Second, self.revision)?;
        if it.state != "drafted" {
            return Err(Error::conflict("runs-not-drafted"));
        }
        apart(cx, &it, &rule)?;
        enter(cx, &it, &rule, &it.area.clone(), &self.signed)?;
        approve::advance(cx, &mut it, &rule.id, true)?;
        cx.subject("run", &it.id);
        Ok(())
    }
}
