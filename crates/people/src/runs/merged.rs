//! Two records turned out to be one elder. What both were paid for the same month stands twice: the
//! merge succeeds, and what was paid beyond what one elder is owed opens a recovery.

use base::{Money, Result};
use platform::{Cx, Step, Work};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    excess::Begun,
    open,
    table::{
        correct,
        owed::{self, Obligation},
        run,
    },
    withdraw,
};
use crate::money;

/// What the register tells of a merge.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Merged {
    pub kept: String,
    pub closed: String,
    /// The two are two again; a recovery that was opened is settled by a person, not by this.
    #[serde(default)]
    pub undone: bool,
}

impl Work for Merged {
    const KIND: &'static str = "runs.on-people-merged";

    fn step(&self, cx: &mut Cx, _: Option<serde_json::Value>) -> Result<Step> {
        let mut opened: Vec<String> = Vec::new();
        if self.undone {
            return Ok(Step::Done { answer: json!({ "recoveries": opened }) });
        }
        for benefit in owed::benefits_of(cx, &self.closed)? {
            opened.extend(self.fold(cx, &benefit)?);
        }
        Ok(Step::Done { answer: json!({ "recoveries": opened }) })
    }
}

impl Merged {
    /// Brings what the closed record is owed to nothing where the kept one is owed the same month, by
    /// a correction that names itself; months that only the closed one was owed stay with it.
    fn fold(&self, cx: &mut Cx, benefit: &str) -> Result<Option<String>> {
        let kept = owed::of_person(cx, benefit, &self.kept)?;
        let closed: Vec<Obligation> = owed::of_person(cx, benefit, &self.closed)?
            .into_iter()
            .filter(|it| Money::ZERO < it.owed || Money::ZERO < it.paid)
            .collect();
        let Some(last) = closed.last() else { return Ok(None) };
        let mut correction = open::new(cx, benefit, last.month, "correction", cx.now)?;
        "posted".clone_into(&mut correction.state);
        "closed".clone_into(&mut correction.step);
        run::insert(cx, &correction)?;
        let mut recovery = None;
        let mut begun = Begun::default();
        let mut moves = Vec::new();
        for stand in closed {
            let month = stand.month;
            let double = kept.iter().any(|it| it.month == month && Money::ZERO < it.owed);
            if double {
                // Read afresh: freeing an instruction may have touched this month too.
                let stand = owed::get(cx, benefit, &stand.person, month)?;
                // One elder is owed the month once, and this record was paid it too.
                let owes = Money::ZERO < stand.paid;
                let id = match (&stand.recovery, owes) {
                    (Some(id), _) => Some(id.clone()),
                    (None, true) => Some(begun.of(cx, benefit, &self.closed, "merged")?),
                    (None, false) => None,
                };
                correct::correct(cx, &correction, &stand, -stand.owed, "runs-merged")?;
                moves.push(money::Accrual { person: stand.person.clone(), month, amount: -stand.owed });
                recovery = recovery.or_else(|| id.clone());
                let mut next = Obligation { owed: Money::ZERO, recovery: id, ..stand };
                next.instructed -= withdraw::beyond(cx, &correction, &next)?;
                owed::update(cx, benefit, &next)?;
            }
        }
        money::accrue(cx, &correction, &moves)?;
        Ok(recovery)
    }
}
