//! The county approves (审批): after the notice has hung its days and no objection stands.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    another_hand,
    entrant::{Step, after},
    examine::some,
    move_to,
    pack::Rules,
    table, within,
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Approve {
    pub entrants: Vec<String>,
}

impl Verb for Approve {
    const NAME: &'static str = "entry.approve";
    const RIGHT: &'static str = "benefits.approve";
    const PURPOSE: Purpose = Purpose::Benefits;
    const APPROVAL: bool = true;
    /// How many were approved.
    type Answer = i64;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<i64> {
        some(&self.entrants)?;
        let pack = cx.house.packs.county(cx.county())?;
        let rules = pack.get::<Rules>();
        let today = cx.today();
        for id in &self.entrants {
            let it = within(cx, id)?;
            another_hand(cx, &it)?;
            let state = after(rules.route(&it.mode), &it.state, Step::Approve)?;
            if let Some(notice) = &it.notice {
                let ends_on = table::notice(cx, notice)?.ends_on;
                if today <= ends_on {
                    let fault = base::Fault::new("entrants", "entry-notice-hangs");
                    return Err(Error::Conflict(fault.arg("name", &it.name).arg("day", ends_on)));
                }
            }
            let mut next = it.clone();
            state.clone_into(&mut next.state);
            next.approved_by = Some(cx.actor.account.clone());
            next.approved_at = Some(cx.now);
            move_to(cx, &it, &next)?;
        }
        cx.note("entrants", self.entrants.clone());
        Ok(self.entrants.len() as i64)
    }
}
