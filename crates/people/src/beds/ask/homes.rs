//! The homes of an area on a day: their beds, the share that is for nursing, how many are lain in; each
//! home, each township, all together; and which homes stand idle.

use std::collections::{BTreeMap, HashSet};

use base::{Day, Result};
use casebooks::{
    books::ask::Words,
    facilities::{
        ask::{Facilities, FacilityLine},
        kinds::Kinds,
    },
};
use platform::{Cx, Purpose, Question, Scope, areas::Atlas, listing::ListInput};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{NOW, share, types};
use crate::{
    beds::{
        bed::Bed,
        claims,
        count::{Claims, usable_days},
        facts::{self, OnDay},
        pack::{BedRules, Idle},
    },
    register::interval::Span,
};

/// The homes of the reader's area and their beds on a day.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Homes {
    pub area: Option<String>,
    /// Today when nothing is said.
    pub on: Option<Day>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HomesShown {
    pub on: Day,
    pub area: String,
    /// Percent of the beds that shall be for nursing, and where it stands.
    pub target: Option<i64>,
    pub target_basis: Option<String>,
    pub total: Beds,
    pub townships: Vec<TownshipBeds>,
    pub homes: Vec<HomeBeds>,
    pub types: Vec<super::Named>,
    /// Under how many percent of how many months a home is told to stand idle.
    pub idle_percent: Option<i64>,
    pub idle_months: Option<i32>,
}

/// Figures of beds on one day.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Beds {
    pub total: i64,
    pub nursing: i64,
    /// Of ten thousand; nothing where there are no beds.
    pub nursing_share: Option<i64>,
    pub in_use: i64,
    pub out_of_service: i64,
    pub occupied: i64,
    pub free: i64,
    /// Occupied of those in use, of ten thousand.
    pub occupancy: Option<i64>,
    pub by_type: BTreeMap<String, i64>,
}

impl Beds {
    pub(super) fn of(it: &OnDay) -> Beds {
        Beds {
            total: it.total,
            nursing: it.nursing,
            nursing_share: share(it.nursing, it.total),
            in_use: it.in_use,
            out_of_service: it.total - it.in_use,
            occupied: it.occupied,
            free: it.in_use - it.occupied,
            occupancy: share(it.occupied, it.in_use),
            by_type: it.by_type.clone(),
        }
    }
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TownshipBeds {
    pub area: String,
    #[serde(flatten)]
    pub beds: Beds,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HomeBeds {
    pub facility: String,
    pub name: String,
    pub area: String,
    pub state: String,
    pub kind_name: Option<Words>,
    /// What the register of facilities says.
    pub registered: i64,
    pub registered_nursing: i64,
    #[serde(flatten)]
    pub beds: Beds,
    pub idle: bool,
}

impl Question for Homes {
    const NAME: &'static str = "beds.homes";
    const RIGHT: &'static str = "beds.read";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = HomesShown;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<HomesShown> {
        let scope = scope.part(self.area.as_deref())?;
        let on = self.on.unwrap_or_else(|| cx.today());
        let pack = cx.house.packs.county(cx.county())?;
        let (rules, kinds) = (pack.get::<BedRules>(), pack.get::<Kinds>());
        let since = rules.idle.as_ref().map_or(on, |it| on.month().plus(-it.months).first_day());
        let window = Span { from: since, to: on.plus_days(1) };
        let claims = claims::load(cx, None, window, NOW)?;
        let of_day = facts::on_day(&claims, rules, on);
        let lain = Lain::of(&claims, rules.idle.as_ref(), on);
        let (mut total, mut towns) = (OnDay::default(), BTreeMap::<String, OnDay>::new());
        let mut homes = Vec::new();
        let atlas = pack.made::<Atlas>();
        let townships: Vec<String> = atlas.townships(on).iter().map(|it| it.path.clone()).collect();
        for it in facilities(cx, &scope)? {
            let known = of_day.get(it.id.as_str());
            if known.is_none() && !kinds.kind.get(&it.facility.kind).is_some_and(|it| it.beds) {
                continue;
            }
            let beds = known.cloned().unwrap_or_default();
            if beds.total == 0 && matches!(it.state.as_str(), "closed" | "planned") {
                continue;
            }
            total.add(&beds);
            let town = townships.iter().find(|town| it.facility.area.starts_with(town.as_str()));
            let town = town.map_or_else(|| it.facility.area.clone(), Clone::clone);
            towns.entry(town).or_default().add(&beds);
            homes.push(HomeBeds {
                idle: lain.is_idle(&it),
                facility: it.id,
                name: it.facility.name,
                area: it.facility.area,
                state: it.state,
                kind_name: it.kind_name,
                registered: it.facility.beds,
                registered_nursing: it.facility.nursing_beds,
                beds: Beds::of(&beds),
            });
        }
        let target = rules.nursing_share.on(on);
        Ok(HomesShown {
            on,
            area: scope.area().to_owned(),
            target: target.map(|it| it.value),
            target_basis: target.map(|it| it.basis.clone()),
            total: Beds::of(&total),
            townships: towns
                .iter()
                .map(|it| TownshipBeds { area: it.0.clone(), beds: Beds::of(it.1) })
                .collect(),
            homes,
            types: types(rules),
            idle_percent: rules.idle.as_ref().map(|it| it.percent),
            idle_months: rules.idle.as_ref().map(|it| it.months),
        })
    }
}

/// Every facility of an area, by name.
fn facilities(cx: &mut Cx, scope: &Scope) -> Result<Vec<FacilityLine>> {
    let mut all = Vec::new();
    for page in 1.. {
        let list = ListInput {
            sort: Some("area".to_owned()),
            page: Some(page),
            per_page: Some(platform::listing::PER_PAGE_MAX),
        };
        let rows = Facilities { list, ..Facilities::default() }.ask(cx, scope)?.rows;
        let full = platform::listing::PER_PAGE_MAX <= rows.len() as i64;
        all.extend(rows);
        if !full {
            break;
        }
    }
    Ok(all)
}

/// Which homes had fewer days lain on than the pack says, over its months before a day.
struct Lain<'c> {
    rule: Option<&'c Idle>,
    low: HashSet<&'c str>,
}

impl<'c> Lain<'c> {
    fn of(claims: &'c Claims, rule: Option<&'c Idle>, on: Day) -> Lain<'c> {
        let mut lain = Lain { rule, low: HashSet::new() };
        let Some(rule) = rule else { return lain };
        let to = on.month().first_day();
        let Some(window) = Span::new(on.month().plus(-rule.months).first_day(), to) else { return lain };
        let mut homes: BTreeMap<&str, (Vec<&Bed>, i64)> = BTreeMap::new();
        for bed in claims.beds.values() {
            homes.entry(&bed.facility).or_default().0.push(bed);
        }
        for stay in &claims.stays {
            let span = Span::new(stay.span.from.max(window.from), stay.span.to.min(window.to));
            if let (Some(span), Some(home)) = (span, homes.get_mut(stay.facility.as_str())) {
                home.1 += span.from.days_until(span.to);
            }
        }
        for (home, (beds, days)) in homes {
            // Only a home that had beds in all these months can have stood idle for so long.
            let old = beds.iter().any(|it| it.in_use(window.from));
            let usable = usable_days(beds.into_iter(), window);
            if old && 0 < usable && days * 100 < usable * rule.percent {
                lain.low.insert(home);
            }
        }
        lain
    }

    fn is_idle(&self, it: &FacilityLine) -> bool {
        self.low.contains(it.id.as_str())
            && self.rule.is_some_and(|rule| rule.models.contains(&it.facility.model))
    }
}
