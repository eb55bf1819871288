//! What is recognised of a bill is posted, once, by another hand than took it in or decided about it.

use base::{Error, Money, Result};
use platform::{
    Cx, Place, Purpose, Verb,
    ledger::{self, AccountId, Guard, Transfer, Unit},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{table, take};

/// Lets a bill's recognised sum be paid.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Clear {
    pub bill: String,
}

impl Verb for Clear {
    const NAME: &'static str = "settlement.clear";
    const RIGHT: &'static str = "benefits.finance";
    const PURPOSE: Purpose = Purpose::Benefits;
    const APPROVAL: bool = true;
    /// How much was recognised.
    type Answer = Money;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Money> {
        let bill = table::get(cx, &self.bill)?;
        if bill.way != "in" {
            return Err(Error::conflict("settlement-ours-only"));
        }
        if bill.cleared_at.is_some() {
            return Err(Error::conflict("settlement-cleared-already"));
        }
        if !bill.sound {
            return Err(Error::conflict("settlement-not-sound"));
        }
        let lines = table::lines(cx, &bill.id)?;
        let Some(amount) = take::recognised(&lines) else {
            return Err(Error::conflict("settlement-open-lines"));
        };
        // Another bill of the month may have been cleared since this one came.
        let cleared = table::cleared(cx, bill.month)?;
        let mut recognised = lines.iter().filter(|it| it.recognised == Some(true));
        if recognised.clone().any(|it| cleared.contains(&it.authorisation)) {
            return Err(Error::conflict("settlement-billed-twice"));
        }
        let account = Some(cx.actor.account.as_str());
        if bill.made_by == cx.actor.account || recognised.any(|it| it.decided_by.as_deref() == account) {
            return Err(Error::denied("settlement-another-hand"));
        }
        table::clear(cx, &bill.id, amount)?;
        if Money::ZERO < amount {
            let spent = AccountId::new(Unit::Yuan, "settlement/services-elsewhere");
            let owed = AccountId::new(Unit::Yuan, &format!("settlement/owed/{}", bill.partner));
            ledger::open(cx, &[(&spent, Guard::None), (&owed, Guard::None)])?;
            let transfer = Transfer {
                id: format!("settlement/{}", bill.id),
                debit: &spent,
                credit: &owed,
                amount: amount.0,
                about: "settlement",
                about_id: &bill.id,
                on: cx.today(),
            };
            ledger::post(cx, &[transfer])?;
        }
        cx.subject("settlement-bill", &bill.id);
        cx.note("amount", amount.0);
        Ok(amount)
    }
}
