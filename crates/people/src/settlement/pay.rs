//! The money itself: what we paid of a bill that is cleared, and what came in of one of ours. In parts if
//! need be, never more than is owed, each paper of the bank once.

use base::{Day, Error, Fault, Money, Result};
use platform::{
    Cx, Place, Purpose, Verb,
    ledger::{self, AccountId, Guard, Transfer, Unit},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table::{self, BillRow};

/// Enters a payment of a bill, as the bank's paper has it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Pay {
    pub bill: String,
    pub day: Day,
    pub amount: Money,
    /// The number of the bank's paper.
    pub document: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Paid {
    /// What is left of the bill.
    pub left: Money,
}

impl Verb for Pay {
    const NAME: &'static str = "settlement.pay";
    const RIGHT: &'static str = "benefits.finance";
    const PURPOSE: Purpose = Purpose::Benefits;
    const APPROVAL: bool = true;
    type Answer = Paid;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Paid> {
        let bill = table::get(cx, &self.bill)?;
        let document = self.document.trim();
        if document.is_empty() {
            return Err(Error::invalid("document", "recovery-needed"));
        }
        if cx.today() < self.day {
            return Err(Error::invalid("day", "entry-day-in-future"));
        }
        if self.amount <= Money::ZERO {
            return Err(Error::invalid("amount", "runs-amount-not-positive"));
        }
        let owed = owed(&bill).ok_or_else(|| Error::conflict("settlement-not-cleared"))?;
        let before = table::payments(cx, &bill.id)?;
        if before.iter().any(|it| it.document == document) {
            return Err(Error::Conflict(Fault::new("document", "settlement-paper-taken")));
        }
        let left = owed - before.iter().map(|it| it.amount).sum::<Money>();
        if left < self.amount {
            return Err(Fault::new("amount", "settlement-beyond").arg("left", left.grouped()).into());
        }
        let seq = before.len() as i64 + 1;
        table::pay(cx, &bill.id, seq, (self.day, self.amount, document))?;
        // Theirs: what we owed goes out. Ours: what they owed comes in.
        let bank = AccountId::new(Unit::Yuan, "settlement/bank");
        let other = match bill.way.as_str() {
            "in" => AccountId::new(Unit::Yuan, &format!("settlement/owed/{}", bill.partner)),
            _ => AccountId::new(Unit::Yuan, &format!("settlement/claimed/{}", bill.partner)),
        };
        ledger::open(cx, &[(&bank, Guard::None), (&other, Guard::None)])?;
        let (debit, credit) = if bill.way == "in" { (&other, &bank) } else { (&bank, &other) };
        let transfer = Transfer {
            id: format!("settlement/{}/{seq}", bill.id),
            debit,
            credit,
            amount: self.amount.0,
            about: "settlement-payment",
            about_id: &bill.id,
            on: self.day,
        };
        ledger::post(cx, &[transfer])?;
        cx.subject("settlement-bill", &bill.id);
        cx.note("amount", self.amount.0);
        Ok(Paid { left: left - self.amount })
    }
}

/// What is to be paid of a bill: of theirs what was recognised and cleared, of ours what we asked for.
pub(super) fn owed(bill: &BillRow) -> Option<Money> {
    if bill.way == "in" { bill.cleared } else { Some(bill.amount) }
}
