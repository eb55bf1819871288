//! The facts that beds give of the homes they stand in: the bed-days of the month of a frame's day, and
//! the beds on that day. They are asked by the ids of facilities. Of a facility without beds nothing is known.

use std::collections::BTreeMap;

use base::{Day, Month, Result};
pub(super) use casebooks::books::facts::OF_FACILITIES;
use platform::{
    Cx,
    facts::{Asked, FactSource, Frame},
    packs::Pack,
};
use rules::{Column, Fact};

use super::{
    bed::Bed,
    claims,
    count::{self, Claims, Looked, Sums},
    pack::BedRules,
};
use crate::register::interval::Span;

/// The names, each a whole number.
pub(super) const NAMES: &[&str] = &[
    "beds.ordinary_days",
    "beds.nursing_days",
    "beds.contested_days",
    "beds.total",
    "beds.nursing_total",
    "beds.occupied",
];

/// The inventory and its stays as a source of facts.
pub struct BedFacts;

impl FactSource for BedFacts {
    fn gives(&self, _: &Pack, name: &str) -> bool {
        NAMES.contains(&name)
    }

    fn read(&self, cx: &mut Cx, asked: &Asked, wanted: &[Fact], frames: &mut [Frame]) -> Result<()> {
        let pack = cx.house.packs.county(cx.county())?;
        let rules = pack.get::<BedRules>();
        let until = claims::last_day(cx, asked.known_at);
        let (Some(first), Some(last)) = (frames.first(), frames.last()) else { return Ok(()) };
        let all = Span { from: first.day.month().first_day(), to: last.day.month().last_day().plus_days(1) };
        let only = match asked.people {
            [one] => Some(one.as_str()),
            _ => None,
        };
        let claims = claims::load(cx, only, all, asked.known_at)?;
        let looked = Looked::new(&claims, rules);
        let mut months: BTreeMap<Month, BTreeMap<&str, Sums>> = BTreeMap::new();
        for frame in frames {
            let month = frame.day.month();
            let sums = months.entry(month).or_insert_with(|| {
                let parts = claims::days_of(month, until).map(|it| looked.parts(it));
                count::by_facility(&parts.unwrap_or_default())
            });
            let on_day = on_day(&claims, rules, frame.day.min(until));
            for fact in wanted {
                let value =
                    |id: &String| value(rules, &fact.name, on_day.get(id.as_str())?, sums.get(id.as_str()));
                let column = Column::lanes(frame.people.iter().map(value).collect::<Vec<_>>());
                frame.set(&fact.name, column);
            }
        }
        Ok(())
    }
}

fn value(rules: &BedRules, name: &str, on_day: &OnDay, sums: Option<&Sums>) -> Option<i64> {
    Some(match name {
        "beds.ordinary_days" => sums.map_or(0, |it| it.of(rules, false)),
        "beds.nursing_days" => sums.map_or(0, |it| it.of(rules, true)),
        "beds.contested_days" => sums.map_or(0, |it| it.contested),
        "beds.total" => on_day.total,
        "beds.nursing_total" => on_day.nursing,
        "beds.occupied" => on_day.occupied,
        _ => return None,
    })
}

/// The beds of a home on one day.
#[derive(Clone, Debug, Default)]
pub(super) struct OnDay {
    pub(super) total: i64,
    pub(super) nursing: i64,
    pub(super) in_use: i64,
    pub(super) nursing_in_use: i64,
    pub(super) occupied: i64,
    pub(super) by_type: BTreeMap<String, i64>,
}

impl OnDay {
    fn bed(&mut self, rules: &BedRules, bed: &Bed, day: Day) {
        if !bed.stands(day) {
            return;
        }
        let kind = bed.types.on(day).cloned().unwrap_or_default();
        let (nursing, in_use) = (i64::from(rules.nursing(&kind)), i64::from(bed.in_use(day)));
        self.total += 1;
        self.nursing += nursing;
        self.in_use += in_use;
        self.nursing_in_use += nursing * in_use;
        *self.by_type.entry(kind).or_default() += 1;
    }

    /// Several homes together.
    pub(super) fn add(&mut self, it: &OnDay) {
        self.total += it.total;
        self.nursing += it.nursing;
        self.in_use += it.in_use;
        self.nursing_in_use += it.nursing_in_use;
        self.occupied += it.occupied;
        for (kind, count) in &it.by_type {
            *self.by_type.entry(kind.clone()).or_default() += count;
        }
    }
}

/// The beds of each home on a day, and how many people are said to have one.
pub(super) fn on_day<'c>(claims: &'c Claims, rules: &BedRules, day: Day) -> BTreeMap<&'c str, OnDay> {
    let mut homes: BTreeMap<&str, OnDay> = BTreeMap::new();
    for bed in claims.beds.values() {
        homes.entry(&bed.facility).or_default().bed(rules, bed, day);
    }
    for stay in claims.stays.iter().filter(|it| it.span.covers(day)) {
        if let Some(home) = homes.get_mut(stay.facility.as_str()) {
            home.occupied += 1;
        }
    }
    homes
}
