//! The village accepts (受理): it has seen the person and the papers.

use base::{Day, Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    entrant::{Step, after},
    move_to,
    pack::Rules,
    place_of, table,
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Accept {
    pub entrant: String,
    /// What was seen, of the pack's list; all of it is needed.
    #[serde(default)]
    pub seen: Vec<String>,
    /// The day the person applied; today when left out.
    #[serde(default)]
    pub applied_on: Option<Day>,
    #[serde(default)]
    pub note: Option<String>,
}

impl Verb for Accept {
    const NAME: &'static str = "entry.accept";
    const RIGHT: &'static str = "benefits.accept";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        place_of(cx, &self.entrant)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let it = table::get(cx, &self.entrant)?;
        let pack = cx.house.packs.county(cx.county())?;
        let rules = pack.get::<Rules>();
        let state = after(rules.route(&it.mode), &it.state, Step::Accept)?;
        if let Some(missing) = rules.evidence.iter().find(|it| !self.seen.contains(it)) {
            return Err(base::Fault::new("seen", "entry-not-seen").arg("what", missing).into());
        }
        let today = cx.today();
        let applied_on = self.applied_on.or(it.applied_on).unwrap_or(today);
        if today < applied_on {
            return Err(Error::invalid("applied_on", "entry-day-in-future"));
        }
        let mut next = it.clone();
        state.clone_into(&mut next.state);
        next.accepted_by = Some(cx.actor.account.clone());
        next.accepted_at = Some(cx.now);
        next.applied_on = Some(applied_on);
        next.evidence = Some(serde_json::json!({ "seen": self.seen, "note": self.note }).to_string());
        cx.subject("person", &it.person);
        move_to(cx, &it, &next)
    }
}
