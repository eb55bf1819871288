//! What benefits post to the one ledger: what is owed when a run is put in force, what is paid
//! when the bank says so, what comes back.
//!
//! ```text
//!   run posted       expense/<benefit> ──▶ payable/<benefit>/<person>     (a correction: back)
//!   bank: paid       payable/<benefit>/<person> ──▶ bank/<benefit>        (returned: back)
//!   recovery: money  recovered/<benefit> ──▶ payable/<benefit>/<person>
//!   written off      lost/<benefit> ──▶ payable/<benefit>/<person>
//! ```

use base::{Money, Month, Result};
use platform::{
    Cx,
    ledger::{self, AccountId, Guard, Transfer, Unit},
};

use crate::runs::table::run::RunRow;

/// A change of what is owed to a person for a month.
pub(crate) struct Accrual {
    pub(crate) person: String,
    pub(crate) month: Month,
    pub(crate) amount: Money,
}

/// A payment the bank made, or (negative) one that came back.
pub(crate) struct Payment {
    pub(crate) person: String,
    /// The number of the bank's line.
    pub(crate) line: String,
    pub(crate) amount: Money,
}

/// Posts what a run changed of what is owed.
pub(crate) fn accrue(cx: &mut Cx, run: &RunRow, all: &[Accrual]) -> Result<()> {
    let expense = AccountId::new(Unit::Yuan, &format!("expense/{}", run.benefit));
    let moves: Vec<(String, &str, Money)> = all
        .iter()
        .filter(|it| it.amount != Money::ZERO)
        .map(|it| (format!("owed/{}/{}/{}", run.id, it.person, it.month), it.person.as_str(), it.amount))
        .collect();
    post(cx, &run.benefit, &expense, Side::Owes, &moves, ("benefits.run", &run.id))
}

/// Posts what the bank paid, and what came back.
pub(crate) fn pay(cx: &mut Cx, run: &RunRow, all: &[Payment]) -> Result<()> {
    let bank = AccountId::new(Unit::Yuan, &format!("bank/{}", run.benefit));
    let moves: Vec<(String, &str, Money)> = all
        .iter()
        .map(|it| {
            let what = if it.amount < Money::ZERO { "returned" } else { "paid" };
            (format!("{what}/{}", it.line), it.person.as_str(), it.amount)
        })
        .collect();
    post(cx, &run.benefit, &bank, Side::Pays, &moves, ("benefits.run", &run.id))
}

/// Posts money that a recovery brought back, or (`lost`) gave up.
pub(crate) fn recover(
    cx: &mut Cx,
    benefit: &str,
    person: &str,
    recovery: &str,
    document: &str,
    amount: Money,
    lost: bool,
) -> Result<()> {
    let name = if lost { "lost" } else { "recovered" };
    let other = AccountId::new(Unit::Yuan, &format!("{name}/{benefit}"));
    let id = format!("{name}/{recovery}/{document}");
    post(cx, benefit, &other, Side::Owes, &[(id, person, amount)], ("benefits.recovery", recovery))
}

/// Which way a positive amount goes: from the other account to the person's, or back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Owes,
    Pays,
}

fn post(
    cx: &mut Cx,
    benefit: &str,
    other: &AccountId,
    side: Side,
    moves: &[(String, &str, Money)],
    about: (&str, &str),
) -> Result<()> {
    if moves.is_empty() {
        return Ok(());
    }
    let payables: Vec<AccountId> = moves
        .iter()
        .map(|(_, person, _)| AccountId::new(Unit::Yuan, &format!("payable/{benefit}/{person}")))
        .collect();
    let mut accounts: Vec<(&AccountId, Guard)> = payables.iter().map(|it| (it, Guard::None)).collect();
    accounts.push((other, Guard::None));
    ledger::open(cx, &accounts)?;
    let on = cx.today();
    let transfers: Vec<Transfer> = moves
        .iter()
        .zip(&payables)
        .map(|((id, _, amount), payable)| {
            let forward = (side == Side::Owes) == (Money::ZERO < *amount);
            let (debit, credit) = if forward { (other, payable) } else { (payable, other) };
            Transfer {
                id: id.clone(),
                debit,
                credit,
                amount: amount.0.abs(),
                about: about.0,
                about_id: about.1,
                on,
            }
        })
        .collect();
    ledger::post(cx, &transfers)?;
    Ok(())
}

/// What the ledger says a run changed of what is owed, and what of it the bank paid.
pub(crate) fn of_run(cx: &mut Cx, run: &RunRow) -> Result<(Money, Money)> {
    let expense = AccountId::new(Unit::Yuan, &format!("expense/{}", run.benefit));
    let bank = AccountId::new(Unit::Yuan, &format!("bank/{}", run.benefit));
    let owed = ledger::moved(cx, &expense, "benefits.run", &run.id)?.balance();
    let paid = ledger::moved(cx, &bank, "benefits.run", &run.id)?.balance();
    Ok((Money(owed), Money(-paid)))
}
