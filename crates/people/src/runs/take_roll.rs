//! A paid roll of the old way, from a list that was taken in: one month's history for each month
//! that the list names.

use std::collections::BTreeMap;

use base::{Error, Fault, Money, Month, Result, error::OrBroken};
use platform::{Cx, Place, Purpose, Step, Verb, Work, door};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::history::{HistoryRow, ImportHistory};
use crate::intake::ask::paid_rows;

/// Rows read at a time.
const CHUNK_ROWS_MAX: i64 = 5_000;

/// Enters the months of a paid roll.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TakeRoll {
    /// The file, as intake knows it.
    pub file: String,
    pub benefit: String,
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
        crate::intake::ask::must_be(cx, &self.file, "roll")?;
        let now = cx.now;
        cx.subject("file", self.file.clone());
        let work = Take { file: self.file, benefit: self.benefit };
        Ok(cx.enqueue(Take::KIND, &work, now)?.0)
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Take {
    pub file: String,
    pub benefit: String,
}

impl Work for Take {
    const KIND: &'static str = "runs.take-roll";

    /// A month is entered whole or not at all, so that its total can be held against the roll's.
    fn step(&self, cx: &mut Cx, _: Option<Value>) -> Result<Step> {
        let mut months: BTreeMap<Month, BTreeMap<String, Money>> = BTreeMap::new();
        let mut after = 0;
        loop {
            let (rows, last) = paid_rows(cx, &self.file, after, CHUNK_ROWS_MAX)?;
            let Some(last) = last else { break };
            for row in rows {
                let (Some(month), Some(amount)) = (row.paid.month, row.paid.amount) else { continue };
                // Paid twice in one month under two numbers of one elder: both stand, added up.
                *months.entry(month).or_default().entry(row.person).or_default() += amount;
            }
            after = last;
        }
        if months.is_empty() {
            return Err(Error::Invalid(vec![Fault::new("file", "runs-roll-empty")]));
        }
        let mut answers = Vec::new();
        for (month, persons) in months {
            let rows: Vec<HistoryRow> = persons
                .into_iter()
                .map(|(person, amount)| HistoryRow { person, amount, paid: true })
                .collect();
            let paid_total = rows.iter().map(|it| it.amount).sum();
            let import = ImportHistory { benefit: self.benefit.clone(), month, rows, paid_total };
            let input = serde_json::to_value(import).or_broken()?;
            answers.push(door::run_within(cx, ImportHistory::NAME, input)?);
        }
        Ok(Step::Done { answer: json!({ "months": answers }) })
    }
}
