//! How many of each sex and age: the census of 2020 scaled to the county's totals, single years by
//! mortality.

use crate::{
    county::{Figures, rows},
    person::Sex,
};

/// Nobody is older; the last year keeps the rest.
const AGE_MAX: i32 = 106;

/// Sex, completed years, persons.
pub(crate) type Cell = (Sex, i32, usize);

pub(crate) fn cells(figures: &Figures) -> Vec<Cell> {
    let census: Vec<(Sex, i32, f64)> = rows(include_str!("../data/census.csv"))
        .filter(|row| row[0] == figures.census)
        .filter_map(|row| Some((sex(row[1]), row[2].parse().ok()?, row[3].parse().ok()?)))
        .collect();
    let mut weights: Vec<(Sex, i32, f64)> = Vec::new();
    for (sex, from, persons) in census {
        let to = if from == 85 { AGE_MAX } else { from + 4 };
        // Those alive at each age of the band, if equally many had reached its beginning.
        let mut alive = 1.0;
        let mut band = Vec::new();
        for age in from..=to {
            band.push(alive);
            alive *= (-mortality(sex, age)).exp();
        }
        let sum: f64 = band.iter().sum();
        weights.extend(band.iter().zip(from..).map(|(share, age)| (sex, age, persons * share / sum)));
    }
    let (old, young): (Vec<_>, Vec<_>) = weights.into_iter().partition(|(_, age, _)| 80 <= *age);
    let mut cells = apportion(&young, figures.elders - figures.eighty);
    cells.extend(apportion(&old, figures.eighty));
    cells
}

/// Whole persons in proportion to the weights, adding up to `total` (largest remainders).
fn apportion(weights: &[(Sex, i32, f64)], total: usize) -> Vec<Cell> {
    let sum: f64 = weights.iter().map(|it| it.2).sum();
    let shares: Vec<f64> = weights.iter().map(|it| it.2 * total as f64 / sum).collect();
    let mut counts: Vec<usize> = shares.iter().map(|it| it.floor() as usize).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|a, b| (shares[*b] - shares[*b].floor()).total_cmp(&(shares[*a] - shares[*a].floor())));
    let missing = total - counts.iter().sum::<usize>();
    for at in order.into_iter().take(missing) {
        counts[at] += 1;
    }
    weights.iter().zip(counts).map(|((sex, age, _), count)| (*sex, *age, count)).collect()
}

/// Deaths per person-year.
pub(crate) fn mortality(sex: Sex, age: i32) -> f64 {
    rows(include_str!("../data/mortality.csv"))
        .filter(|row| row[0].parse::<i32>().is_ok_and(|from| from <= age))
        .last()
        .and_then(|row| row[if sex == Sex::Male { 1 } else { 2 }].parse().ok())
        .unwrap_or(0.0)
}

fn sex(letter: &str) -> Sex {
    if letter == "M" { Sex::Male } else { Sex::Female }
}
