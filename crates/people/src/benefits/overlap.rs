//! Overlaps: benefits that exclude, absorb or cap one another, or of which the higher one is given.
//! Sections `overlaps` and `funds` of a pack; [`Plan`] is the matrix made ready. Pure.
//!
//! ```text
//!   excludes, absorbs, caps:  one ──▶ other        never in a circle
//!   higher:                   one ◀─▶ other        what is worth more stays; at a tie `one`
//!
//!   groups joined by `higher` are settled in the order of the arrows: first whatever reaches into a
//!   group cuts its members, then its highest stays and puts out those that it may not stand beside
//! ```
//!
//! What may exclude and is not known leaves unknown what it may exclude: nobody who is paid stops for it.

use std::collections::BTreeMap;

use base::{Day, Money};
use platform::packs::{Check, Confidence, Made, Pack, Section, Yuan};
use rules::Truth;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    decide::{As, Decisions},
    reason,
    section::{Benefit, Benefits},
};

/// The pack's `overlaps.toml`, keyed by id so that a later layer may change one.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlaps {
    #[serde(default)]
    pub overlap: BTreeMap<String, Overlap>,
}

/// How two benefits stand to one another, for some days.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlap {
    pub one: String,
    pub other: String,
    pub rule: OverlapRule,
    /// Of `caps`: both together, a month.
    #[serde(default)]
    pub cap: Option<Yuan>,
    #[serde(default)]
    pub valid_from: Option<Day>,
    /// First day on which it is no longer valid.
    #[serde(default)]
    pub valid_to: Option<Day>,
    pub basis: String,
    pub confidence: Confidence,
    #[serde(default)]
    pub note: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OverlapRule {
    /// What is worth more is given, the other is not (择高).
    Higher,
    /// Whoever has `one` does not get `other`.
    Excludes,
    /// `one` contains `other`.
    Absorbs,
    /// Both together are not above the cap; `other` is cut.
    Caps,
}

impl Overlap {
    pub fn holds_on(&self, day: Day) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day < to)
    }

    fn meets(&self, other: &Overlap) -> bool {
        let starts = |one: &Overlap, other: &Overlap| match (one.valid_from, other.valid_to) {
            (Some(from), Some(to)) => from < to,
            _ => true,
        };
        starts(self, other) && starts(other, self)
    }

    fn is_between(&self, one: &str, other: &str) -> bool {
        (self.one == one && self.other == other) || (self.one == other && self.other == one)
    }
}

/// The pack's `funds.toml`: whose money pays. Words: `fund-<id>`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Funds {
    #[serde(default)]
    pub fund: BTreeMap<String, Fund>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fund {
    /// `national`, `province`, `city`, `county`, `insurance`, `provider`: whose budget it is.
    pub level: String,
    /// Borne by whoever the benefit is given to: nothing that is paid out.
    #[serde(default)]
    pub own: bool,
    #[serde(default)]
    pub basis: String,
}

impl Section for Funds {
    const NAME: &'static str = "funds";

    fn check(&self, check: &mut Check<'_>) {
        for id in self.fund.keys() {
            check.word(&format!("fund.{id}"), &format!("fund-{id}"));
        }
    }
}

impl Section for Overlaps {
    const NAME: &'static str = "overlaps";

    fn check(&self, check: &mut Check<'_>) {
        let benefits: BTreeMap<String, Benefit> =
            check.other::<Benefits>().map(|it| it.0.clone()).unwrap_or_default();
        for (id, it) in &self.overlap {
            let path = format!("overlap.{id}");
            for (name, benefit) in [("one", &it.one), ("other", &it.other)] {
                let known = benefits.keys().map(String::as_str);
                check.reference(&format!("{path}.{name}"), "benefit", benefit, known);
            }
            if let (Some(from), Some(to)) = (it.valid_from, it.valid_to)
                && to <= from
            {
                check.fault(&path, "packs-ends-before-it-begins").arg("from", from).arg("to", to);
            }
            if it.one == it.other {
                check.fault(&path, "benefits-overlap-itself").arg("benefit", &it.one);
            }
            if (it.rule == OverlapRule::Caps) != it.cap.is_some() {
                check.fault(&path, "benefits-overlap-cap");
            }
            let paid = |id: &str| benefits.get(id).is_none_or(Benefit::is_paid);
            let of_money = matches!(it.rule, OverlapRule::Higher | OverlapRule::Caps);
            if of_money && !(paid(&it.one) && paid(&it.other)) {
                check.fault(&path, "benefits-overlap-money");
            }
            let mut earlier = self.overlap.range(..id.clone());
            let twice = earlier.find(|(_, other)| it.is_between(&other.one, &other.other) && it.meets(other));
            if let Some((other, _)) = twice {
                check.fault(&path, "benefits-overlap-twice").arg("other", other);
            }
        }
        for (id, way) in circles(&self.overlap) {
            check.fault(&format!("overlap.{id}"), "benefits-overlap-circle").arg("way", way);
        }
    }
}

/// The overlaps that close a circle of arrows, each with the benefits on it. What holds on no common
/// day makes no circle.
fn circles(overlaps: &BTreeMap<String, Overlap>) -> Vec<(String, String)> {
    let mut days: Vec<Day> = overlaps.values().filter_map(|it| it.valid_from).collect();
    days.push(Day::FIRST);
    days.sort_unstable();
    days.dedup();
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for day in days {
        let held: Vec<(&String, &Overlap)> = overlaps.iter().filter(|(_, it)| it.holds_on(day)).collect();
        let groups = Groups::of(held.iter().map(|(_, it)| *it));
        if let Err(stuck) = groups.order(held.iter().map(|(_, it)| *it)) {
            let arrows = held.iter().filter(|(_, it)| it.rule != OverlapRule::Higher);
            let closing = arrows.clone().filter(|(_, it)| {
                let (one, other) = (groups.group(&it.one), groups.group(&it.other));
                stuck.contains(&one) && stuck.contains(&other)
            });
            let way: Vec<String> =
                closing.clone().map(|(_, it)| format!("{} → {}", it.one, it.other)).collect();
            for (id, _) in closing {
                found.entry((*id).clone()).or_insert_with(|| way.join(", "));
            }
        }
    }
    found.into_iter().collect()
}

/// Benefits joined by `higher`.
struct Groups<'a>(BTreeMap<&'a str, usize>);

impl<'a> Groups<'a> {
    fn of(overlaps: impl Iterator<Item = &'a Overlap>) -> Groups<'a> {
        let mut of: BTreeMap<&str, usize> = BTreeMap::new();
        for it in overlaps {
            for id in [it.one.as_str(), it.other.as_str()] {
                let next = of.len();
                of.entry(id).or_insert(next);
            }
            if it.rule == OverlapRule::Higher {
                let (one, other) = (of[it.one.as_str()], of[it.other.as_str()]);
                of.values_mut().filter(|group| **group == other).for_each(|group| *group = one);
            }
        }
        Groups(of)
    }

    fn group(&self, id: &str) -> usize {
        self.0.get(id).copied().unwrap_or(usize::MAX)
    }

    /// The groups in the order in which they are settled; or those that a circle keeps from it.
    fn order(&self, overlaps: impl Iterator<Item = &'a Overlap> + Clone) -> Result<Vec<usize>, Vec<usize>> {
        let mut left: Vec<usize> = self.0.values().copied().collect();
        left.sort_unstable();
        left.dedup();
        let mut order = Vec::new();
        while !left.is_empty() {
            let reached = |group: usize| {
                let mut arrows = overlaps.clone().filter(|it| it.rule != OverlapRule::Higher);
                arrows.any(|it| self.group(&it.other) == group && left.contains(&self.group(&it.one)))
            };
            let Some(at) = left.iter().position(|it| !reached(*it)) else { return Err(left) };
            order.push(left.remove(at));
        }
        Ok(order)
    }
}

/// The overlaps of a pack made ready. A row's place is its place in the order of their ids.
pub struct Plan {
    ids: Vec<String>,
    rows: Vec<Overlap>,
}

impl Made for Plan {
    fn make(pack: &Pack) -> Plan {
        Plan::new(pack.get::<Overlaps>())
    }
}

impl Plan {
    pub fn new(overlaps: &Overlaps) -> Plan {
        Plan {
            ids: overlaps.overlap.keys().cloned().collect(),
            rows: overlaps.overlap.values().cloned().collect(),
        }
    }

    pub fn row(&self, place: usize) -> Option<(&str, &Overlap)> {
        Some((self.ids.get(place)?.as_str(), self.rows.get(place)?))
    }

    /// The rows that hold on a day and concern a benefit, with their places.
    pub fn of(&self, benefit: &str, day: Day) -> impl Iterator<Item = (usize, &Overlap)> {
        let concerns = move |it: &Overlap| it.holds_on(day) && (it.one == benefit || it.other == benefit);
        self.rows.iter().enumerate().filter(move |(_, it)| concerns(it))
    }

    /// A benefit and all that must be decided to know what is left of it.
    pub fn behind<'a>(&'a self, benefit: &'a str, day: Day) -> Vec<&'a str> {
        let mut all = vec![benefit];
        let mut at = 0;
        while let Some(id) = all.get(at).copied() {
            for it in self.rows.iter().filter(|it| it.holds_on(day)) {
                let next = match it.rule {
                    OverlapRule::Higher if it.one == id => it.other.as_str(),
                    _ if it.other == id => it.one.as_str(),
                    _ => continue,
                };
                if !all.contains(&next) {
                    all.push(next);
                }
            }
            at += 1;
        }
        all
    }

    /// Settles the overlaps of what was decided of some people, each benefit for itself, for one month.
    /// As if all were granted, only what is certain puts another out: what is not known is not given.
    pub fn settle(&self, day: Day, decided: &mut BTreeMap<String, Decisions>, entry: As) {
        let here = |it: &Overlap| decided.contains_key(&it.one) && decided.contains_key(&it.other);
        let held: Vec<(usize, &Overlap)> =
            self.rows.iter().enumerate().filter(|(_, it)| it.holds_on(day) && here(it)).collect();
        let Some(rows) = decided.values().next().map(|it| it.truth.len()) else { return };
        let groups = Groups::of(held.iter().map(|(_, it)| *it));
        // A circle does not load; without an order nothing would be settled, which no test would miss.
        let order = groups.order(held.iter().map(|(_, it)| *it)).unwrap_or_default();
        for group in order {
            for (place, it) in held.iter().filter(|(_, it)| groups.group(&it.other) == group) {
                if it.rule != OverlapRule::Higher {
                    cut(*place, it, rows, decided, entry);
                }
            }
            let within: Vec<(usize, &Overlap)> = held
                .iter()
                .filter(|(_, it)| it.rule == OverlapRule::Higher && groups.group(&it.one) == group)
                .copied()
                .collect();
            if !within.is_empty() {
                let members: Vec<&str> =
                    groups.0.iter().filter(|(_, it)| **it == group).map(|(id, _)| *id).collect();
                (0..rows).for_each(|row| highest(&members, &within, row, decided, entry));
            }
        }
    }
}

/// What an arrow leaves of its `other`.
fn cut(place: usize, it: &Overlap, rows: usize, decided: &mut BTreeMap<String, Decisions>, entry: As) {
    let Some(one) = decided.get(&it.one).map(|it| (it.truth.clone(), it.amount.clone())) else { return };
    let Some(other) = decided.get_mut(&it.other) else { return };
    for row in 0..rows {
        match (one.0[row], other.truth[row], it.rule) {
            (Truth::No, _, _) | (_, Truth::No, _) => (),
            (Truth::Yes, truth, OverlapRule::Caps) => {
                let room = it.cap.as_ref().map_or(Money::ZERO, |it| it.0) - one.1[row];
                if room <= Money::ZERO {
                    put_out(other, row, place);
                } else if room < other.amount[row] {
                    other.amount[row] = room;
                    if truth == Truth::Yes {
                        other.reason[row] = reason::overlap(place);
                    }
                }
            }
            (Truth::Yes, _, _) => put_out(other, row, place),
            // Whether both reach the cap is not known: what is certain of each is left.
            (Truth::Unknown, _, OverlapRule::Caps) => (),
            (Truth::Unknown, Truth::Yes, _) if entry == As::Entered => {
                other.truth[row] = Truth::Unknown;
                other.reason[row] = reason::overlap(place);
            }
            (Truth::Unknown, ..) => (),
        }
    }
}

/// Leaves the highest of a group's members standing, and whatever it may stand beside. What may turn out
/// higher and is not known leaves open what it would put out.
fn highest(
    members: &[&str],
    within: &[(usize, &Overlap)],
    row: usize,
    decided: &mut BTreeMap<String, Decisions>,
    entry: As,
) {
    // At a tie whoever is named first.
    let behind = |id: &str| within.iter().filter(|(_, it)| it.other == id).count();
    let worth = |it: &Decisions| match (it.truth[row], it.amount[row]) {
        // The tier is not known either: it may be any.
        (Truth::Unknown, Money::ZERO) => Money(i64::MAX),
        (_, amount) => amount,
    };
    let mut standing: Vec<(Money, usize, &str, Truth)> = members
        .iter()
        .filter_map(|id| Some((*id, decided.get(*id)?)))
        .filter(|(_, it)| it.truth[row] != Truth::No)
        .map(|(id, it)| (worth(it), behind(id), id, it.truth[row]))
        .collect();
    if standing.len() < 2 {
        return;
    }
    standing.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(b.2)));
    let (mut taken, mut open): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for (_, _, id, truth) in standing {
        let beside = |other: &&str| within.iter().find(|(_, it)| it.is_between(id, other));
        let Some(it) = decided.get_mut(id) else { continue };
        if let Some((place, _)) = taken.iter().find_map(beside) {
            put_out(it, row, *place);
        } else if truth == Truth::Unknown {
            open.push(id);
        } else if let Some((place, _)) = open.iter().find_map(beside).filter(|_| entry == As::Entered) {
            it.truth[row] = Truth::Unknown;
            it.reason[row] = reason::overlap(*place);
            open.push(id);
        } else {
            taken.push(id);
        }
    }
}

fn put_out(it: &mut Decisions, row: usize, place: usize) {
    it.truth[row] = Truth::No;
    it.amount[row] = Money::ZERO;
    it.reason[row] = reason::overlap(place);
    it.held.set(row, false);
}
