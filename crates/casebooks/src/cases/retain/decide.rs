//! What the archive decides of a case whose retention is over: kept longer, or proposed to be destroyed.

use base::{Error, Fault, Result};
use platform::{
    Cx, Place, Purpose, Verb,
    tasks::{self, NewTask, Outcome},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{READ, TASK, table};
use crate::cases::step::too_long;

/// Most years that a decision adds; then the archive decides again.
const YEARS_MAX: i64 = 100;

/// Keeps a case longer than its book says.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct KeepLonger {
    pub case: String,
    pub years: i64,
    pub reason: String,
}

impl Verb for KeepLonger {
    const NAME: &'static str = "cases.keep-longer";
    const RIGHT: &'static str = READ;
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let reason = said(&self.reason)?;
        if !(1..=YEARS_MAX).contains(&self.years) {
            let fault = Fault::new("years", "cases-out-of-range").arg("from", 1).arg("to", YEARS_MAX);
            return Err(fault.into());
        }
        let it = table::get(cx, &self.case)?;
        cx.subject("case", &self.case);
        let years = i32::try_from(self.years).unwrap_or(1);
        table::keep(cx, &it, cx.today().plus_years(years), &reason)?;
        tasks::close(cx, TASK, &it.case, None, Outcome::Done, &it.case)?;
        Ok(())
    }
}

/// Proposes that a case be destroyed; another person does it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProposeDestruction {
    pub case: String,
    pub reason: String,
}

impl Verb for ProposeDestruction {
    const NAME: &'static str = "cases.propose-destruction";
    const RIGHT: &'static str = READ;
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let reason = said(&self.reason)?;
        let it = table::get(cx, &self.case)?;
        cx.subject("case", &self.case);
        table::propose(cx, &it, &reason)?;
        let task = NewTask {
            kind: TASK,
            reason: "",
            subject_kind: "case",
            subject_id: &it.case,
            label: &it.number,
            area: &it.area,
            due_on: None,
            detail: json!({ "number": it.number }),
        };
        tasks::open(cx, &task)?;
        Ok(())
    }
}

fn said(reason: &str) -> Result<String> {
    let reason = reason.trim();
    too_long(reason)?;
    if reason.is_empty() { Err(Error::invalid("reason", "cases-needed")) } else { Ok(reason.to_owned()) }
}
