//! What an answer is worth, and the most and least that an item can be.

use crate::{Band, Instrument, Item, Kind, Opt, Scalar, cond::Known};

impl Opt {
    /// What the option is worth as it stands.
    pub fn worth(&self) -> i64 {
        self.points.unwrap_or(match &self.value {
            Scalar::Int(it) => *it,
            Scalar::Text(_) => 0,
        })
    }
}

/// The least that an item can be worth.
pub fn least(instrument: &Instrument, item: &Item) -> i64 {
    worths(instrument, item).into_iter().min().unwrap_or(0)
}

/// The most that an item can be worth.
pub fn greatest(instrument: &Instrument, item: &Item) -> i64 {
    worths(instrument, item).into_iter().max().unwrap_or(0)
}

fn worths(instrument: &Instrument, item: &Item) -> Vec<i64> {
    if !instrument.scores(item) {
        return Vec::new();
    }
    match item.kind {
        Kind::Choice => instrument.options(item).iter().map(Opt::worth).collect(),
        Kind::YesNo => vec![0, item.yes.unwrap_or(1)],
        _ => item.bands.iter().map(|it| it.points).collect(),
    }
}

/// What a judged answer is worth; `find` tells a band what else was answered.
pub(crate) fn of<'a>(
    instrument: &Instrument,
    item: &Item,
    known: Known<'_>,
    find: &dyn Fn(&str) -> Known<'a>,
) -> Option<i64> {
    if !instrument.scores(item) {
        return None;
    }
    match known {
        Known::Bool(yes) => Some(if yes == item.reverse { 0 } else { item.yes.unwrap_or(1) }),
        Known::Number(is) if item.kind == Kind::Choice => {
            let options = instrument.options(item);
            let same =
                |it: &&Opt| matches!(it.value, Scalar::Int(value) if (value as f64).total_cmp(&is).is_eq());
            options.iter().find(same).map(|it| turned(instrument, item, it.worth()))
        }
        Known::Text(is) => {
            let options = instrument.options(item);
            let same = |it: &&Opt| matches!(&it.value, Scalar::Text(value) if value == is);
            options.iter().find(same).map(|it| turned(instrument, item, it.worth()))
        }
        Known::Number(is) => item.bands.iter().find(|it| it.takes(is, find)).map(|it| it.points),
        Known::Nothing | Known::Many(_) => None,
    }
}

fn turned(instrument: &Instrument, item: &Item, points: i64) -> i64 {
    if item.reverse { least(instrument, item) + greatest(instrument, item) - points } else { points }
}

impl Band {
    fn takes<'a>(&self, is: f64, find: &dyn Fn(&str) -> Known<'a>) -> bool {
        self.from.is_none_or(|from| from <= is)
            && self.to.is_none_or(|to| is <= to)
            && self.when.as_ref().is_none_or(|when| when.holds(find))
    }
}
