//! Questions about steps that were taken of many cases: how far, and who was refused and why.

use std::collections::BTreeMap;

use base::{Instant, Result};
use platform::{Cx, Purpose, Question, Scope, listing::ListInput};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table::{self, BulkRow};
use crate::{
    books::{Ready, ask::Words},
    cases::{access, refusal::Reason},
};

const BULKS_MAX: i64 = 50;

/// The reader's own of a book, newest first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Bulks {
    pub book: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BulkLine {
    pub bulk: String,
    pub book: String,
    pub step: String,
    pub step_name: Option<Words>,
    pub cases: i64,
    pub job: Option<String>,
    pub made_at: Instant,
    pub ended_at: Option<Instant>,
}

impl Question for Bulks {
    const NAME: &'static str = "cases.bulks";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = Vec<BulkLine>;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<Vec<BulkLine>> {
        let ready = access::book(cx, &self.book)?;
        let bulks = table::of_book(cx, &ready.id, BULKS_MAX)?;
        Ok(bulks.into_iter().map(|it| line(&ready, it)).collect())
    }
}

fn line(ready: &Ready, it: BulkRow) -> BulkLine {
    BulkLine {
        step_name: ready.book.step.get(&it.step).map(Words::of),
        bulk: it.id,
        book: it.book,
        step: it.step,
        cases: it.cases,
        job: it.job,
        made_at: it.made_at,
        ended_at: it.ended_at,
    }
}

/// One of them, with the cases that were refused.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OneBulk {
    pub bulk: String,
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BulkShown {
    #[serde(flatten)]
    pub line: BulkLine,
    pub book_name: Words,
    /// `waiting`, `done`, `refused`: how many cases.
    pub counts: BTreeMap<String, i64>,
    pub refused: Vec<RefusedCase>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RefusedCase {
    pub case: String,
    pub number: String,
    pub title: String,
    pub reasons: Vec<Reason>,
}

impl Question for OneBulk {
    const NAME: &'static str = "cases.bulk-run";
    const RIGHT: &'static str = "cases.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = BulkShown;

    fn ask(self, cx: &mut Cx, _: &Scope) -> Result<BulkShown> {
        let bulk = table::get(cx, &self.bulk)?;
        let ready = access::book(cx, &bulk.book)?;
        let scope = access::scope(cx, &ready);
        let rows = table::refused(cx, &bulk.id, (self.list.offset(), self.list.limit()))?;
        let refused = rows.into_iter().filter(|it| scope.covers(&it.3)).map(|it| RefusedCase {
            case: it.0,
            number: it.1,
            title: it.2,
            reasons: serde_json::from_str(&it.4).unwrap_or_default(),
        });
        Ok(BulkShown {
            book_name: Words::of(&ready.book),
            counts: counts(cx, &bulk.id)?,
            refused: refused.collect(),
            line: line(&ready, bulk),
        })
    }
}

pub(super) fn counts(cx: &mut Cx, bulk: &str) -> Result<BTreeMap<String, i64>> {
    let names = [table::WAITING, table::DONE, table::REFUSED];
    let mut counts: BTreeMap<String, i64> = names.iter().map(|it| ((*it).to_owned(), 0)).collect();
    counts.extend(table::counts(cx, bulk)?);
    Ok(counts)
}
