//! Money paid beyond what is owed: the obligation names a recovery at once, and the case is opened
//! by a job of the room `recovery`.

use std::collections::HashMap;

use base::{Money, Month, Result};
use platform::Cx;
use serde::{Deserialize, Serialize};

use super::table::owed;

/// The job's payload.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Excess {
    pub recovery: String,
    pub person: String,
    pub benefit: String,
    /// The key of why: `corrected` or `merged`; what the register knows is looked up by the case.
    pub reason: String,
}

/// Recoveries begun in this unit of work: one a person.
#[derive(Default)]
pub(crate) struct Begun(HashMap<String, String>);

impl Begun {
    /// The id of the person's recovery; the first one asked for enqueues the opening of its case.
    pub(crate) fn of(&mut self, cx: &mut Cx, benefit: &str, person: &str, reason: &str) -> Result<String> {
        if let Some(id) = self.0.get(person) {
            return Ok(id.clone());
        }
        let id = cx.mint();
        let payload = Excess {
            recovery: id.clone(),
            person: person.to_owned(),
            benefit: benefit.to_owned(),
            reason: reason.to_owned(),
        };
        cx.enqueue("recovery.open", &payload, cx.now)?;
        self.0.insert(person.to_owned(), id.clone());
        Ok(id)
    }
}

/// Month and money beyond what is owed, of a recovery.
pub(crate) fn of_recovery(
    cx: &mut Cx,
    benefit: &str,
    person: &str,
    recovery: &str,
) -> Result<Vec<(Month, Money)>> {
    let all = owed::of_person(cx, benefit, person)?;
    Ok(all
        .into_iter()
        .filter(|it| it.recovery.as_deref() == Some(recovery) && it.owed < it.paid)
        .map(|it| (it.month, it.paid - it.owed))
        .collect())
}

/// What came back is no longer paid: months are settled from the first on. The obligation lets go
/// of its recovery once nothing of it is paid beyond what is owed.
pub(crate) fn came_back(
    cx: &mut Cx,
    benefit: &str,
    person: &str,
    recovery: &str,
    amount: Money,
) -> Result<()> {
    let mut left = amount;
    for mut it in owed::of_person(cx, benefit, person)? {
        if it.recovery.as_deref() != Some(recovery) || left == Money::ZERO {
            continue;
        }
        let back = Money(left.0.min((it.paid - it.owed).0.max(0)));
        it.paid -= back;
        left -= back;
        if it.paid <= it.owed {
            it.recovery = None;
        }
        owed::update(cx, benefit, &it)?;
    }
    Ok(())
}
