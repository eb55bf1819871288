//! Rolls paid before this system, and arrears left open: entered as they were, reconciled by their
//! totals, and not decided again.

use std::collections::BTreeSet;

use base::{Error, Fault, Money, Month, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    open, source,
    steps::Runs,
    table::{
        correct, history,
        owed::{self, Obligation},
        run,
    },
};
use crate::money;

/// Enters one month's roll of the old way: who was owed what, and whether it was paid.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ImportHistory {
    pub benefit: String,
    pub month: Month,
    /// At most 100,000 rows.
    pub rows: Vec<HistoryRow>,
    /// Total paid by the old roll, which the rows must come to.
    pub paid_total: Money,
    /// The list it was read from, where it came as one.
    #[serde(default)]
    pub list: Option<HistoryList>,
}

/// The list a roll was read from, and its rows of the month that are not in it: no person was found.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HistoryList {
    /// The file, as intake knows it.
    pub file: String,
    #[schemars(range(min = 0))]
    pub left_rows: i64,
    pub left: Money,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HistoryRow {
    pub person: String,
    pub amount: Money,
    /// Whether it was paid; else it is an open arrear, and the next run pays it.
    pub paid: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Imported {
    pub run: String,
    pub rows: i64,
    pub paid: Money,
    pub arrears: Money,
}

const ROWS_MAX: usize = 100_000;

impl Verb for ImportHistory {
    const NAME: &'static str = "runs.import-history";
    const RIGHT: &'static str = "benefits.prepare";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Imported;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Imported> {
        source::known_benefit(cx, &self.benefit)?;
        self.check(cx)?;
        let mut it = open::new(cx, &self.benefit, self.month, "history", cx.now)?;
        "posted".clone_into(&mut it.state);
        "closed".clone_into(&mut it.step);
        it.population = self.rows.len() as i64;
        run::insert(cx, &it)?;
        let mut all: Vec<Obligation> = Vec::with_capacity(self.rows.len());
        let mut moves = Vec::new();
        let mut paid = Vec::new();
        for row in &self.rows {
            let given = if row.paid { row.amount } else { Money::ZERO };
            all.push(Obligation {
                person: row.person.clone(),
                month: self.month,
                owed: row.amount,
                instructed: given,
                paid: given,
                recovery: None,
                revision: 1,
            });
            let person = row.person.clone();
            moves.push(money::Accrual { person: person.clone(), month: self.month, amount: row.amount });
            if row.paid {
                paid.push(money::Payment { line: format!("{}/{person}", it.id), person, amount: row.amount });
            }
        }
        owed::insert_many(cx, &self.benefit, &all)?;
        correct::insert_history(cx, &it, &all)?;
        money::accrue(cx, &it, &moves)?;
        money::pay(cx, &it, &paid)?;
        let given: Money = all.iter().map(|it| it.paid).sum();
        let owed: Money = all.iter().map(|it| it.owed).sum();
        cx.subject("run", &it.id);
        cx.note("month", self.month.to_string());
        cx.note("rows", self.rows.len());
        cx.note("paid", given.0);
        if let Some(list) = &self.list {
            history::insert(cx, &it.id, list)?;
            cx.note("left_rows", list.left_rows);
            cx.note("left", list.left.0);
        }
        Ok(Imported { run: it.id, rows: self.rows.len() as i64, paid: given, arrears: owed - given })
    }
}

impl ImportHistory {
    fn check(&self, cx: &mut Cx) -> Result<()> {
        let mut faults = Vec::new();
        if self.rows.is_empty() || ROWS_MAX < self.rows.len() {
            return Err(Fault::new("rows", "runs-history-rows").arg("most", ROWS_MAX).into());
        }
        let opening = run::opening(cx, &self.benefit)?.unwrap_or_else(|| cx.today().month());
        let ago = self.month.until(opening);
        let pack = cx.house.packs.county(cx.county())?;
        let most = pack.get::<Runs>().limits.history_months;
        if !(0..=most).contains(&ago) {
            faults.push(Fault::new("month", "runs-history-month").arg("months", most));
        }
        let mut seen = BTreeSet::new();
        for (at, row) in self.rows.iter().enumerate() {
            if row.amount.0 <= 0 {
                faults.push(Fault::new(format!("rows[{at}].amount"), "runs-amount-not-positive"));
            }
            if !seen.insert(&row.person) {
                faults.push(Fault::new(format!("rows[{at}].person"), "runs-history-twice"));
            }
        }
        let standing = owed::persons_in(cx, &self.benefit, self.month)?;
        for (at, row) in self.rows.iter().enumerate().filter(|(_, it)| standing.contains(&it.person)) {
            let fault = Fault::new(format!("rows[{at}].person"), "runs-history-stands");
            faults.push(fault.arg("person", &row.person));
        }
        let known = source::known_persons(cx, &seen)?;
        for (at, row) in self.rows.iter().enumerate() {
            if !known.contains(&row.person) {
                faults.push(Fault::new(format!("rows[{at}].person"), "runs-history-unknown"));
            }
        }
        let paid: Money = self.rows.iter().filter(|it| it.paid).map(|it| it.amount).sum();
        if paid != self.paid_total {
            let fault = Fault::new("paid_total", "runs-history-total");
            faults.push(fault.arg("rows", paid.grouped()).arg("total", self.paid_total.grouped()));
        }
        if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
    }
}
