//! Arithmetic on lanes: one value at a time, and column by column.
//!
//! What cannot be computed (an overflow, a division by zero, a day past the calendar) is unknown,
//! never wrong and never a panic.

use crate::{
    batch::Chunk,
    calendar,
    node::{Binary, Op, Unary},
    plane::{self, Plane, WORDS, each_row},
};

/// Days that the calendar here counts: some 10,000 years either way.
const DAY_MAX: i64 = 4_000_000;
const MONTH_MAX: i64 = 120_000;

pub(crate) fn unary(op: Unary, it: i64) -> Option<i64> {
    match op {
        Unary::Negate => it.checked_neg(),
        Unary::MonthOf => day(it).map(calendar::month_of),
        Unary::YearOf => Some(it.div_euclid(12)),
        Unary::FirstDay => month(it).map(calendar::first_day),
        Unary::LastDay => month(it).map(calendar::last_day),
    }
}

pub(crate) fn binary(op: Binary, left: i64, right: i64) -> Option<i64> {
    match op {
        Binary::Add => left.checked_add(right),
        Binary::Subtract => left.checked_sub(right),
        Binary::Multiply => left.checked_mul(right),
        Binary::Divide => left.checked_div(right),
        Binary::Modulo => left.checked_rem(right),
        Binary::Least => Some(left.min(right)),
        Binary::Most => Some(left.max(right)),
        Binary::Age => Some(calendar::age_on(day(left)?, day(right)?)),
        Binary::PlusYears => {
            let years = Some(right).filter(|it| it.unsigned_abs() <= 10_000)?;
            day(calendar::plus_years(day(left)?, years))
        }
        Binary::Percent => {
            let product = i128::from(left) * i128::from(right);
            i64::try_from((product + 50 * product.signum()) / 100).ok()
        }
    }
}

fn day(it: i64) -> Option<i64> {
    (it.unsigned_abs() <= DAY_MAX as u64).then_some(it)
}

fn month(it: i64) -> Option<i64> {
    (it.unsigned_abs() <= MONTH_MAX as u64).then_some(it)
}

/// Lanes of one chunk, and which of them are known.
pub(crate) struct Nums<'a> {
    pub(crate) lanes: Lanes<'a>,
    pub(crate) known: Plane,
}

pub(crate) enum Lanes<'a> {
    Same(i64),
    Rows(&'a [i64]),
    Made(Vec<i64>),
}

impl Lanes<'_> {
    #[inline]
    pub(crate) fn at(&self, row: usize) -> i64 {
        match self {
            Lanes::Same(it) => *it,
            Lanes::Rows(rows) => rows[row],
            Lanes::Made(rows) => rows[row],
        }
    }
}

impl<'a> Chunk<'a> {
    /// The value of a number node for the rows in `live`; others are left unknown.
    pub(crate) fn number(&self, node: usize, live: &Plane) -> Nums<'a> {
        match &self.program.nodes[node].op {
            Op::Literal { lane, .. } => Nums { lanes: Lanes::Same(*lane), known: *live },
            Op::Fact(slot) => {
                let (rows, mut known) = (self.lanes(*slot), self.known(*slot));
                known.iter_mut().zip(live).for_each(|(known, live)| *known &= live);
                Nums { lanes: Lanes::Rows(rows), known }
            }
            Op::Unary(op, it) => {
                let it = self.number(*it, live);
                self.made(it.known, |row| unary(*op, it.lanes.at(row)))
            }
            Op::Binary(op, left, right) => {
                let left = self.number(*left, live);
                let right = self.number(*right, &left.known);
                self.made(right.known, |row| binary(*op, left.lanes.at(row), right.lanes.at(row)))
            }
            _ => {
                let mut reason = vec![0; self.rows];
                self.chosen(node, live, &mut reason)
            }
        }
    }

    /// The value of a number node, and for each row of `live` the sub-expression that gave it.
    pub(crate) fn chosen(&self, node: usize, live: &Plane, reason: &mut [u32]) -> Nums<'a> {
        let Op::If(condition, yes, no) = &self.program.nodes[node].op else {
            plane::assign(reason, live, node as u32 + 1);
            return self.number(node, live);
        };
        let fork = self.decide(*condition, live, reason);
        let (mut with, mut without, mut open) = ([0; WORDS], [0; WORDS], [0; WORDS]);
        for word in 0..live.len() {
            open[word] = live[word] & !fork.yes[word] & !fork.no[word];
            with[word] = fork.yes[word] | open[word];
            without[word] = fork.no[word] | open[word];
        }
        let (mut with_why, mut without_why) = (vec![0; self.rows], vec![0; self.rows]);
        let then = self.chosen(*yes, &with, &mut with_why);
        let other = self.chosen(*no, &without, &mut without_why);
        let mut lanes = vec![0; self.rows];
        let mut known = [0; WORDS];
        each_row(&fork.yes, |row| {
            (lanes[row], reason[row]) = (then.lanes.at(row), with_why[row]);
        });
        each_row(&fork.no, |row| {
            (lanes[row], reason[row]) = (other.lanes.at(row), without_why[row]);
        });
        // An unknown condition does not matter where both branches give the same.
        for word in 0..live.len() {
            known[word] = fork.yes[word] & then.known[word] | fork.no[word] & other.known[word];
            open[word] &= then.known[word] & other.known[word];
        }
        each_row(&open, |row| {
            if then.lanes.at(row) == other.lanes.at(row) {
                (lanes[row], reason[row]) = (then.lanes.at(row), node as u32 + 1);
                known[row / 64] |= 1 << (row % 64);
            }
        });
        Nums { lanes: Lanes::Made(lanes), known }
    }

    fn made(&self, mut known: Plane, compute: impl Fn(usize) -> Option<i64>) -> Nums<'a> {
        let mut lanes = vec![0; self.rows];
        let asked = known;
        each_row(&asked, |row| match compute(row) {
            Some(it) => lanes[row] = it,
            None => known[row / 64] &= !(1 << (row % 64)),
        });
        Nums { lanes: Lanes::Made(lanes), known }
    }
}
