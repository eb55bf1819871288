//! Gives money up: asked by one with a document, approved by another.

use base::{Error, Money, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    bring_in::{open, settle},
    table,
};

/// Asks that what is open be written off, or a part of it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AskWriteOff {
    pub recovery: String,
    pub revision: i64,
    pub amount: Money,
    pub why: String,
    pub document: String,
}

impl Verb for AskWriteOff {
    const NAME: &'static str = "recovery.ask-write-off";
    const RIGHT: &'static str = "recovery.write";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(Place::Area(table::get(cx, &self.recovery)?.area))
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let it = open(cx, &self.recovery, self.revision)?;
        if self.amount.0 <= 0 || it.left() < self.amount {
            return Err(Error::invalid("amount", "recovery-more-than-open"));
        }
        if self.why.trim().is_empty() {
            return Err(Error::invalid("why", "runs-why-missing"));
        }
        if self.document.trim().is_empty() {
            return Err(Error::invalid("document", "runs-document-missing"));
        }
        if table::open_write_off(cx, &it.id)?.is_some() {
            return Err(Error::conflict("recovery-write-off-asked"));
        }
        table::ask_write_off(cx, &it.id, self.amount, self.why.trim(), self.document.trim())?;
        table::save(cx, &it)?;
        cx.subject("recovery", &it.id);
        cx.note("amount", self.amount.0);
        Ok(())
    }
}

/// Approves a write-off that somebody else asked for.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ApproveWriteOff {
    pub recovery: String,
    pub revision: i64,
}

impl Verb for ApproveWriteOff {
    const NAME: &'static str = "recovery.approve-write-off";
    const RIGHT: &'static str = "recovery.approve";
    const PURPOSE: Purpose = Purpose::Benefits;
    const APPROVAL: bool = true;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        Ok(Place::Area(table::get(cx, &self.recovery)?.area))
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let mut it = open(cx, &self.recovery, self.revision)?;
        let asked = table::open_write_off(cx, &it.id)?;
        let asked = asked.ok_or_else(|| Error::conflict("recovery-no-write-off"))?;
        if asked.asked_by == cx.actor.account {
            return Err(Error::denied("runs-two-people"));
        }
        if it.left() < asked.amount {
            return Err(Error::conflict("recovery-more-than-open"));
        }
        table::approve_write_off(cx, &asked.id)?;
        it.written_off += asked.amount;
        settle(cx, &mut it, asked.amount, &asked.document, true)?;
        cx.subject("recovery", &it.id);
        cx.note("amount", asked.amount.0);
        Ok(())
    }
}
