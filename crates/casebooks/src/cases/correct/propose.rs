//! Proposes a correction of a case that has ended.

use base::{Error, Result, error::OrBroken};
use platform::{
    Cx, Place, Purpose, Verb,
    tasks::{self, NewTask, Office},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{GIVEN, TASK, agreeing, table};
use crate::cases::{
    access,
    edit::{Correction, corrected},
    publish::hold::tell,
    step::too_long,
};

/// Says what of an ended case is wrong and what it should say; nothing changes until another person agrees.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProposeCorrection {
    pub case: String,
    pub revision: i64,
    pub values: Map<String, Value>,
    /// Why; it stands in the history.
    pub reason: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Proposal {
    pub correction: String,
}

impl Verb for ProposeCorrection {
    const NAME: &'static str = "cases.propose-correction";
    const RIGHT: &'static str = "cases.act";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Proposal;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        access::place(cx, &self.case)
    }

    fn run(self, cx: &mut Cx) -> Result<Proposal> {
        let (case, ready) = access::current(cx, &self.case, self.revision)?;
        let reason = self.reason.trim();
        too_long(reason)?;
        if !ready.book.is_end(&case.state) {
            return Err(Error::conflict("cases-correction-open"));
        }
        if case.is_bare() {
            return Err(Error::conflict("cases-correction-destroyed"));
        }
        if table::waiting(cx, &case.id)?.is_some() {
            return Err(Error::conflict("cases-correction-waits"));
        }
        let role = cx.actor.role.clone();
        // All that stands against it is told now, not when somebody agrees.
        if let Correction::None(_) = corrected(cx, &ready, case.clone(), &self.values, reason, &role)? {
            return Err(Error::conflict("cases-correction-same"));
        }
        if reason.is_empty() {
            return Err(Error::invalid("reason", "cases-needed"));
        }
        let id = cx.mint();
        let given = serde_json::to_string(&self.values).or_broken()?;
        let given = cx.seal(GIVEN, &given)?;
        table::insert(cx, &id, &case.id, case.revision, &given, reason)?;
        tell(cx, &case, "correction-proposed", reason)?;
        let roles = agreeing(&ready);
        let task = NewTask {
            kind: TASK,
            reason: &id,
            subject_kind: "case",
            subject_id: &case.id,
            label: &case.title,
            area: &case.area,
            due_on: None,
            detail: json!({ "book": ready.id, "number": case.number }),
        };
        let office = Office { roles: &roles, purpose: ready.book.purpose, rises_after_days: None };
        tasks::open_for(cx, &task, &office)?;
        Ok(Proposal { correction: id })
    }
}
