//! Takes a payment out of a posted run before its file is sent. It stays owed; a later run pays it
//! as back-pay or decides otherwise.

use base::{Error, Money, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table::{
    owed::{self, Instruction, Obligation, Part},
    run::{self, RunRow},
};
use crate::bank;

/// Withdraws what a run would pay one elder.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Withdraw {
    pub run: String,
    pub person: String,
    pub why: String,
}

impl Verb for Withdraw {
    const NAME: &'static str = "runs.withdraw";
    const RIGHT: &'static str = "benefits.prepare";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(Place::Area(owed::instruction(cx, &self.run, &self.person)?.area))
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        if self.why.trim().is_empty() {
            return Err(Error::invalid("why", "runs-why-missing"));
        }
        let it = run::get(cx, &self.run)?;
        let mut instruction = owed::instruction(cx, &self.run, &self.person)?;
        let mut any = false;
        for part in [Part::Month, Part::Arrears] {
            if matches!(instruction.part(part).1, "locked" | "failed") {
                release(cx, &it, &instruction, part)?;
                instruction.set(part, "withdrawn");
                any = true;
            }
        }
        if !any {
            let lies = bank::lies_unsent(cx, &self.run, &self.person)?;
            return Err(Error::conflict(if lies { "runs-drop-batch-first" } else { "runs-sent-already" }));
        }
        owed::save_instruction(cx, &instruction, Some(self.why.trim()))?;
        crate::audit::void_prints(cx, &self.run, "audit-line-changed")?;
        cx.subject("person", &self.person);
        cx.note("run", self.run);
        cx.note("why", self.why);
        Ok(())
    }
}

/// Frees the months that a part of an instruction held.
pub(super) fn release(cx: &mut Cx, it: &RunRow, instruction: &Instruction, part: Part) -> Result<()> {
    let stands = owed::of_person(cx, &instruction.benefit, &instruction.person)?;
    for (month, pay) in owed::months_of(cx, instruction, part, it.month)? {
        if let Some(mut stand) = stands.iter().find(|it| it.month == month).cloned() {
            stand.instructed -= pay;
            owed::update(cx, &instruction.benefit, &stand)?;
        }
    }
    Ok(())
}

/// Withdraws what is not at the bank and would pay `stand` beyond what is owed. Answers how much
/// of this month was freed; other months of the same instructions are freed in their own rows.
pub(crate) fn beyond(cx: &mut Cx, it: &RunRow, stand: &Obligation) -> Result<Money> {
    let mut freed = Money::ZERO;
    for mut instruction in owed::paying(cx, &it.benefit, &stand.person, stand.month)? {
        let from = run::get(cx, &instruction.run)?;
        let part = if from.month <= stand.month { Part::Month } else { Part::Arrears };
        if !matches!(instruction.part(part).1, "locked" | "failed") {
            continue;
        }
        let stands = owed::of_person(cx, &it.benefit, &stand.person)?;
        for (month, pay) in owed::months_of(cx, &instruction, part, from.month)? {
            if month == stand.month {
                freed += pay;
            } else if let Some(mut other) = stands.iter().find(|it| it.month == month).cloned() {
                other.instructed -= pay;
                owed::update(cx, &it.benefit, &other)?;
            }
        }
        instruction.set(part, "withdrawn");
        owed::save_instruction(cx, &instruction, Some("runs-not-owed-any-more"))?;
    }
    Ok(freed)
}

/// At the close: what failed and was not paid again waits for a later run, as back-pay.
pub(crate) fn all_failed(cx: &mut Cx, it: &RunRow) -> Result<()> {
    for mut instruction in owed::instructions(cx, &it.id)? {
        let mut any = false;
        for part in [Part::Month, Part::Arrears] {
            if instruction.part(part).1 == "failed" {
                release(cx, it, &instruction, part)?;
                instruction.set(part, "left");
                any = true;
            }
        }
        if any {
            owed::save_instruction(cx, &instruction, Some("runs-left-to-a-later-run"))?;
        }
    }
    Ok(())
}
