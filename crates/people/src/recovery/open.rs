//! Opens the case of money paid beyond what is owed: months × rate, and a task for who brings it in.

use base::{Money, Result};
use platform::{
    Cx, Step, Work,
    tasks::{self, NewTask},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::table::{self, CaseRow};
use crate::{
    register,
    runs::excess::{self, Excess},
};

/// The work that a run, or the merge of two records, enqueued.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Open(pub Excess);

impl Work for Open {
    const KIND: &'static str = "recovery.open";

    fn step(&self, cx: &mut Cx, _: Option<serde_json::Value>) -> Result<Step> {
        let it = &self.0;
        if table::find(cx, &it.recovery)?.is_some() {
            return Ok(Step::Done { answer: json!({ "recovery": it.recovery }) });
        }
        let months = excess::of_recovery(cx, &it.benefit, &it.person, &it.recovery)?;
        let person = register::lean::one(cx, &it.person)?;
        let year = cx.today().year();
        let number = format!("{year:04}-{:05}", table::opened_in(cx, year)? + 1);
        let case = CaseRow {
            id: it.recovery.clone(),
            number,
            person: it.person.clone(),
            benefit: it.benefit.clone(),
            area: person.registered,
            name: person.name,
            reason: if person.died && it.reason == "corrected" {
                "death".to_owned()
            } else {
                it.reason.clone()
            },
            amount: months.iter().map(|it| it.1).sum(),
            repaid: Money::ZERO,
            written_off: Money::ZERO,
            state: "open".to_owned(),
            opened_at: cx.now,
            revision: 1,
        };
        let months: Vec<_> = months.into_iter().map(|(month, amount)| (month, amount, amount)).collect();
        table::insert(cx, &case, &months)?;
        tasks::open(
            cx,
            &NewTask {
                kind: "bring-in",
                reason: "",
                subject_kind: "recovery",
                subject_id: &case.id,
                label: &case.number,
                area: &case.area,
                due_on: None,
                detail: json!({ "amount": case.amount }),
            },
        )?;
        Ok(Step::Done { answer: json!({ "recovery": case.id, "number": case.number }) })
    }
}
