//! The three tiers of the network: what fills each place, and the gaps.

use base::Result;
use platform::{
    Cx, Purpose, Question, Scope,
    areas::{self, Atlas},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FacilityLine, line};
use crate::facilities::{
    facility::{Facility, Gap},
    kinds::Kinds,
    table::Known,
};

/// The three tiers of the network in the reader's area: what fills each place, and the gaps.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Tree {
    pub area: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct TreeShown {
    pub tiers: Vec<TierShown>,
    pub gaps: Vec<Gap>,
    /// Of the facilities that are open: how many social bodies run.
    pub open: i64,
    pub run_by_social_bodies: i64,
    pub beds: i64,
    pub nursing_beds: i64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TierShown {
    pub tier: String,
    pub places: i64,
    pub filled: i64,
    pub basis: String,
    pub confidence: String,
    pub facilities: Vec<FacilityLine>,
}

impl Question for Tree {
    const NAME: &'static str = "facilities.tree";
    const RIGHT: &'static str = "facilities.read";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = TreeShown;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<TreeShown> {
        let scope = scope.part(self.area.as_deref())?;
        let (low, high) = scope.range();
        let county = cx.county().to_owned();
        let all: Vec<Known> = cx.all(
            "SELECT id, said, state, state_since, revision FROM facility
             WHERE county = $1 AND area >= $2 AND area < $3 AND state = 'open' ORDER BY area, name_key, id",
            &[(&county).into(), (&low).into(), (&high).into()],
        )?;
        let pack = cx.house.packs.county(&county)?;
        let (kinds, atlas, today) = (pack.get::<Kinds>(), pack.made::<Atlas>(), cx.today());
        let mut shown = TreeShown { open: all.len() as i64, ..TreeShown::default() };
        for it in &all {
            shown.beds += it.said.beds;
            shown.nursing_beds += it.said.nursing_beds;
            let social = kinds.model.get(&it.said.model).is_some_and(|it| it.social);
            shown.run_by_social_bodies += i64::from(social);
        }
        for (name, tier) in &kinds.tier {
            let level = match name.as_str() {
                "county" => areas::Level::County,
                "township" => areas::Level::Township,
                _ => areas::Level::Village,
            };
            let under = atlas.under(scope.area()).iter();
            let places: Vec<&str> = under
                .filter(|it| it.level == level && it.holds_on(today))
                .map(|it| it.path.as_str())
                .collect();
            let its: Vec<&Known> = all.iter().filter(|it| tier.kinds.contains(&it.said.kind)).collect();
            let fills = |place: &&str| its.iter().any(|it| serves(&it.said, place));
            let filled = places.iter().filter(|it| fills(it)).count() as i64;
            let empty = places.iter().filter(|it| !fills(it));
            shown.gaps.extend(empty.map(|area| Gap { area: (*area).to_owned(), tier: name.clone() }));
            shown.tiers.push(TierShown {
                tier: name.clone(),
                places: places.len() as i64,
                filled,
                basis: tier.basis.clone(),
                confidence: tier.confidence.as_str().to_owned(),
                facilities: its.into_iter().map(|it| line(kinds, it.clone())).collect(),
            });
        }
        Ok(shown)
    }
}

/// Whether a facility fills a place: it lies there, or says that it serves it.
fn serves(it: &Facility, place: &str) -> bool {
    it.area.starts_with(place) || it.catchment.iter().any(|area| place.starts_with(area.as_str()))
}
