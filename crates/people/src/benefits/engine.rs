//! A pack's benefits made ready: conditions compiled, one edition for each stretch of days in
//! which nothing in them changes.

use std::collections::BTreeMap;

use base::{Day, Error, Month, Result};
use platform::packs::{Made, Pack};
use rules::{Catalogue, Fact, Kind, Program, RateTable};

use super::section::{Benefit, Benefits};

/// All benefits of a pack, by id.
pub struct Engines(BTreeMap<String, Engine>);

/// One benefit.
pub struct Engine {
    pub id: String,
    pub benefit: Benefit,
    /// By the first day of each; the first holds for all days before it as well.
    editions: Vec<(Day, Edition)>,
    pub(crate) rates: RateTable,
}

/// The rules of a benefit as they stand in some stretch of days.
pub(crate) struct Edition {
    /// Place in the pack's list of conditions.
    pub(crate) place: usize,
    pub(crate) condition: Program,
    pub(crate) measure: Program,
}

impl Made for Engines {
    fn make(pack: &Pack) -> Engines {
        let ready = |(id, benefit): (&String, &Benefit)| {
            let engine = Engine::new(id, benefit, pack.facts()).expect("the pack was checked when it loaded");
            (id.clone(), engine)
        };
        Engines(pack.get::<Benefits>().0.iter().map(ready).collect())
    }
}

impl Engines {
    pub fn get(&self, id: &str) -> Result<&Engine> {
        self.0.get(id).ok_or_else(|| Error::missing("benefit"))
    }

    /// The benefit that is named, or the only one of the county.
    pub fn named(&self, id: Option<&str>) -> Result<&Engine> {
        match id.filter(|it| !it.is_empty()) {
            Some(id) => self.get(id),
            None if self.0.len() == 1 => self.iter().next().ok_or_else(|| Error::missing("benefit")),
            None => Err(Error::invalid("benefit", "benefits-which")),
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Engine> {
        self.0.values()
    }
}

impl Engine {
    /// `None` when the benefit has faults, which checking the pack tells.
    pub fn new(id: &str, benefit: &Benefit, catalogue: &Catalogue) -> Option<Engine> {
        let figures = benefit.condition.0.iter().map(|it| (it.valid_from, it.valid_to));
        let params = benefit.param.values().flat_map(|it| &it.0).map(|it| (it.valid_from, it.valid_to));
        let mut starts: Vec<Day> =
            figures.chain(params).flat_map(|(from, to)| [from, to]).flatten().collect();
        starts.push(benefit.since.value);
        starts.sort_unstable();
        starts.dedup();
        let mut editions = Vec::new();
        for day in starts {
            let held = benefit.condition.0.iter().position(|it| it.holds_on(day));
            let place = held.unwrap_or(0);
            let params = benefit.params(Some(day));
            let text = &benefit.condition.0.get(place)?.value;
            let condition = Program::compile(text, &Kind::Bool, catalogue, params.clone()).ok()?;
            let measure = Program::compile(&benefit.measure, &Kind::Int, catalogue, params).ok()?;
            editions.push((day, Edition { place, condition, measure }));
        }
        let rates = benefit.rates().ok()?;
        Some(Engine { id: id.to_owned(), benefit: benefit.clone(), editions, rates })
    }

    pub(crate) fn on(&self, day: Day) -> &Edition {
        let after = self.editions.partition_point(|(from, _)| *from <= day);
        &self.editions[after.saturating_sub(1)].1
    }

    /// Every fact that deciding these months can read.
    pub fn facts(&self, months: &[Month]) -> Vec<Fact> {
        let mut facts = super::facts::of_months();
        for month in months {
            let edition = self.on(month.last_day());
            for fact in edition.condition.facts().iter().chain(edition.measure.facts()) {
                if facts.iter().all(|it| it.name != fact.name) {
                    facts.push(fact.clone());
                }
            }
        }
        facts
    }

    /// The name of a tier by its row in the rate table.
    pub fn tier(&self, row: u16) -> &str {
        self.benefit.rate.get(usize::from(row)).map_or("", |it| it.band.as_str())
    }
}
