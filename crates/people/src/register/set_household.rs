//! Puts a person into a household (户), an existing one or a new one, from a day on.

use base::{Day, Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    edit::{self, Done, Evidence, Target},
    interval::Span,
    statement::{Kind, Said},
    table,
};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SetHousehold {
    #[serde(flatten)]
    pub target: Target,
    /// The household; a new one when nothing is said.
    #[serde(default)]
    pub household: Option<String>,
    /// The address of a new one.
    #[serde(default)]
    pub address: Option<String>,
    /// Head, spouse, parent: an id of the pack's relations, or `head`.
    pub role: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Verb for SetHousehold {
    const NAME: &'static str = "register.set-household";
    const RIGHT: &'static str = "register.write";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Done;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        edit::place(cx, &self.target.person)
    }

    fn run(self, cx: &mut Cx) -> Result<Done> {
        if self.role != "head" {
            edit::known(cx, Kind::Relation, "role", &self.role)?;
        }
        let address = self.address.unwrap_or_default();
        edit::short("address", &address)?;
        let household = if let Some(id) = self.household.filter(|it| !it.is_empty()) {
            let place = table::merge::household_place(cx, &id)?;
            let place = place.ok_or_else(|| Error::missing("household"))?;
            if !cx.actor.scope(Purpose::Register).covers(&place) {
                return Err(Error::missing("household"));
            }
            id
        } else {
            let person = table::person::find(cx, &self.target.person)?;
            let portrait = person.ok_or_else(|| Error::missing("person"))?.portrait;
            let here = portrait.living_path.is_empty();
            let place = if here { portrait.registered_path } else { portrait.living_path };
            let id = cx.mint();
            table::merge::insert_household(cx, &id, &place, address.trim())?;
            id
        };
        let span = Span::since(self.from.unwrap_or(Day::FIRST));
        let said = Said::new(Kind::Household, "", household, span).with("role", self.role);
        edit::say(cx, &self.target, &self.evidence, &[said])
    }
}
