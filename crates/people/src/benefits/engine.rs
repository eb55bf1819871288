//! A pack's benefits made ready: conditions compiled, one edition for each stretch of days in
//! which nothing in them changes.

use std::collections::BTreeMap;

use base::{Day, Error, Month, Result};
use platform::packs::{Made, Pack};
use rules::{Catalogue, Fact, Kind, Program, RateTable};

use super::{
    kind::{About, Gives},
    section::{Benefit, Benefits},
};

/// All benefits of a pack, by id.
pub struct Engines(BTreeMap<String, Engine>);

/// One benefit.
pub struct Engine {
    pub id: String,
    pub benefit: Benefit,
    /// By the first day of each; the first holds for all days before it as well.
    editions: Vec<(Day, Edition)>,
    pub(crate) rates: Option<RateTable>,
}

/// The rules of a benefit as they stand in some stretch of days.
pub(crate) struct Edition {
    /// Place in the pack's list of conditions.
    pub(crate) place: usize,
    pub(crate) condition: Program,
    /// Absent where there is one rate for all.
    pub(crate) measure: Option<Program>,
    pub(crate) times: Option<Program>,
}

impl Edition {
    /// The programs in it.
    pub(crate) fn programs(&self) -> impl Iterator<Item = &Program> {
        [Some(&self.condition), self.measure.as_ref(), self.times.as_ref()].into_iter().flatten()
    }
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

    /// The benefit that is named, or the county's main one.
    pub fn named(&self, id: Option<&str>) -> Result<&Engine> {
        match id.filter(|it| !it.is_empty()) {
            Some(id) => self.get(id),
            None => {
                let main = self.iter().find(|it| it.benefit.main || self.0.len() == 1);
                main.ok_or_else(|| Error::invalid("benefit", "benefits-which"))
            }
        }
    }

    /// Those that are given to persons, or to facilities.
    pub fn about(&self, about: About) -> impl Iterator<Item = &Engine> {
        self.iter().filter(move |it| it.benefit.about == about)
    }

    /// Those that are paid to persons, by runs.
    pub fn paid(&self) -> impl Iterator<Item = &Engine> {
        self.iter().filter(|it| it.benefit.is_paid())
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
            let number = |text: &Option<String>| match text {
                Some(text) => Program::compile(text, &Kind::Int, catalogue, params.clone()).map(Some),
                None => Ok(None),
            };
            let measure = number(&benefit.measure).ok()?;
            let times = number(&benefit.times).ok()?;
            editions.push((day, Edition { place, condition, measure, times }));
        }
        let rates = benefit.rates().ok()?;
        Some(Engine { id: id.to_owned(), benefit: benefit.clone(), editions, rates })
    }

    /// The condition as it stands on a day, with its clause.
    pub fn condition_on(&self, day: Day) -> &platform::packs::Figure<String> {
        &self.benefit.condition.0[self.on(day).place]
    }

    pub(crate) fn on(&self, day: Day) -> &Edition {
        let after = self.editions.partition_point(|(from, _)| *from <= day);
        &self.editions[after.saturating_sub(1)].1
    }

    /// Every fact that deciding these months can read.
    pub fn facts(&self, months: &[Month]) -> Vec<Fact> {
        // Nobody is born, dies or moves house where a benefit is a facility's.
        let mut facts = match self.benefit.about {
            About::Person => super::facts::of_months(),
            About::Facility => Vec::new(),
        };
        for month in months {
            let edition = self.on(month.last_day());
            for fact in edition.programs().flat_map(Program::facts) {
                if facts.iter().all(|it| it.name != fact.name) {
                    facts.push(fact.clone());
                }
            }
        }
        facts
    }

    /// Whether a rule of these months reads a fact itself, beside what the engine makes of it.
    pub fn reads(&self, fact: &str, months: &[Month]) -> bool {
        let mut programs = months.iter().map(|it| self.on(it.last_day())).flat_map(Edition::programs);
        programs.any(|it| it.facts().iter().any(|it| it.name == fact))
    }

    /// The name of a tier by its row in the rate table.
    pub fn tier(&self, row: u16) -> &str {
        self.benefit.rate.get(usize::from(row)).map_or("", |it| it.band.as_str())
    }

    /// What a tier gives; the thing itself where the benefit has no rates.
    pub fn gives(&self, row: Option<u16>) -> Gives {
        let rate = row.and_then(|it| self.benefit.rate.get(usize::from(it)));
        rate.map_or(Gives::Nothing, super::kind::Rate::gives)
    }
}
