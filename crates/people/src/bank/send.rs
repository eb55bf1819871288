//! A batch leaves for the bank, or is dropped before it does.

use base::{Error, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table;
use crate::runs;

/// Says that the file of a batch was handed to the bank.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Send {
    pub batch: String,
    pub revision: i64,
}

impl Verb for Send {
    const NAME: &'static str = "bank.send";
    const RIGHT: &'static str = "bank.send";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let it = made(cx, &self.batch, self.revision)?;
        table::move_batch(cx, &it, "sent")?;
        table::move_lines(cx, &it.id, "made", "unanswered")?;
        runs::file_sent(cx, &it.run)?;
        cx.subject("bank-batch", &it.id);
        cx.note("digest", it.digest);
        Ok(())
    }
}

/// Drops a batch that was not sent: its lines wait again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Drop {
    pub batch: String,
    pub revision: i64,
    pub why: String,
}

impl Verb for Drop {
    const NAME: &'static str = "bank.drop";
    const RIGHT: &'static str = "bank.send";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        if self.why.trim().is_empty() {
            return Err(Error::invalid("why", "runs-why-missing"));
        }
        let it = made(cx, &self.batch, self.revision)?;
        let lines = table::persons_of(cx, &it.id)?;
        table::move_batch(cx, &it, "void")?;
        table::move_lines(cx, &it.id, "made", "withdrawn")?;
        runs::back_from_bank(cx, &it.run, &lines, it.kind == "repay")?;
        crate::audit::void_prints(cx, &it.run, "audit-batch-dropped")?;
        cx.subject("bank-batch", &it.id);
        cx.note("why", self.why);
        Ok(())
    }
}

fn made(cx: &mut Cx, batch: &str, revision: i64) -> Result<table::BatchRow> {
    let it = table::get(cx, batch)?;
    if it.revision != revision {
        return Err(Error::conflict("runs-moved-on"));
    }
    if it.state != "made" {
        return Err(Error::conflict("bank-sent-already"));
    }
    Ok(it)
}
