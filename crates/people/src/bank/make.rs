//! Makes a batch for the bank from what waits in a run, or again from what failed or came back.

use std::collections::HashMap;

use base::{Error, Fault, Money, Result, error::OrBroken};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    Banks,
    layout::Layout,
    render::{self, Head, Line},
    table::{self, BatchRow, LineRow},
};
use crate::{
    payees::{self, ACCOUNT, table::PayeeRow},
    runs::{self, Payable},
};

/// Makes a batch. `again` pays what failed or came back; else what waits.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Make {
    pub run: String,
    pub bank: String,
    #[serde(default)]
    pub again: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Made {
    pub batch: String,
    pub number: String,
    pub lines: i64,
    pub amount: Money,
    pub digest: String,
    /// Elders that have no payee: nothing is sent for them.
    pub without_payee: Vec<String>,
}

impl Verb for Make {
    const NAME: &'static str = "bank.make";
    const RIGHT: &'static str = "bank.send";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Made;

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<Made> {
        let pack = cx.house.packs.county(cx.county())?;
        let layout = pack.get::<Banks>().0.get(&self.bank).cloned();
        let layout = layout.ok_or_else(|| Error::invalid("bank", "bank-unknown-bank"))?;
        let run = runs::for_bank(cx, &self.run)?;
        let payable = runs::payable(cx, &self.run, self.again)?;
        let payees = payees_of(cx, &payable)?;
        let (sent, without): (Vec<Payable>, Vec<Payable>) =
            payable.into_iter().partition(|it| payees.contains_key(&it.person));
        if sent.is_empty() {
            return Err(Error::conflict("bank-nothing-to-send"));
        }
        let first = table::take_numbers(cx, sent.len() as i64)?;
        let batch = new_batch(cx, &self, &run.batch, &layout)?;
        let mut rows = Vec::with_capacity(sent.len());
        let mut lines = Vec::with_capacity(sent.len());
        for (at, it) in sent.iter().enumerate() {
            let payee = &payees[&it.person];
            let number = number(pack.county().map_or("", |it| it.code.as_str()), first + at as i64);
            lines.push(Line {
                number: number.clone(),
                holder: payee.holder.clone(),
                account: cx.house.keys.open(ACCOUNT, &payee.account)?,
                amount: it.amount,
            });
            rows.push(LineRow::new(&batch.id, at as i64 + 1, number, it, payee));
        }
        let bytes = render::render(&layout, &batch.head(purpose(&layout, &run.benefit)), &lines)?;
        let batch = BatchRow {
            lines: rows.len() as i64,
            amount: sent.iter().map(|it| it.amount).sum(),
            digest: hex(&Sha256::digest(&bytes)),
            ..batch
        };
        table::insert(cx, &batch, &run.id, &rows)?;
        let names = |all: &[Payable]| all.iter().map(|it| (it.person.clone(), it.part)).collect::<Vec<_>>();
        runs::gone_to_bank(cx, &run.id, &names(&sent), &names(&without), self.again)?;
        cx.subject("bank-batch", &batch.id);
        cx.note("number", batch.number.clone());
        cx.note("lines", batch.lines);
        cx.note("amount", batch.amount.0);
        cx.note("digest", batch.digest.clone());
        let mut without: Vec<String> = without.into_iter().map(|it| it.person).collect();
        without.dedup();
        let (lines, amount) = (batch.lines, batch.amount);
        let (number, digest) = (batch.number, batch.digest);
        Ok(Made { batch: batch.id, number, lines, amount, digest, without_payee: without })
    }
}

fn new_batch(cx: &mut Cx, make: &Make, run_batch: &str, layout: &Layout) -> Result<BatchRow> {
    let nth = table::batches_of(cx, &make.run)? + 1;
    // The first batch of a run bears the run's number; those after it say which they are.
    let number = if nth == 1 { run_batch.to_owned() } else { format!("{run_batch}-{nth}") };
    Ok(BatchRow {
        id: cx.mint(),
        number,
        run: make.run.clone(),
        kind: if make.again { "repay" } else { "pay" }.to_owned(),
        bank: make.bank.clone(),
        layout: serde_json::to_string(layout).or_broken()?,
        lines: 0,
        amount: Money::ZERO,
        digest: String::new(),
        state: "made".to_owned(),
        day: cx.today().to_string(),
        made_by: cx.actor.account.clone(),
        made_at: cx.now,
        revision: 1,
    })
}

/// The payee of each person, where there is one.
fn payees_of(cx: &mut Cx, payable: &[Payable]) -> Result<HashMap<String, PayeeRow>> {
    let persons = payable.iter().map(|it| it.person.as_str());
    let (Some(first), Some(last)) = (persons.clone().min(), persons.max()) else {
        return Ok(HashMap::new());
    };
    let wanted: std::collections::HashSet<&str> = payable.iter().map(|it| it.person.as_str()).collect();
    let mut all = payees::table::current_of_range(cx, first, last)?;
    all.retain(|it| wanted.contains(it.person.as_str()));
    Ok(all.into_iter().map(|it| (it.person.clone(), it)).collect())
}

fn purpose<'l>(layout: &'l Layout, benefit: &str) -> &'l str {
    layout.purpose.get(benefit).map_or("", String::as_str)
}

/// County code and a running number that never repeats.
fn number(county: &str, running: i64) -> String {
    format!("{county}{running:010}")
}

/// The bytes of a batch, made again. They must be the ones that were sent.
pub(crate) fn file(cx: &mut Cx, batch: &BatchRow) -> Result<Vec<u8>> {
    let layout: Layout = serde_json::from_str(&batch.layout).or_broken()?;
    let benefit = runs::benefit_of(cx, &batch.run)?;
    let mut lines = Vec::new();
    for (number, holder, account, amount) in table::sealed_lines(cx, &batch.id)? {
        lines.push(Line { number, holder, account: cx.house.keys.open(ACCOUNT, &account)?, amount });
    }
    let head = batch.head(purpose(&layout, &benefit));
    let bytes = render::render(&layout, &head, &lines)?;
    if hex(&Sha256::digest(&bytes)) != batch.digest {
        return Err(Error::Conflict(Fault::new("", "bank-file-differs").arg("batch", &batch.number)));
    }
    Ok(bytes)
}

impl BatchRow {
    fn head<'h>(&'h self, purpose: &'h str) -> Head<'h> {
        Head { batch: &self.number, day: &self.day, purpose }
    }
}

impl LineRow {
    fn new(batch: &str, line: i64, number: String, it: &Payable, payee: &PayeeRow) -> LineRow {
        LineRow {
            batch: batch.to_owned(),
            line,
            number,
            person: it.person.clone(),
            benefit: it.benefit.clone(),
            part: it.part,
            area: it.area.clone(),
            amount: it.amount,
            payee: payee.id.clone(),
            holder: payee.holder.clone(),
            account: payee.account.clone(),
            state: "made".to_owned(),
        }
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}

/// The name of a batch's file.
pub(crate) fn name(batch: &BatchRow) -> Result<String> {
    let layout: Layout = serde_json::from_str(&batch.layout).or_broken()?;
    Ok(render::file_name(&layout, &batch.head("")))
}
