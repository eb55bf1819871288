//! Takes in a file that came back. Every row is kept with what was made of it; what is clear is
//! entered right after, in chunks; what is not waits for a person.

use std::collections::BTreeMap;

use base::{Error, Result, error::OrBroken};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    layout::Layout,
    make::hex,
    reply::{self, Verdict},
    settle::Settle,
    table::{self, answer},
};

/// Takes in the bank's answer to a batch.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TakeAnswer {
    pub batch: String,
    /// The file as it came, in base64.
    #[schemars(extend("format" = "file"))]
    pub file: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Taken {
    pub answer: String,
    pub lines: i64,
    /// How many rows of each verdict.
    pub verdicts: BTreeMap<String, i64>,
    /// Lines of the batch that this file does not name and nobody has answered.
    pub missing: i64,
}

impl Verb for TakeAnswer {
    const NAME: &'static str = "bank.take-answer";
    const RIGHT: &'static str = "bank.answer";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Taken;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Taken> {
        let bytes = crate::bytes::from_base64(&self.file)
            .ok_or_else(|| Error::invalid("file", "bank-file-unreadable"))?;
        let batch = table::get(cx, &self.batch)?;
        if batch.state != "sent" {
            return Err(Error::conflict("bank-not-sent"));
        }
        let digest = hex(&Sha256::digest(&bytes));
        if answer::answer_known(cx, &batch.id, &digest)? {
            return Err(Error::conflict("bank-answer-taken-already"));
        }
        let layout: Layout = serde_json::from_str(&batch.layout).or_broken()?;
        let said = reply::read(&layout, &bytes)?;
        let known = table::known(cx, &batch.id)?;
        let verdicts = reply::judge(&layout, &said, &known);
        if verdicts.iter().all(|it| *it == Verdict::Unknown) {
            // Not one number of ours: it is the answer to something else.
            return Err(Error::invalid("file", "bank-answer-of-another"));
        }
        let id = cx.mint();
        answer::insert_answer(cx, &id, &batch.id, &digest, &said, &verdicts)?;
        cx.enqueue("bank.settle", &Settle { answer: id.clone() }, cx.now)?;
        let mut counts: BTreeMap<String, i64> = BTreeMap::new();
        for it in &verdicts {
            *counts.entry(it.as_str().to_owned()).or_default() += 1;
        }
        let named: std::collections::HashSet<&str> = said.iter().map(|it| it.number.as_str()).collect();
        let missing = known
            .iter()
            .filter(|(number, line)| line.state == "unanswered" && !named.contains(number.as_str()))
            .count() as i64;
        cx.subject("bank-batch", &batch.id);
        cx.note("digest", digest);
        cx.note("lines", said.len());
        cx.note("missing", missing);
        Ok(Taken { answer: id, lines: said.len() as i64, verdicts: counts, missing })
    }
}
