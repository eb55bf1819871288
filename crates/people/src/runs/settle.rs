//! What the bank's answers mean for what is owed. Called by `bank`, line by line of an answer.

use base::{Money, Result};
use platform::Cx;

use super::{
    excess::Begun,
    table::{
        owed::{self, Instruction, Part},
        run::RunRow,
    },
    withdraw,
};
use crate::money;

/// An answered line.
pub(crate) struct Answered {
    pub(crate) person: String,
    pub(crate) part: Part,
    /// `paid`, `failed`, or `returned`: paid before, and came back.
    pub(crate) outcome: &'static str,
    /// The number of the bank's line, which the ledger names.
    pub(crate) line: String,
}

/// Enters answers of one run: instruction, obligations and ledger together.
pub(crate) fn settle(cx: &mut Cx, run: &RunRow, answers: &[Answered]) -> Result<()> {
    let mut moves = Vec::new();
    let mut begun = Begun::default();
    for it in answers {
        let mut instruction = owed::instruction(cx, &run.id, &it.person)?;
        let amount = match it.outcome {
            "paid" => instruction.part(it.part).0,
            // What came back was paid before; what failed never was.
            "returned" => -instruction.part(it.part).0,
            _ => Money::ZERO,
        };
        if amount != Money::ZERO {
            pay(cx, run, &instruction, it.part, amount.0.signum(), &mut begun)?;
            moves.push(money::Payment { person: it.person.clone(), line: it.line.clone(), amount });
        }
        let late = run.closed_at.is_some() && it.outcome != "paid";
        if late {
            // The books are shut: it is owed still, and a later run pays it as back-pay.
            withdraw::release(cx, run, &instruction, it.part)?;
        }
        let state = match it.outcome {
            "paid" => "paid",
            _ if late => "left",
            _ => "failed",
        };
        instruction.set(it.part, state);
        owed::save_instruction(cx, &instruction, late.then_some("runs-left-to-a-later-run"))?;
    }
    money::pay(cx, run, &moves)
}

/// Adds to what was paid for each month of the part, or takes it back.
fn pay(
    cx: &mut Cx,
    run: &RunRow,
    instruction: &Instruction,
    part: Part,
    sign: i64,
    begun: &mut Begun,
) -> Result<()> {
    let months = owed::months_of(cx, instruction, part, run.month)?;
    for mut stand in owed::of_person(cx, &instruction.benefit, &instruction.person)? {
        if let Some((_, fen)) = months.iter().find(|(month, _)| *month == stand.month) {
            stand.paid += *fen * sign;
            if stand.owed < stand.paid && stand.recovery.is_none() {
                stand.recovery = Some(begun.of(cx, &run.benefit, &stand.person, "corrected")?);
            }
            owed::update(cx, &instruction.benefit, &stand)?;
        }
    }
    Ok(())
}
