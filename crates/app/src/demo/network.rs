//! The made-up county's facilities, as `network.toml` describes them: registered by the county's clerk.

use std::collections::{BTreeMap, BTreeSet};

use base::{Chance, Day, Error, Result, error::OrBroken};
use platform::{
    Actor,
    areas::{Area, Atlas},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::player::{self, Player, text};

/// Days ago on which the county registered what it has: before the oldest case about one.
const REGISTERED_AGO: i64 = 200;
/// Towns without a centre that no centre serves: the gaps that the tree of the network shows.
const LEFT_ALONE: usize = 2;
/// Months of an operator's contract, from the opening of the year in which it runs.
const TERM_YEARS: i32 = 3;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    group: Vec<Group>,
    hosts: BTreeMap<String, String>,
    state: Vec<Became>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    kind: String,
    place: Where,
    #[serde(default)]
    of: Vec<String>,
    count: usize,
    name: String,
    functions: Vec<Vec<String>>,
    #[serde(default)]
    beds: [u64; 2],
    #[serde(default)]
    nursing_percent: [u64; 2],
    staff: [u64; 2],
    floor_area: [u64; 2],
    governance: String,
    legal: String,
    models: Vec<Model>,
    #[serde(default)]
    centre: bool,
    #[serde(default)]
    alone: bool,
    #[serde(default)]
    host: bool,
    hours: Vec<String>,
    #[serde(default)]
    shares: Vec<String>,
    opened: [u64; 2],
    #[serde(default)]
    attach: bool,
    cover: Cover,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Where {
    County,
    Township,
    Village,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Cover {
    Own,
    Wide,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Became {
    kind: String,
    nth: usize,
    state: String,
    ago: i64,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Model {
    id: String,
    #[serde(default)]
    operators: Vec<String>,
    #[serde(default)]
    term: bool,
}

/// A facility that was registered.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) kind: String,
    pub(super) id: String,
    pub(super) area: String,
    /// Others are attached to it.
    pub(super) centre: bool,
}

/// Registers the facilities; answers them in the order of the file.
pub(super) fn register(player: &Player, atlas: &Atlas, seed: u64) -> Result<Vec<Known>> {
    let plan: Plan = toml::from_str(include_str!("network.toml")).or_broken()?;
    let clerk = player.actor("clerk")?;
    let mut desk = Desk {
        player,
        atlas,
        today: player.today(),
        chance: Chance::new(seed),
        own: player.own()?,
        clerk,
        known: Vec::new(),
        taken: BTreeSet::new(),
    };
    for group in &plan.group {
        desk.group(group, &plan.hosts)?;
    }
    for it in &plan.state {
        desk.change(it)?;
    }
    Ok(desk.known)
}

struct Desk<'d> {
    player: &'d Player<'d>,
    atlas: &'d Atlas,
    today: Day,
    chance: Chance,
    /// The demo's own township and village.
    own: (String, String),
    clerk: Actor,
    known: Vec<Known>,
    /// Villages that have a facility of a kind that stands alone.
    taken: BTreeSet<String>,
}

impl<'d> Desk<'d> {
    fn group(&mut self, group: &Group, hosts: &BTreeMap<String, String>) -> Result<()> {
        let places = self.places(group);
        let mut wide = if group.cover == Cover::Wide { self.unserved(group, &places) } else { Vec::new() };
        for area in places {
            let near: Vec<String> =
                wide.extract_if(.., |(centre, _)| *centre == area.path).map(|it| it.1).collect();
            self.one(group, area, near, hosts)?;
        }
        Ok(())
    }

    /// Where the facilities of a group stand: the demo's own places first, the rest drawn.
    fn places(&mut self, group: &Group) -> Vec<&'d Area> {
        let atlas = self.atlas;
        let all: Vec<&Area> = match group.place {
            Where::County => atlas.get(atlas.county()).into_iter().collect(),
            Where::Township => atlas.townships(self.today),
            Where::Village => {
                let towns = atlas.townships(self.today);
                towns.iter().flat_map(|it| atlas.children(&it.path, self.today)).collect()
            }
        };
        let (ours, village) = self.own.clone();
        let mut drawn: Vec<(bool, bool, u64, &Area)> = all
            .into_iter()
            .filter(|it| group.of.is_empty() || group.of.contains(&it.kind))
            .filter(|it| !group.alone || !self.taken.contains(&it.path))
            .map(|it| (it.path != village, !it.path.starts_with(&ours), self.chance.bits64(), it))
            .collect();
        // Of the own township half the villages, so that the next kind finds one there, too.
        let own = drawn.iter().filter(|it| !it.1).count();
        let mut kept = 0;
        drawn.sort_by_key(|it| (it.0, it.1, it.2));
        if group.place == Where::Village && group.count < drawn.len() {
            drawn.retain(|it| {
                it.1 || {
                    kept += 1;
                    kept <= own.div_ceil(2)
                }
            });
        }
        drawn.truncate(group.count);
        drawn.into_iter().map(|it| it.3).collect()
    }

    /// Townships without a centre of their own, each beside the centre that is nearest to it.
    fn unserved(&self, group: &Group, centres: &[&Area]) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for town in self.atlas.townships(self.today) {
            if centres.iter().any(|it| it.path == town.path) || !group.of.contains(&town.kind) {
                continue;
            }
            let Some(here) = town.spot else { continue };
            let far = |it: &&&Area| {
                let there = it.spot.unwrap_or((f64::MAX, f64::MAX));
                (there.0 - here.0).hypot(there.1 - here.1)
            };
            let near = centres.iter().min_by(|a, b| far(a).total_cmp(&far(b)));
            found.extend(near.map(|it| (it.path.clone(), town.path.clone())));
        }
        found.truncate(found.len().saturating_sub(LEFT_ALONE));
        found
    }

    fn one(
        &mut self,
        group: &Group,
        area: &Area,
        near: Vec<String>,
        hosts: &BTreeMap<String, String>,
    ) -> Result<()> {
        let chance = &mut self.chance;
        let beds = between(chance, group.beds);
        let opened_year = between(chance, group.opened).min(self.today.year() as u64);
        let opened = Day::new(opened_year as i16, 1 + chance.below(6) as i8, 1 + chance.below(28) as i8);
        let model = &group.models[chance.below(group.models.len() as u64) as usize];
        let operator = pick(chance, &model.operators);
        let from = model.term.then(|| {
            let years = chance.below(TERM_YEARS as u64) as i32;
            self.today.plus_years(-years).plus_days(-(chance.below(300) as i64))
        });
        let centre =
            self.known.iter().find(|it| group.attach && it.centre && area.path.starts_with(&it.area));
        let named = |text: &str| text.replace("{area}", &area.name_zh);
        let micro =
            |degrees: f64, chance: &mut Chance| (degrees * 1e6) as i64 + chance.below(4_000) as i64 - 2_000;
        let spot = area.spot.map(|(lon, lat)| (micro(lon, chance), micro(lat, chance)));
        let host = hosts.get(&area.kind).filter(|_| group.host).map(|it| named(it)).unwrap_or_default();
        let catchment: Vec<&str> =
            std::iter::once(area.path.as_str()).chain(near.iter().map(String::as_str)).collect();
        let facility = json!({
            "name": named(&group.name),
            "kind": group.kind,
            "area": area.path,
            "address": self.atlas.address(&area.path, "zh"),
            "lat": spot.map(|it| it.1),
            "lon": spot.map(|it| it.0),
            "functions": group.functions[chance.below(group.functions.len() as u64) as usize],
            "beds": beds,
            "nursing_beds": beds * between(chance, group.nursing_percent) / 100,
            "staff": between(chance, group.staff),
            "floor_area": between(chance, group.floor_area),
            "catchment": catchment,
            "centre": centre.map(|it| it.id.as_str()),
            "governance": group.governance,
            "legal": group.legal,
            "model": model.id,
            "operator": operator,
            "term_from": from,
            "term_to": from.map(|it| it.plus_years(TERM_YEARS)),
            "host": host,
            "hours": pick(chance, &group.hours),
            "shares": pick(chance, &group.shares),
            "opened_on": opened,
        });
        let input = json!({ "facility": facility });
        let at = player::morning(self.today.plus_days(-REGISTERED_AGO), self.known.len() as i64);
        let kept = self.player.submit_at(&self.clerk, at, "facilities.register", input);
        let kept = kept
            .map_err(|why| Error::broken(format!("network.toml: {} at {}: {why}", group.kind, area.path)))?;
        let id = text(&kept, "facility")?.to_owned();
        let known = Known { kind: group.kind.clone(), id, area: area.path.clone(), centre: group.centre };
        if group.alone {
            self.taken.insert(known.area.clone());
        }
        self.known.push(known);
        Ok(())
    }

    /// One that was suspended or closed since.
    fn change(&self, it: &Became) -> Result<()> {
        // A small county may not have so many.
        let Some(known) = nth(&self.known, &it.kind, it.nth) else { return Ok(()) };
        let input: Value = json!({ "id": known.id, "revision": 1, "state": it.state,
            "day": self.today.plus_days(-it.ago), "reason": it.reason });
        let at = player::morning(self.today.plus_days(-it.ago), 0);
        self.player.submit_at(&self.clerk, at, "facilities.set-state", input)?;
        Ok(())
    }
}

/// The `nth` of a kind, from 1, in the order of their registration.
pub(super) fn nth<'k>(known: &'k [Known], kind: &str, nth: usize) -> Option<&'k Known> {
    known.iter().filter(|it| it.kind == kind).nth(nth.checked_sub(1)?)
}

/// A number of a range, both ends with it.
fn between(chance: &mut Chance, [low, high]: [u64; 2]) -> u64 {
    low + chance.below(high.saturating_sub(low) + 1)
}

fn pick<'t>(chance: &mut Chance, texts: &'t [String]) -> &'t str {
    if texts.is_empty() { "" } else { &texts[chance.below(texts.len() as u64) as usize] }
}
