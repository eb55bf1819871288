//! Another person makes a proposed correction, or refuses it.

use base::{Error, Result, error::OrBroken};
use platform::{
    Cx, Place, Purpose, Verb,
    tasks::{self, Outcome},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    GIVEN, TASK, agreeing,
    table::{self, Proposed},
};
use crate::cases::{
    access,
    edit::{Correction, corrected},
    publish::hold::tell,
    step::{Stepped, too_long},
};

/// Makes a proposed correction of an ended case, or refuses it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DecideCorrection {
    pub correction: String,
    pub agree: bool,
    /// Why it is refused.
    #[serde(default)]
    pub reason: String,
}

impl Verb for DecideCorrection {
    const NAME: &'static str = "cases.decide-correction";
    const RIGHT: &'static str = "cases.act";
    const PURPOSE: Purpose = Purpose::Register;
    const APPROVAL: bool = true;
    type Answer = Stepped;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        let it = table::get(cx, &self.correction)?;
        access::place(cx, &it.case).map_err(|_| Error::missing("correction"))
    }

    fn run(self, cx: &mut Cx) -> Result<Stepped> {
        let it = table::get(cx, &self.correction)?;
        let (case, ready) = access::case(cx, &it.case)?;
        if !agreeing(&ready).contains(&cx.actor.role) {
            return Err(Error::denied("cases-correction-not-yours"));
        }
        if it.state != "open" {
            return Err(Error::conflict("cases-correction-decided"));
        }
        if it.by == cx.actor.account {
            return Err(Error::denied("cases-correction-another-hand"));
        }
        let reason = self.reason.trim();
        too_long(reason)?;
        let case = if self.agree {
            if it.revision != case.revision {
                return Err(Error::conflict("cases-correction-stale"));
            }
            let given = given(cx, &it)?;
            match corrected(cx, &ready, case, &given, &it.reason, &it.role)? {
                Correction::None(case) => *case,
                Correction::Some(mut change, filled) => {
                    change.write(cx, &filled)?;
                    change.case
                }
            }
        } else {
            if reason.is_empty() {
                return Err(Error::invalid("reason", "cases-needed"));
            }
            tell(cx, &case, "correction-refused", reason)?;
            case
        };
        table::settle(cx, &it.id, if self.agree { "made" } else { "refused" })?;
        tasks::close(cx, TASK, &case.id, Some(&it.id), Outcome::Done, &it.id)?;
        Ok(Stepped { case: case.id, state: case.state, revision: case.revision, opened: None })
    }
}

/// The values as they were given.
pub(super) fn given(cx: &Cx, it: &Proposed) -> Result<Map<String, Value>> {
    serde_json::from_str(&cx.house.keys.open(GIVEN, &it.given)?).or_broken()
}
