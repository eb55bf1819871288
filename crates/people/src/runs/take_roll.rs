//! What was paid the old way, and what was left open, from a list that was taken in: one month's
//! history for each month that the list names.

use std::collections::{BTreeMap, BTreeSet};

use base::{Fault, Money, Month, Result, error::OrBroken};
use platform::{Cx, Place, Purpose, Step, Verb, Work, door};
use rules::Truth;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::history::{HistoryList, HistoryRow, ImportHistory};
use crate::{
    benefits::decide_months,
    intake::{
        ask::{PaidRow, agreed_total, paid_rows},
        pack::ListKind,
        reading::Paid,
    },
};

/// Rows read at a time.
const CHUNK_ROWS_MAX: i64 = 5_000;
/// Differences that the job's answer names.
const DIFFERENCES_MAX: usize = 100;

/// Enters the months of a paid roll, or of a list of open arrears.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TakeRoll {
    /// The file, as intake knows it.
    pub file: String,
    pub benefit: String,
    /// What the rows come to, said by somebody who knows that the list's own total says otherwise.
    #[serde(default)]
    pub paid_total: Option<Money>,
}

impl Verb for TakeRoll {
    const NAME: &'static str = "runs.take-roll";
    const RIGHT: &'static str = "benefits.prepare";
    const PURPOSE: Purpose = Purpose::Benefits;
    /// The job that does it.
    type Answer = String;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<String> {
        super::source::known_benefit(cx, &self.benefit)?;
        crate::intake::ask::must_be(cx, &self.file, &[ListKind::Roll, ListKind::Arrears])?;
        let total = agreed_total(cx, &self.file, self.paid_total)?;
        let now = cx.now;
        cx.subject("file", self.file.clone());
        cx.note("total", total.0);
        cx.note("total_said", self.paid_total.is_some());
        let work = Take { file: self.file, benefit: self.benefit };
        Ok(cx.enqueue(Take::KIND, &work, now)?.0)
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Take {
    pub file: String,
    pub benefit: String,
}

/// Rows of a list that no person was found for, or that cannot be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
struct Left {
    rows: i64,
    amount: Money,
}

impl Left {
    fn add(&mut self, paid: &Paid) {
        self.rows += 1;
        self.amount += paid.amount.unwrap_or_default();
    }
}

/// What the rows of a list come to, month by month: by person, and whether it was paid.
type Months = BTreeMap<Month, BTreeMap<(String, bool), Money>>;

impl Work for Take {
    const KIND: &'static str = "runs.take-roll";

    /// A month is entered whole or not at all, so that its total can be held against the roll's.
    fn step(&self, cx: &mut Cx, _: Option<Value>) -> Result<Step> {
        let mut months = Months::new();
        let mut open = Vec::new();
        let mut left = Left::default();
        let mut left_of: BTreeMap<Month, Left> = BTreeMap::new();
        let mut after = 0;
        loop {
            let read = paid_rows(cx, &self.file, after, CHUNK_ROWS_MAX)?;
            let Some(last) = read.last else { break };
            for row in read.found {
                match (row.paid.month, row.paid.from, row.paid.amount) {
                    (_, Some(_), Some(_)) => open.push(row),
                    (Some(month), None, Some(amount)) => {
                        // Paid twice in one month under two numbers of one elder: both stand, added up.
                        *months.entry(month).or_default().entry((row.person, true)).or_default() += amount;
                    }
                    _ => left.add(&row.paid),
                }
            }
            for paid in &read.left {
                left.add(paid);
                if let (Some(month), None) = (paid.month, paid.from) {
                    left_of.entry(month).or_default().add(paid);
                }
            }
            after = last;
        }
        let differences = arrears(cx, &self.benefit, &open, &mut months)?;
        if months.is_empty() {
            return Err(Fault::new("file", "runs-roll-empty").into());
        }
        let mut answers = Vec::new();
        for (month, persons) in months {
            let rows: Vec<HistoryRow> = persons
                .into_iter()
                .map(|((person, paid), amount)| HistoryRow { person, amount, paid })
                .collect();
            let paid_total = rows.iter().filter(|it| it.paid).map(|it| it.amount).sum();
            let Left { rows: left_rows, amount: left } = left_of.get(&month).copied().unwrap_or_default();
            let list = Some(HistoryList { file: self.file.clone(), left_rows, left });
            let import = ImportHistory { benefit: self.benefit.clone(), month, rows, paid_total, list };
            let input = serde_json::to_value(import).or_broken()?;
            answers.push(door::run_within(cx, ImportHistory::NAME, input)?);
        }
        cx.note("left_rows", left.rows);
        cx.note("left", left.amount.0);
        Ok(Step::Done { answer: json!({ "months": answers, "differences": differences, "left": left }) })
    }
}

/// Spreads what is left open over its months. Each month gets what the rules say where that comes to
/// the list's sum; else the list's sum stands, spread evenly, and the difference is told.
fn arrears(cx: &mut Cx, benefit: &str, open: &[PaidRow], months: &mut Months) -> Result<Vec<Value>> {
    let span = |it: &PaidRow| it.paid.from.zip(it.paid.to);
    let (Some(first), Some(last)) =
        (open.iter().filter_map(|it| it.paid.from).min(), open.iter().filter_map(|it| it.paid.to).max())
    else {
        return Ok(Vec::new());
    };
    let all: Vec<Month> = (0..=first.until(last)).map(|at| first.plus(at)).collect();
    let people: BTreeSet<String> = open.iter().map(|it| it.person.clone()).collect();
    let people: Vec<String> = people.into_iter().collect();
    let now = cx.now;
    let decided = decide_months(cx, benefit, &people, &all, now, &[])?;
    let mut differences = Vec::new();
    for row in open {
        let (Some((from, to)), Some(amount)) = (span(row), row.paid.amount) else { continue };
        let Ok(place) = people.binary_search(&row.person) else { continue };
        let rates: Vec<Money> = decided
            .iter()
            .filter(|it| from <= it.month && it.month <= to)
            .map(|it| if it.truth[place] == Truth::Yes { it.amount[place] } else { Money::ZERO })
            .collect();
        let sum: Money = rates.iter().copied().sum();
        if sum != amount && differences.len() < DIFFERENCES_MAX {
            differences.push(json!({ "person": row.person, "list": amount, "decided": sum }));
        }
        for (at, amount) in spread(amount, &rates).into_iter().enumerate() {
            if Money::ZERO < amount {
                let month = months.entry(from.plus(at as i32)).or_default();
                *month.entry((row.person.clone(), false)).or_default() += amount;
            }
        }
    }
    Ok(differences)
}

/// The months' parts of a sum: the rates where they come to it, else equal parts of whole yuan with
/// the rest in the last month.
fn spread(amount: Money, rates: &[Money]) -> Vec<Money> {
    if rates.iter().copied().sum::<Money>() == amount {
        return rates.to_vec();
    }
    let count = rates.len().max(1) as i64;
    let part = amount.0 / count / 100 * 100;
    let mut parts = vec![Money(part); rates.len().max(1)];
    if let Some(last) = parts.last_mut() {
        last.0 += amount.0 - part * count;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(amount: i64, rates: &[i64], want: &[i64]) {
        let rates: Vec<Money> = rates.iter().map(|it| Money(*it)).collect();
        let parts: Vec<i64> = spread(Money(amount), &rates).iter().map(|it| it.0).collect();
        assert_eq!(parts, want);
        assert_eq!(parts.iter().sum::<i64>(), amount);
    }

    #[test]
    fn arrears_come_to_what_the_list_says() {
        check(15_000, &[2_500, 2_500, 10_000], &[2_500, 2_500, 10_000]);
        check(9_000, &[2_500, 2_500, 2_500], &[3_000, 3_000, 3_000]);
        check(10_000, &[2_500, 2_500, 2_500], &[3_300, 3_300, 3_400]);
        check(150, &[2_500, 2_500], &[0, 150]);
    }
}
