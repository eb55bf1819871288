//! Cohorts: people whom every rule must treat alike, month after month, counted instead of named. Pure.
//!
//! Two people are in one cohort when they were born in one month (29 February stands apart: in common
//! years it completes a year of life a month later), are of one sex, and are alike in every fact that the
//! two texts read beside the age. A condition that reads the birth date itself keeps days apart.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use base::{Day, Sex};
use platform::facts::Frame;
use rules::{Builder, Fact, Kind, Value};

use super::mortality::OfSex;
use crate::benefits::facts;

pub const SEX: &str = "person.sex";

/// The people of a register, by cohort.
pub struct Cohorts {
    facts: Vec<Fact>,
    /// Whether a rule reads the day of birth beside the age.
    by_day: bool,
    places: HashMap<Vec<Option<i64>>, usize>,
    texts: HashMap<Arc<str>, i64>,
    pub all: Vec<Cohort>,
}

pub struct Cohort {
    pub born: Option<Day>,
    pub sex: OfSex,
    /// One of them, for all of them.
    values: Vec<Option<Value>>,
    /// How many, by place in the caller's list of areas.
    pub members: BTreeMap<usize, i64>,
}

impl Cohort {
    pub fn people(&self) -> i64 {
        self.members.values().sum()
    }
}

impl Cohorts {
    pub fn new(facts: Vec<Fact>, by_day: bool) -> Cohorts {
        Cohorts { facts, by_day, places: HashMap::new(), texts: HashMap::new(), all: Vec::new() }
    }

    /// Adds the people of a frame who are here and alive on its day; the others are owed nothing in the
    /// months after it. `areas` says where each belongs.
    pub fn add(&mut self, frame: &Frame, areas: &[usize]) {
        for (row, area) in areas.iter().enumerate() {
            if frame.lane(facts::DIED, row).is_some() || frame.lane(facts::MOVED, row).is_some() {
                continue;
            }
            let key = self.key(frame, row);
            let place = match self.places.get(&key) {
                Some(place) => *place,
                None => {
                    self.all.push(self.first(frame, row));
                    self.places.insert(key, self.all.len() - 1);
                    self.all.len() - 1
                }
            };
            *self.all[place].members.entry(*area).or_default() += 1;
        }
    }

    fn key(&mut self, frame: &Frame, row: usize) -> Vec<Option<i64>> {
        let mut key = Vec::with_capacity(self.facts.len());
        for fact in &self.facts {
            let lane = match fact.kind {
                // Places of texts are each frame's own.
                Kind::Text => match frame.column(&fact.name).and_then(|it| it.value(&fact.kind, row)) {
                    Some(Value::Text(text)) => {
                        let next = self.texts.len() as i64;
                        Some(*self.texts.entry(text).or_insert(next))
                    }
                    _ => None,
                },
                _ => frame.lane(&fact.name, row),
            };
            let coarse = fact.name == facts::BORN && !self.by_day;
            key.push(if coarse { lane.map(month_of_birth) } else { lane });
        }
        key
    }

    fn first(&self, frame: &Frame, row: usize) -> Cohort {
        let value = |fact: &Fact| frame.column(&fact.name)?.value(&fact.kind, row);
        let values: Vec<Option<Value>> = self.facts.iter().map(value).collect();
        let sex = self.facts.iter().zip(&values).find(|it| it.0.name == SEX).and_then(|it| it.1.clone());
        let sex = match sex {
            Some(Value::Choice(it)) => Sex::parse(&it),
            _ => None,
        };
        let born = frame.lane(facts::BORN, row).map(Day::from_number);
        Cohort { born, sex: OfSex::of(sex), values, members: BTreeMap::new() }
    }

    /// One row for each cohort.
    pub fn frame(&self, day: Day) -> Frame {
        let mut frame = Frame::new((0..self.all.len()).map(|at| at.to_string()).collect(), day);
        for (place, fact) in self.facts.iter().enumerate() {
            let mut column = Builder::new(&fact.kind);
            for cohort in &self.all {
                column.push(cohort.values[place].as_ref());
            }
            frame.set(&fact.name, column.finish());
        }
        frame
    }
}

/// A number that is the same for all who complete their years in the same months.
fn month_of_birth(day: i64) -> i64 {
    let day = Day::from_number(day);
    let first = day.month().first_day().number();
    let leap = day.plus_years(1).month() != day.month().plus(12);
    if leap { day.number() } else { first }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_month_of_birth_keeps_the_leap_day_apart() {
        let of = |text: &str| month_of_birth(text.parse::<Day>().unwrap().number());
        assert_eq!(of("1940-02-01"), of("1940-02-28"));
        assert_ne!(of("1940-02-29"), of("1940-02-28"));
        assert_ne!(of("1940-02-29"), of("1940-03-01"));
        assert_eq!(of("1941-03-01"), of("1941-03-31"));
        // Not the same number as a whole month's.
        assert_ne!(of("1940-02-29"), of("1940-02-01"));
    }
}
