//! One home's beds on a day, room by room, as a plan.

use std::collections::{BTreeMap, HashMap};

use base::{Day, Result};
use casebooks::books::ask::Words;
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{NOW, Named, Who, homes::Beds, people_of, types};
use crate::{
    beds::{
        bed::{Bed, Status},
        claims,
        count::{Came, Claims, Looked, Reason},
        facts, home,
        pack::BedRules,
        stay::Stay,
    },
    register::interval::Span,
};

/// One home's beds on a day.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Home {
    pub facility: String,
    /// Today when nothing is said.
    #[serde(default)]
    pub on: Option<Day>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HomeShown {
    pub facility: String,
    pub name: String,
    pub area: String,
    pub on: Day,
    #[serde(flatten)]
    pub beds: Beds,
    pub rooms: Vec<Room>,
    pub types: Vec<Named>,
    pub may_write: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Room {
    pub building: String,
    pub room: String,
    pub beds: Vec<Tile>,
}

/// A bed as the plan shows it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Tile {
    pub id: String,
    pub number: String,
    pub type_name: Words,
    pub nursing: bool,
    pub status: Status,
    /// free, occupied, away, contested, out-of-service, closed
    pub shown: &'static str,
    pub who: Option<Who>,
    pub stay: Option<String>,
    pub since: Option<Day>,
    pub reason: Option<Reason>,
    pub leave: Option<Words>,
}

impl Question for Home {
    const NAME: &'static str = "beds.home";
    const RIGHT: &'static str = "beds.read";
    const PURPOSE: Purpose = Purpose::Care;
    type Answer = HomeShown;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<HomeShown> {
        let home = home::seen(cx, scope, &self.facility)?;
        let on = self.on.unwrap_or_else(|| cx.today());
        let pack = cx.house.packs.county(cx.county())?;
        let rules = pack.get::<BedRules>();
        let window = Span { from: on, to: on.plus_days(1) };
        let claims = claims::load(cx, Some(&self.facility), window, NOW)?;
        let names = people_of(cx, &claims)?;
        let day = facts::on_day(&claims, rules, on);
        let beds = Beds::of(&day.get(self.facility.as_str()).cloned().unwrap_or_default());
        Ok(HomeShown {
            facility: home.id,
            name: home.label,
            area: home.living,
            on,
            beds,
            rooms: rooms(&claims, rules, window, &names),
            types: types(rules),
            may_write: cx.actor.may("beds.write"),
        })
    }
}

/// Digits of a name by their worth: 9 before 10.
pub(super) fn by_number(name: &str) -> Vec<(u64, String)> {
    let mut parts: Vec<(u64, String)> = Vec::new();
    for it in name.chars() {
        match (it.to_digit(10), parts.last_mut()) {
            (Some(digit), Some((number, text))) if text.is_empty() => {
                *number = number.saturating_mul(10).saturating_add(u64::from(digit));
            }
            (Some(digit), _) => parts.push((u64::from(digit), String::new())),
            (None, Some((_, text))) if !text.is_empty() => text.push(it),
            (None, _) => parts.push((0, it.to_string())),
        }
    }
    parts
}

fn rooms(claims: &Claims, rules: &BedRules, window: Span, names: &HashMap<String, Who>) -> Vec<Room> {
    let looked = Looked::new(claims, rules);
    let parts = looked.parts(window);
    let lain: HashMap<&str, (&Stay, &Came)> =
        parts.iter().map(|it| (it.stay.bed.as_str(), (it.stay, &it.came))).collect();
    let mut rooms: BTreeMap<_, Room> = BTreeMap::new();
    let mut beds: Vec<&Bed> = claims.beds.values().filter(|it| it.states.on(window.from).is_some()).collect();
    beds.sort_by_cached_key(|it| (by_number(&it.number), it.id.clone()));
    for bed in beds {
        let key = (by_number(&bed.building), by_number(&bed.room));
        let room = rooms.entry(key).or_insert_with(|| Room {
            building: bed.building.clone(),
            room: bed.room.clone(),
            beds: Vec::new(),
        });
        room.beds.push(tile(bed, rules, window.from, lain.get(bed.id.as_str()).copied(), names));
    }
    rooms.into_values().collect()
}

fn tile(
    bed: &Bed,
    rules: &BedRules,
    on: Day,
    lain: Option<(&Stay, &Came)>,
    names: &HashMap<String, Who>,
) -> Tile {
    let kind = bed.types.on(on).cloned().unwrap_or_default();
    let status = bed.states.on(on).copied().unwrap_or(Status::Closed);
    let (mut reason, mut leave) = (None, None);
    let shown = match (lain.map(|it| it.1), status) {
        (Some(Came::Contested(why)), _) => {
            reason = Some(*why);
            "contested"
        }
        (Some(Came::Away(kind)), _) => {
            leave = Some(rules.called(kind));
            "away"
        }
        (Some(Came::Verified(_)), _) => "occupied",
        (None, Status::InUse) => "free",
        (None, other) => other.as_str(),
    };
    Tile {
        id: bed.id.clone(),
        number: bed.number.clone(),
        type_name: rules.called(&kind),
        nursing: rules.nursing(&kind),
        status,
        shown,
        who: lain.map(|it| names.get(&it.0.person).cloned().unwrap_or_default()),
        stay: lain.map(|it| it.0.id.clone()),
        since: lain.map(|it| it.0.span.from),
        reason,
        leave,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_stand_in_the_order_of_their_numbers() {
        let mut rooms = ["10", "9", "东2", "东10", "101", ""];
        rooms.sort_by_cached_key(|it| by_number(it));
        assert_eq!(rooms, ["", "东2", "东10", "9", "10", "101"]);
    }
}
