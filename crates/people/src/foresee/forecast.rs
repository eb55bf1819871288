//! Month after month: what both texts cost while the people of the register grow old and die. Pure.
//!
//! ```text
//!   cohort ── decide its one row in month t ──▶ a(t)            each side
//!          ── mortality by age and sex ───────▶ S(t), p(death in t)
//!
//!   E cost(t) = Σ n a(t) S(t)     Var = Σ n a(t)² S(t) (1 − S(t))      deaths are binomial
//!   band      = from the lowest of (E − 1.645 σ) to the highest of (E + 1.645 σ), over the three
//!               mortalities of the pack: below, as, and above what is thought most likely
//! ```
//!
//! What overlapping benefits come to is in it, on both sides. Facts beside the age stay as they are; nobody moves in. The month of a death is owed or not as the
//! month rules say.

use base::Month;
use rules::Truth;

use super::{
    cohorts::{Cohort, Cohorts},
    compare::{Had, Side, Worth},
    mortality::{Mortality, Percent},
};

/// So many standard deviations to each side hold nine in ten.
const NINE_IN_TEN: f64 = 1.645;

/// An expectation with its range, in fen or in people.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Band {
    pub low: f64,
    pub middle: f64,
    pub high: f64,
}

/// One month ahead.
#[derive(Clone, Debug, PartialEq)]
pub struct Ahead {
    pub month: Month,
    /// Who receives: under the text in force, under the draft.
    pub people: [Band; 2],
    pub fen: [Band; 2],
    /// What the draft costs more.
    pub more: Band,
    /// What those would come to who cannot be decided under the draft.
    pub undecided_fen: f64,
}

/// All months ahead, and their sums.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    pub months: Vec<Ahead>,
    pub fen: [Band; 2],
    pub more: Band,
    /// By area, as the caller counts them: what each side costs in all, as is most likely.
    pub areas: Vec<[f64; 2]>,
}

/// Sums of expectations and variances, for each mortality.
#[derive(Clone, Copy, Default)]
struct Moments([(f64, f64); 3]);

impl Moments {
    fn add(&mut self, at: usize, count: f64, mean: f64, square: f64) {
        self.0[at].0 += count * mean;
        // Rounding may leave a little less than nothing.
        self.0[at].1 += count * (square - mean * mean).max(0.0);
    }

    fn band(&self) -> Band {
        let ends = self.0.map(|(mean, variance)| {
            let wide = NINE_IN_TEN * variance.sqrt();
            (mean - wide, mean + wide)
        });
        Band {
            low: ends.iter().map(|it| it.0).fold(f64::INFINITY, f64::min),
            middle: self.0[1].0,
            high: ends.iter().map(|it| it.1).fold(f64::NEG_INFINITY, f64::max),
        }
    }
}

#[derive(Clone, Default)]
struct MonthSums {
    people: [Moments; 2],
    fen: [Moments; 2],
    more: Moments,
    undecided_fen: f64,
}

/// Carries the cohorts of `from` forward by `months`; `from` itself is not in it.
pub fn forecast(
    cohorts: &Cohorts,
    sides: &[Side; 2],
    from: Month,
    months: usize,
    (mortality, percent): (&Mortality, Percent),
    areas: usize,
) -> Forecast {
    let ahead: Vec<Month> = (1..=months as i32).map(|it| from.plus(it)).collect();
    let frame = cohorts.frame(from.last_day());
    let decided: Vec<[Worth; 2]> =
        ahead.iter().map(|month| [0, 1].map(|at| sides[at].decide(&frame, *month))).collect();
    // Of what is given once, whoever has it by the end of `from` is paid no more.
    let had = Had::before(&sides[0], &frame, from).0;
    let begun: [Option<Vec<bool>>; 2] = [0, 1].map(|at: usize| {
        let side = &sides[at];
        side.is_once().then(|| {
            let truth = side.decide(&frame, from).truth;
            let yes = truth.iter().map(|it| *it == Truth::Yes).enumerate();
            yes.map(|(row, yes)| yes || had.get(row) == Some(&true)).collect()
        })
    });
    let of_death = [0, 1].map(|at: usize| sides[at].pays_month_of_death());
    let mut sums = vec![MonthSums::default(); months];
    let (mut fen, mut more) = ([Moments::default(); 2], Moments::default());
    let mut by_area = vec![[0.0; 2]; areas];
    let percents = [percent.low, percent.middle, percent.high];
    for (row, cohort) in cohorts.all.iter().enumerate() {
        let mut paid = Paid::new(&decided, row);
        for (side, begun) in begun.iter().enumerate() {
            if let Some(begun) = begun {
                paid.once(side, begun[row]);
            }
        }
        if paid.is_nothing() {
            continue;
        }
        for (at, percent) in percents.into_iter().enumerate() {
            let alive = survival(cohort, &ahead, mortality, percent as f64 / 100.0);
            let mean = paid.months(at, cohort.people() as f64, &alive, of_death, &mut sums);
            paid.whole(at, cohort.people() as f64, &alive, of_death, &mut fen, &mut more);
            if at == 1 {
                for (area, count) in &cohort.members {
                    let place = &mut by_area[*area];
                    (0..2).for_each(|side| place[side] += *count as f64 * mean[side]);
                }
            }
        }
    }
    let months = ahead.into_iter().zip(&sums).map(|(month, it)| Ahead {
        month,
        people: it.people.map(|it| it.band()),
        fen: it.fen.map(|it| it.band()),
        more: it.more.band(),
        undecided_fen: it.undecided_fen,
    });
    Forecast { months: months.collect(), fen: fen.map(|it| it.band()), more: more.band(), areas: by_area }
}

/// The chance to be alive at the end of each month: the first is that of `from`, which is 1.
pub(super) fn survival(cohort: &Cohort, ahead: &[Month], mortality: &Mortality, scale: f64) -> Vec<f64> {
    let mut alive = vec![1.0];
    for month in ahead {
        // Of whom nobody knows the age, nobody is known to die.
        let age = cohort.born.map(|it| i64::from(it.age_on(month.first_day())));
        let yearly = age.map_or(0.0, |age| mortality.yearly(cohort.sex, age, *month));
        let before = alive[alive.len() - 1];
        alive.push(before * (-yearly * scale / 12.0).exp());
    }
    alive
}

/// What one of a cohort is paid in each month while alive, by side.
struct Paid {
    yes: [Vec<bool>; 2],
    fen: [Vec<f64>; 2],
    undecided: Vec<f64>,
}

impl Paid {
    fn new(decided: &[[Worth; 2]], row: usize) -> Paid {
        let yes = |side: usize| decided.iter().map(|it| it[side].truth[row] == Truth::Yes).collect();
        let fen = |side: usize| {
            let amount = |it: &[Worth; 2]| match it[side].truth[row] {
                Truth::Yes => (it[side].amount[row] + it[side].beside[row]).0 as f64,
                _ => it[side].beside[row].0 as f64,
            };
            decided.iter().map(amount).collect()
        };
        let undecided = |it: &[Worth; 2]| match it[1].truth[row] {
            Truth::Unknown => it[1].amount[row].0 as f64,
            _ => 0.0,
        };
        Paid {
            yes: [yes(0), yes(1)],
            fen: [fen(0), fen(1)],
            undecided: decided.iter().map(undecided).collect(),
        }
    }

    /// Leaves the first month in which it is owed, or none.
    fn once(&mut self, side: usize, mut had: bool) {
        for month in 0..self.yes[side].len() {
            let owed = self.yes[side][month];
            if had {
                (self.yes[side][month], self.fen[side][month]) = (false, 0.0);
            }
            had |= owed;
        }
    }

    fn is_nothing(&self) -> bool {
        self.yes.iter().flatten().all(|it| !it)
            && self.fen.iter().flatten().chain(&self.undecided).all(|it| *it == 0.0)
    }

    /// Adds each month by itself; answers what one costs in all, by side, on the average.
    fn months(
        &self,
        at: usize,
        count: f64,
        alive: &[f64],
        of_death: [bool; 2],
        sums: &mut [MonthSums],
    ) -> [f64; 2] {
        let mut whole = [0.0; 2];
        for (month, sum) in sums.iter_mut().enumerate() {
            // Owed in a month: alive at its end, or at its beginning where the month of death counts.
            let chance = of_death.map(|it| alive[month + usize::from(!it)]);
            let fen = [self.fen[0][month], self.fen[1][month]];
            for side in 0..2 {
                let mean = fen[side] * chance[side];
                whole[side] += mean;
                sum.fen[side].add(at, count, mean, fen[side] * mean);
                if self.yes[side][month] {
                    sum.people[side].add(at, count, chance[side], chance[side]);
                }
            }
            let both = chance[0].min(chance[1]);
            let mean = fen[1] * chance[1] - fen[0] * chance[0];
            let square =
                fen[1].powi(2) * chance[1] + fen[0].powi(2) * chance[0] - 2.0 * fen[0] * fen[1] * both;
            sum.more.add(at, count, mean, square);
            if at == 1 {
                sum.undecided_fen += count * self.undecided[month] * chance[1];
            }
        }
        whole
    }

    /// Adds the sum of all months: who lives long is paid in many of them, so months go together.
    fn whole(
        &self,
        at: usize,
        count: f64,
        alive: &[f64],
        of_death: [bool; 2],
        fen: &mut [Moments; 2],
        more: &mut Moments,
    ) {
        let months = alive.len() - 1;
        let (mut means, mut squares) = ([0.0; 3], [0.0; 3]);
        let mut so_far = [0.0; 2];
        let mut end = |chance: f64, got: [f64; 2]| {
            for (place, it) in [got[0], got[1], got[1] - got[0]].into_iter().enumerate() {
                means[place] += chance * it;
                squares[place] += chance * it * it;
            }
        };
        for month in 0..months {
            let this = [self.fen[0][month], self.fen[1][month]];
            let got = [0, 1].map(|side| so_far[side] + if of_death[side] { this[side] } else { 0.0 });
            end(alive[month] - alive[month + 1], got);
            (0..2).for_each(|side| so_far[side] += this[side]);
        }
        end(alive[months], so_far);
        fen[0].add(at, count, means[0], squares[0]);
        fen[1].add(at, count, means[1], squares[1]);
        more.add(at, count, means[2], squares[2]);
    }
}
