//! The chain of totals: each must tie to the next. Pure.

use base::Money;
use schemars::JsonSchema;
use serde::Serialize;

use crate::bank::balance::{Balance, Sum};

/// One link: what it counts, and whether it ties to the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Link {
    /// population, decision, approval, file, answer, ledger
    pub stage: &'static str,
    pub count: i64,
    pub amount: Money,
    /// What it must be equal to, by the stage before.
    pub should: Option<Money>,
    pub ties: bool,
}

/// What a run says of itself, stage by stage.
#[derive(Clone, Copy, Debug, Default)]
pub struct Totals {
    pub population: i64,
    pub parts: i64,
    pub decided: Sum,
    pub approved: Sum,
    /// Approved, and withdrawn before or after the bank.
    pub withdrawn: Sum,
    pub balance: Balance,
    pub ledger_paid: Money,
}

/// The links of a run.
pub fn chain(it: &Totals) -> Vec<Link> {
    let link = |stage, sum: Sum, should: Option<Money>| Link {
        stage,
        count: sum.count,
        amount: sum.amount,
        should,
        ties: should.is_none_or(|it| it == sum.amount),
    };
    let mut answered = Sum::default();
    for part in [it.balance.paid, it.balance.failed, it.balance.returned, it.balance.in_flight] {
        answered.add(part);
    }
    let mut filed = it.balance.due;
    filed.count -= it.balance.unsent.count;
    filed.amount -= it.balance.unsent.amount;
    let mut population = link("population", Sum { count: it.population, amount: Money::ZERO }, None);
    population.ties = it.population == it.parts;
    vec![
        population,
        link("decision", it.decided, None),
        link("approval", it.approved, Some(it.decided.amount)),
        link("file", filed, Some(it.approved.amount - it.withdrawn.amount - it.balance.unsent.amount)),
        link("answer", answered, Some(filed.amount)),
        link(
            "ledger",
            Sum { count: it.balance.paid.count, amount: it.ledger_paid },
            Some(it.balance.paid.amount),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(count: i64) -> Sum {
        Sum { count, amount: Money(count * 2_500) }
    }

    fn good() -> Totals {
        Totals {
            population: 12,
            parts: 12,
            decided: sum(10),
            approved: sum(10),
            withdrawn: sum(1),
            balance: Balance { due: sum(9), paid: sum(8), failed: sum(1), ..Balance::default() },
            ledger_paid: Money(20_000),
        }
    }

    #[test]
    fn every_total_ties_to_the_next() {
        assert!(chain(&good()).iter().all(|it| it.ties), "{:?}", chain(&good()));
    }

    #[test]
    fn what_does_not_tie_is_the_stage_that_broke() {
        let cases = [
            (Totals { parts: 11, ..good() }, "population"),
            (Totals { approved: sum(9), withdrawn: sum(0), ..good() }, "approval"),
            (Totals { withdrawn: sum(0), ..good() }, "file"),
            (Totals { balance: Balance { failed: sum(0), ..good().balance }, ..good() }, "answer"),
            (Totals { ledger_paid: Money(17_500), ..good() }, "ledger"),
        ];
        for (totals, stage) in cases {
            let broken: Vec<&str> = chain(&totals).iter().filter(|it| !it.ties).map(|it| it.stage).collect();
            assert_eq!(broken, [stage]);
        }
    }
}
