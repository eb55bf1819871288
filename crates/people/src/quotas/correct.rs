//! A correction of what somebody was issued, and an elder who gives a grant up.

use base::{Error, Fault, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    account::Bucket,
    night::{self, Act},
    table::{entry, grant},
};
use crate::runs;

/// Corrects what somebody was issued, by a difference: never below what was used, never above what was
/// allotted.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Correct {
    pub person: String,
    pub allocation: String,
    /// With its sign.
    #[schemars(range(min = -10_000, max = 10_000))]
    pub difference: i64,
    pub why: String,
}

impl Verb for Correct {
    const NAME: &'static str = "quotas.correct";
    const RIGHT: &'static str = "benefits.prepare";
    const PURPOSE: Purpose = Purpose::Benefits;
    /// The entry.
    type Answer = String;

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        runs::source::place(cx, &self.person)
    }

    fn run(self, cx: &mut Cx) -> Result<String> {
        let why = self.why.trim();
        if why.is_empty() {
            return Err(Error::invalid("why", "entry-why-missing"));
        }
        if self.difference == 0 {
            return Err(Error::invalid("difference", "quotas-nothing-corrected"));
        }
        let found = grant::of(cx, &self.allocation, &self.person)?;
        let mut it = found.ok_or_else(|| Error::conflict("quotas-no-grant"))?;
        let today = cx.today();
        let buckets = entry::balances(cx, (&it.id, &it.id))?;
        let here = buckets.into_iter().find(|(_, from, to, _)| *from <= today && today <= *to);
        let Some((_, from, to, balance)) = here.filter(|_| it.state == "open") else {
            return Err(Error::conflict("quotas-not-now"));
        };
        if balance + self.difference < 0 {
            return Err(Fault::new("difference", "quotas-beyond-balance").arg("left", balance).into());
        }
        let most = it.allotted - it.issued - it.corrected;
        if most < self.difference {
            return Err(Fault::new("difference", "quotas-beyond-allotted").arg("most", most).into());
        }
        let bucket = Bucket { from, to };
        let act =
            Act { kind: "corrected", quantity: self.difference, bucket, on: today, once: String::new() };
        let mut said = act.entry(cx, &it);
        said.once.clone_from(&said.id);
        why.clone_into(&mut said.why);
        it.corrected += self.difference;
        entry::insert_many(cx, std::slice::from_ref(&said))?;
        grant::update(cx, &it)?;
        cx.subject("person", &it.person);
        cx.note("difference", self.difference);
        Ok(said.id)
    }
}

/// The elder, or the family, gives up what was granted: nobody has to be served (REG-19). What was not
/// issued yet goes back to the allocation.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GiveUp {
    pub person: String,
    pub allocation: String,
    /// In their own words.
    pub why: String,
}

impl Verb for GiveUp {
    const NAME: &'static str = "quotas.give-up";
    const RIGHT: &'static str = "quotas.use";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        runs::source::place(cx, &self.person)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let why = self.why.trim();
        if why.is_empty() {
            return Err(Error::invalid("why", "entry-why-missing"));
        }
        let found = grant::of(cx, &self.allocation, &self.person)?;
        let mut it = found.ok_or_else(|| Error::conflict("quotas-no-grant"))?;
        if it.state != "open" {
            return Err(Error::conflict("quotas-not-now"));
        }
        night::end(&mut it, cx.today(), why);
        grant::update(cx, &it)?;
        cx.subject("person", &it.person);
        Ok(())
    }
}
