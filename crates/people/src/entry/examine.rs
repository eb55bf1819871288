//! The township examines (审核), one or many at once.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    another_hand,
    entrant::{Step, after},
    move_to,
    pack::Rules,
    within,
};

/// Most entries of one act.
pub(super) const ENTRIES_MAX: usize = 500;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Examine {
    pub entrants: Vec<String>,
}

impl Verb for Examine {
    const NAME: &'static str = "entry.examine";
    const RIGHT: &'static str = "benefits.examine";
    const PURPOSE: Purpose = Purpose::Benefits;
    /// How many were examined.
    type Answer = i64;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(Place::Area(cx.actor.area.clone()))
    }

    fn run(self, cx: &mut Cx) -> Result<i64> {
        some(&self.entrants)?;
        let pack = cx.house.packs.county(cx.county())?;
        let rules = pack.get::<Rules>();
        for id in &self.entrants {
            let it = within(cx, id)?;
            another_hand(cx, &it)?;
            let state = after(rules.route(&it.mode), &it.state, Step::Examine)?;
            let mut next = it.clone();
            state.clone_into(&mut next.state);
            next.examined_by = Some(cx.actor.account.clone());
            next.examined_at = Some(cx.now);
            move_to(cx, &it, &next)?;
        }
        cx.note("entrants", self.entrants.clone());
        Ok(self.entrants.len() as i64)
    }
}

/// At least one, and not more than one act may hold.
pub(super) fn some(entrants: &[String]) -> Result<()> {
    if entrants.is_empty() {
        return Err(Error::invalid("entrants", "entry-none-chosen"));
    }
    if ENTRIES_MAX < entrants.len() {
        return Err(base::Fault::new("entrants", "entry-too-many").arg("most", ENTRIES_MAX).into());
    }
    Ok(())
}
