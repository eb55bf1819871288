//! Brings money back: who repays, the notice, instalments, and what reached the finance account.

use base::{Day, Error, Money, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    recovery::{Rules, check_plan},
    table::{self, CaseRow},
};
use crate::{money, runs};

/// Names who repays and enters the notice that told them.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Notify {
    pub recovery: String,
    pub revision: i64,
    pub payer: String,
    pub relation: String,
    #[serde(default)]
    pub phone: Option<String>,
    pub notice_number: String,
    pub notice_on: Day,
}

impl Verb for Notify {
    const NAME: &'static str = "recovery.notify";
    const RIGHT: &'static str = "recovery.write";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(Place::Area(table::get(cx, &self.recovery)?.area))
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let it = open(cx, &self.recovery, self.revision)?;
        for (path, text) in
            [("payer", &self.payer), ("relation", &self.relation), ("notice_number", &self.notice_number)]
        {
            if text.trim().is_empty() {
                return Err(Error::invalid(path, "recovery-needed"));
            }
        }
        let phone = self.phone.as_deref().map(str::trim).filter(|it| !it.is_empty());
        let phone = phone.map(|it| cx.seal("recovery.phone", it)).transpose()?;
        table::notice(
            cx,
            &it,
            self.payer.trim(),
            self.relation.trim(),
            phone.as_deref(),
            self.notice_number.trim(),
            self.notice_on,
        )?;
        cx.subject("recovery", &it.id);
        cx.note("notice", self.notice_number);
        Ok(())
    }
}

/// Agrees instalments for what is still open.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Plan {
    pub recovery: String,
    pub revision: i64,
    pub instalments: Vec<Instalment>,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Instalment {
    pub due_on: Day,
    pub amount: Money,
}

impl Verb for Plan {
    const NAME: &'static str = "recovery.plan";
    const RIGHT: &'static str = "recovery.write";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(Place::Area(table::get(cx, &self.recovery)?.area))
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let it = open(cx, &self.recovery, self.revision)?;
        let pack = cx.house.packs.county(cx.county())?;
        let plan: Vec<(Day, Money)> = self.instalments.iter().map(|it| (it.due_on, it.amount)).collect();
        check_plan(it.left(), pack.get::<Rules>().instalments_max, &plan, cx.today())?;
        table::plan(cx, &it.id, &plan)?;
        table::save(cx, &it)?;
        cx.subject("recovery", &it.id);
        cx.note("instalments", plan.len());
        Ok(())
    }
}

/// Enters money that reached the finance account.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Receive {
    pub recovery: String,
    pub revision: i64,
    pub amount: Money,
    pub day: Day,
    /// Number of the receipt or of the bank's slip.
    pub document: String,
}

impl Verb for Receive {
    const NAME: &'static str = "recovery.receive";
    const RIGHT: &'static str = "recovery.receive";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(Place::Area(table::get(cx, &self.recovery)?.area))
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let mut it = open(cx, &self.recovery, self.revision)?;
        if self.amount.0 <= 0 {
            return Err(Error::invalid("amount", "runs-amount-not-positive"));
        }
        if self.document.trim().is_empty() {
            return Err(Error::invalid("document", "runs-document-missing"));
        }
        table::receipt(cx, &it.id, self.document.trim(), self.day, self.amount)?;
        if it.left() < self.amount {
            return Err(Error::invalid("amount", "recovery-more-than-open"));
        }
        it.repaid += self.amount;
        settle(cx, &mut it, self.amount, self.document.trim(), false)?;
        cx.subject("recovery", &it.id);
        cx.note("amount", self.amount.0);
        cx.note("document", self.document);
        Ok(())
    }
}

/// Enters money that came back or was given up: the case, the months it was for, the ledger.
pub(crate) fn settle(cx: &mut Cx, it: &mut CaseRow, amount: Money, document: &str, lost: bool) -> Result<()> {
    if it.left() == Money::ZERO {
        "closed".clone_into(&mut it.state);
    }
    table::save(cx, it)?;
    runs::excess::came_back(cx, &it.benefit, &it.person, &it.id, amount)?;
    money::recover(cx, &it.benefit, &it.person, &it.id, document, amount, lost)
}

/// An open case, on a fresh page.
pub(crate) fn open(cx: &mut Cx, id: &str, revision: i64) -> Result<CaseRow> {
    let it = table::get(cx, id)?;
    if it.revision != revision {
        return Err(Error::conflict("runs-moved-on"));
    }
    if it.state == "closed" {
        return Err(Error::conflict("recovery-closed"));
    }
    Ok(it)
}

impl CaseRow {
    /// What is still to come back.
    pub(crate) fn left(&self) -> Money {
        self.amount - self.repaid - self.written_off
    }
}
