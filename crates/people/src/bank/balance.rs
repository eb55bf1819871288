//! Whether a run's money adds up. Pure.
//!
//! `due = paid + failed + returned + in flight + not sent`. The month closes when nothing is in
//! flight or unsent, no row is in doubt, and the bank's statement says what the lines say.

use base::Money;
use schemars::JsonSchema;
use serde::Serialize;

/// A count and its money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Sum {
    pub count: i64,
    pub amount: Money,
}

impl Sum {
    pub fn add(&mut self, other: Sum) {
        self.count += other.count;
        self.amount += other.amount;
    }
}

/// Where the money of a run stands. Every part of an instruction counts once, by its last attempt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Balance {
    pub due: Sum,
    pub paid: Sum,
    pub failed: Sum,
    pub returned: Sum,
    pub in_flight: Sum,
    pub unsent: Sum,
    /// What left the account by our lines, every attempt counted: paid, or paid and come back.
    pub left: Sum,
    /// What the bank's statements of the run's batches say left it.
    pub statement: Option<Sum>,
    /// Rows of answers that a person has not settled.
    pub doubts: i64,
}

/// Why a run cannot close.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Open {
    /// Parts do not add up to what is due: our fault.
    Adds,
    Unsent,
    Doubts,
    NoStatement,
    Statement,
}

impl Balance {
    /// What stands against closing; nothing when it may close.
    pub fn open(&self) -> Vec<Open> {
        let mut open = Vec::new();
        let mut parts = Sum::default();
        for it in [self.paid, self.failed, self.returned, self.in_flight, self.unsent] {
            parts.add(it);
        }
        if parts != self.due {
            open.push(Open::Adds);
        }
        if self.unsent.count != 0 {
            open.push(Open::Unsent);
        }
        if self.doubts != 0 {
            open.push(Open::Doubts);
        }
        match self.statement {
            None if self.left.count != 0 => open.push(Open::NoStatement),
            Some(it) if it != self.left => open.push(Open::Statement),
            _ => (),
        }
        open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(count: i64) -> Sum {
        Sum { count, amount: Money(count * 2_500) }
    }

    #[test]
    fn a_month_closes_only_when_it_adds_up() {
        let good = Balance {
            due: sum(10),
            paid: sum(7),
            failed: sum(1),
            returned: sum(1),
            in_flight: sum(1),
            unsent: sum(0),
            left: sum(8),
            statement: Some(sum(8)),
            doubts: 0,
        };
        let cases = [
            (good, vec![]),
            (Balance { paid: sum(6), ..good }, vec![Open::Adds]),
            (Balance { unsent: sum(1), in_flight: sum(0), ..good }, vec![Open::Unsent]),
            (Balance { doubts: 2, ..good }, vec![Open::Doubts]),
            (Balance { statement: None, ..good }, vec![Open::NoStatement]),
            (Balance { statement: Some(sum(7)), ..good }, vec![Open::Statement]),
        ];
        for (balance, want) in cases {
            assert_eq!(balance.open(), want, "{balance:?}");
        }
    }
}
