//! `mortality.csv` and `foresee.toml`: how many of an age and sex die in a year, and how far a county
//! may differ from it.

use std::collections::BTreeMap;

use base::{Month, Sex};
use platform::packs::{Check, Confidence, Figure, Made, Pack, Section, Table};
use serde::{Deserialize, Serialize};

/// Deaths a year among 100,000 of a sex, from an age up to the next row's, from a year on up to the
/// next row's.
#[derive(Clone, Debug, Deserialize)]
pub struct MortalityRow {
    pub sex: OfSex,
    pub age: i64,
    pub year: i32,
    pub per_100000: i64,
    pub basis: String,
    pub confidence: Confidence,
}

/// `unknown` is both sexes together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfSex {
    Male,
    Female,
    Unknown,
}

impl OfSex {
    const ALL: [OfSex; 3] = [OfSex::Male, OfSex::Female, OfSex::Unknown];

    pub fn of(sex: Option<Sex>) -> OfSex {
        match sex {
            Some(Sex::Male) => OfSex::Male,
            Some(Sex::Female) => OfSex::Female,
            None => OfSex::Unknown,
        }
    }
}

impl Table for MortalityRow {
    const NAME: &'static str = "mortality";
    const KEY: &'static [&'static str] = &["sex", "age", "year"];

    fn check(rows: &[MortalityRow], check: &mut Check<'_>) {
        for (at, row) in rows.iter().enumerate() {
            check.range(&format!("[{at}].age"), &row.age, 0..=130);
            check.range(&format!("[{at}].year"), &row.year, 1950..=2100);
            check.range(&format!("[{at}].per_100000"), &row.per_100000, 1..=200_000);
        }
    }
}

/// `foresee.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Foresee {
    pub mortality_percent: Figure<Percent>,
    pub register_from: Figure<i64>,
}

/// The county's mortality in percent of the table's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Percent {
    pub low: i64,
    pub middle: i64,
    pub high: i64,
}

impl Section for Foresee {
    const NAME: &'static str = "foresee";

    fn check(&self, check: &mut Check<'_>) {
        let it = &self.mortality_percent.value;
        check.range("mortality_percent.value.low", &it.low, 1..=it.middle);
        check.range("mortality_percent.value.middle", &it.middle, 1..=1_000);
        check.range("mortality_percent.value.high", &it.high, it.middle..=1_000);
        check.range("register_from.value", &self.register_from.value, 0..=130);
    }
}

/// The table ready to be asked: by sex and year, the yearly rate of each single age.
#[derive(Clone, Debug, Default)]
pub struct Mortality(BTreeMap<(OfSex, i32), Vec<f64>>);

const AGES: usize = 131;

impl Made for Mortality {
    fn make(pack: &Pack) -> Mortality {
        Mortality::new(pack.rows::<MortalityRow>())
    }
}

impl Mortality {
    pub fn new(rows: &[MortalityRow]) -> Mortality {
        let mut years: Vec<i32> = rows.iter().map(|it| it.year).collect();
        years.sort_unstable();
        years.dedup();
        let mut by = BTreeMap::new();
        for sex in OfSex::ALL {
            for year in &years {
                let mut points: Vec<(i64, f64)> = rows
                    .iter()
                    .filter(|it| it.sex == sex && it.year == *year)
                    .map(|it| (it.age, it.per_100000 as f64 / 100_000.0))
                    .collect();
                points.sort_by_key(|it| it.0);
                if !points.is_empty() {
                    by.insert((sex, *year), single_ages(&points));
                }
            }
        }
        Mortality(by)
    }

    /// Nobody dies.
    #[cfg(test)]
    pub(super) fn none() -> Mortality {
        Mortality::default()
    }

    /// Deaths a year among one at risk, at an age in whole years; 0 where the table says nothing.
    pub fn yearly(&self, sex: OfSex, age: i64, month: Month) -> f64 {
        let year = month.year();
        let of_sex = self.0.range((sex, i32::MIN)..=(sex, i32::MAX));
        let mut best = None;
        for ((_, from), rates) in of_sex {
            if best.is_none() || *from <= year {
                best = Some(rates);
            }
        }
        let place = usize::try_from(age).unwrap_or(0).min(AGES - 1);
        best.map_or(0.0, |it| it[place])
    }
}

/// Rates of groups of ages as those of single ages: the logarithm runs straight between the middles of
/// the groups, as mortality of old age does nearly; before the first middle and in the last, open group
/// the group's own rate holds.
fn single_ages(points: &[(i64, f64)]) -> Vec<f64> {
    let middles: Vec<(f64, f64)> = points
        .iter()
        .enumerate()
        .map(|(at, (age, rate))| {
            let next = points.get(at + 1).map_or(*age, |it| it.0);
            ((*age + next) as f64 / 2.0, rate.ln())
        })
        .collect();
    let at = |age: usize| {
        let middle = age as f64 + 0.5;
        let after = middles.partition_point(|it| it.0 <= middle);
        let (Some(left), Some(right)) = (after.checked_sub(1).map(|it| middles[it]), middles.get(after))
        else {
            return middles[after.saturating_sub(1)].1.exp();
        };
        let part = (middle - left.0) / (right.0 - left.0);
        (left.1 + part * (right.1 - left.1)).exp()
    };
    (0..AGES).map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(sex: OfSex, age: i64, year: i32, per_100000: i64) -> MortalityRow {
        MortalityRow { sex, age, year, per_100000, basis: String::new(), confidence: Confidence::Printed }
    }

    #[test]
    fn single_ages_run_between_the_middles_of_their_groups() {
        let rows = [80, 85, 90].map(|age| row(OfSex::Male, age, 2025, 1_000 << ((age - 80) / 5)));
        let table = Mortality::new(&rows);
        let at =
            |age| (table.yearly(OfSex::Male, age, "2026-11".parse().unwrap()) * 100_000.0).round() as i64;
        // Middles: 82.5, 87.5, and 90 of the open group.
        assert_eq!([at(70), at(82), at(87), at(90), at(104)], [1_000, 1_000, 2_000, 4_000, 4_000]);
        assert!((1_001..2_000).contains(&at(84)));
        assert!(table.yearly(OfSex::Female, 84, "2026-11".parse().unwrap()).abs() < 1e-9, "no rows of it");
    }

    #[test]
    fn the_latest_year_that_has_begun_holds() {
        let table = Mortality::new(&[row(OfSex::Male, 80, 2025, 9_000), row(OfSex::Male, 80, 2030, 8_000)]);
        let at =
            |month: &str| (table.yearly(OfSex::Male, 85, month.parse().unwrap()) * 100_000.0).round() as i64;
        assert_eq!(
            [at("2020-01"), at("2029-12"), at("2030-01"), at("2050-01")],
            [9_000, 9_000, 8_000, 8_000]
        );
    }
}
