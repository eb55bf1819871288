//! Dated rate tables: band × day → money. A row holds from its first to its last day; past months
//! are computed on the row that held then, so rows are added and closed, never changed.

use std::fmt;

use base::{Day, Money};
use serde::Serialize;

/// One rate: for values of the band's measure from `from` to `to`, both included, on days from
/// `valid_from` up to, not including, `valid_to`. An absent end is open. What it rests on stands in
/// the pack, in the row of the same place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RateRow {
    pub band: String,
    pub from: i64,
    pub to: Option<i64>,
    pub valid_from: Day,
    pub valid_to: Option<Day>,
    pub amount: Money,
}

/// Rates that were checked: on every day from the first on, each value of the measure has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateTable {
    rows: Vec<RateRow>,
}

/// What is wrong with a table; `rows` are the places of the rows that it concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateFault {
    pub key: &'static str,
    pub args: Vec<(&'static str, String)>,
    pub rows: Vec<usize>,
}

impl RateFault {
    fn new(key: &'static str, rows: &[usize]) -> RateFault {
        RateFault { key, args: Vec::new(), rows: rows.to_vec() }
    }

    fn arg(mut self, name: &'static str, value: impl fmt::Display) -> RateFault {
        self.args.push((name, value.to_string()));
        self
    }
}

impl RateTable {
    /// Checks the rows: no two for one value on one day, no day and no value left out between.
    pub fn new(rows: Vec<RateRow>) -> Result<RateTable, Vec<RateFault>> {
        let mut faults = Vec::new();
        if rows.is_empty() {
            faults.push(RateFault::new("rules-rates-none", &[]));
        }
        for (place, row) in rows.iter().enumerate() {
            if row.to.is_some_and(|to| to < row.from) {
                faults.push(RateFault::new("rules-rates-band-backward", &[place]).arg("band", &row.band));
            }
            if row.valid_to.is_some_and(|to| to <= row.valid_from) {
                faults.push(RateFault::new("rules-rates-days-backward", &[place]).arg("band", &row.band));
            }
            if row.amount < Money::ZERO {
                faults.push(RateFault::new("rules-rates-negative", &[place]).arg("band", &row.band));
            }
        }
        if faults.is_empty() {
            faults = gaps(&rows);
        }
        if faults.is_empty() { Ok(RateTable { rows }) } else { Err(faults) }
    }

    pub fn rows(&self) -> &[RateRow] {
        &self.rows
    }

    /// The rates that hold on a day.
    pub fn on(&self, day: Day) -> RatesOn {
        let mut bands: Vec<_> = (0..self.rows.len()).filter(|it| holds(&self.rows[*it], day)).collect();
        bands.sort_by_key(|it| self.rows[*it].from);
        let bands = bands.into_iter().map(|place| {
            let row = &self.rows[place];
            (row.from, row.to.unwrap_or(i64::MAX), row.amount, place)
        });
        RatesOn { bands: bands.collect() }
    }
}

/// The rates of one day, ready to be asked a million times.
#[derive(Clone, Debug)]
pub struct RatesOn {
    bands: Vec<(i64, i64, Money, usize)>,
}

impl RatesOn {
    /// The amount for a value of the measure, and the place of its row in the table.
    #[inline]
    pub fn find(&self, value: i64) -> Option<(Money, usize)> {
        let (_, to, amount, place) = self.bands.iter().rev().find(|(from, ..)| *from <= value)?;
        (value <= *to).then_some((*amount, *place))
    }
}

fn holds(row: &RateRow, day: Day) -> bool {
    row.valid_from <= day && row.valid_to.is_none_or(|to| day < to)
}

/// Looks at each stretch of days in which the same rows hold.
fn gaps(rows: &[RateRow]) -> Vec<RateFault> {
    let ends = rows.iter().filter_map(|it| it.valid_to);
    let mut starts: Vec<Day> = rows.iter().map(|it| it.valid_from).chain(ends).collect();
    starts.sort_unstable();
    starts.dedup();
    let end = if rows.iter().any(|it| it.valid_to.is_none()) { None } else { starts.pop() };
    let lowest = rows.iter().map(|it| it.from).min().unwrap_or(0);
    let top = |row: &RateRow| row.to.unwrap_or(i64::MAX);
    let highest = rows.iter().map(top).max();
    let mut faults = Vec::new();
    for day in starts.into_iter().filter(|day| end.is_none_or(|end| *day < end)) {
        let mut held: Vec<usize> = (0..rows.len()).filter(|it| holds(&rows[*it], day)).collect();
        held.sort_by_key(|it| rows[*it].from);
        // The lowest value that no row up to here covers; i64::MAX after an open end.
        let mut next = lowest;
        for place in &held {
            let row = &rows[*place];
            if row.from < next {
                let other = held.iter().find(|it| *it != place && row.from <= top(&rows[**it]));
                let both: Vec<_> = other.into_iter().chain([place]).copied().collect();
                let fault = RateFault::new("rules-rates-two", &both);
                faults.push(fault.arg("day", day).arg("value", row.from));
            } else if next < row.from {
                let fault = RateFault::new("rules-rates-hole", &[*place]);
                faults.push(fault.arg("day", day).arg("from", next).arg("to", row.from - 1));
            }
            next = next.max(top(row).saturating_add(1));
        }
        if next != i64::MAX && highest.is_some_and(|highest| next <= highest) {
            let fault = RateFault::new("rules-rates-hole", &held).arg("day", day).arg("from", next);
            let to = highest.filter(|it| *it != i64::MAX).map_or("…".to_owned(), |it| it.to_string());
            faults.push(fault.arg("to", to));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(from: i64, to: Option<i64>, days: (&str, Option<&str>), yuan: i64) -> RateRow {
        RateRow {
            band: format!("{from}"),
            from,
            to,
            valid_from: days.0.parse().unwrap(),
            valid_to: days.1.map(|it| it.parse().unwrap()),
            amount: Money(yuan * 100),
        }
    }

    #[track_caller]
    fn check(rows: Vec<RateRow>, keys: &[&str]) {
        let faults = RateTable::new(rows).err().unwrap_or_default();
        assert_eq!(faults.iter().map(|it| it.key).collect::<Vec<_>>(), keys, "{faults:?}");
    }

    const LONG: (&str, Option<&str>) = ("2020-01-01", None);

    #[test]
    fn finds_the_row_of_the_day() {
        let old = ("2020-01-01", Some("2023-01-01"));
        let table = RateTable::new(vec![
            row(80, Some(89), old, 50),
            row(80, Some(89), ("2023-01-01", None), 60),
            row(90, Some(99), LONG, 120),
            row(100, None, LONG, 500),
        ])
        .unwrap();
        let find = |day: &str, age| table.on(day.parse().unwrap()).find(age).map(|it| it.0);
        assert_eq!(find("2022-12-31", 89), Some(Money(5_000)));
        assert_eq!(find("2023-01-01", 80), Some(Money(6_000)));
        assert_eq!(find("2023-01-01", 104), Some(Money(50_000)));
        assert_eq!(find("2023-01-01", 79), None);
        assert_eq!(find("2019-12-31", 85), None, "before the first day nothing is due");
    }

    #[test]
    fn holes_and_overlaps_are_found() {
        check(vec![], &["rules-rates-none"]);
        check(vec![row(80, Some(89), LONG, 60), row(90, None, LONG, 1)], &[]);
        check(vec![row(80, Some(88), LONG, 60), row(90, None, LONG, 1)], &["rules-rates-hole"]);
        check(vec![row(80, Some(90), LONG, 60), row(90, None, LONG, 1)], &["rules-rates-two"]);
        check(vec![row(80, None, LONG, 60), row(90, None, LONG, 1)], &["rules-rates-two"]);
        check(
            vec![
                row(80, None, ("2020-01-01", Some("2020-07-01")), 1),
                row(80, None, ("2020-08-01", None), 2),
            ],
            &["rules-rates-hole"],
        );
        check(
            vec![
                row(80, None, ("2020-01-01", Some("2020-08-02")), 1),
                row(80, None, ("2020-08-01", None), 2),
            ],
            &["rules-rates-two"],
        );
        check(
            vec![row(80, Some(89), LONG, 60), row(90, None, ("2020-01-01", Some("2022-01-01")), 1)],
            &["rules-rates-hole"],
        );
        check(vec![row(89, Some(80), LONG, 60)], &["rules-rates-band-backward"]);
    }
}
