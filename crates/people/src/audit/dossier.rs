//! What the paper of a batch says: request for funds, summary by township and tier, and the roll,
//! page by page with page and running totals.

use std::collections::BTreeMap;

use base::{Day, Instant, Money, Month, Result};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    capital::capital,
    table::{self, PaperLine, Printed},
};
use crate::runs;

/// Rows of a landscape page, with its head and totals.
const PAGE_ROWS: usize = 24;

/// The dossier of a run.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Dossier {
    pub run: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DossierAnswer {
    pub run: String,
    pub batch: String,
    pub benefit: String,
    pub month: Month,
    pub area: String,
    /// The print that stands, if there is one.
    pub print: Option<PrintShown>,
    /// Checksum of the roll as it is now.
    pub checksum: String,
    pub today: Day,
    pub revision: i64,
    pub state: String,
    pub persons: i64,
    pub amount: Money,
    pub arrears: Money,
    /// The part of back-pay that is due for earlier years.
    pub prior: Money,
    pub total: Money,
    pub total_words: String,
    pub summary: Vec<SummaryRow>,
    pub pages: Vec<PaperPage>,
    pub signed: Vec<SignedBy>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PrintShown {
    pub number: String,
    pub checksum: String,
    pub printed_at: Instant,
    pub void_why: Option<String>,
}

/// One township and tier.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SummaryRow {
    pub area: String,
    pub tier: String,
    pub persons: i64,
    pub amount: Money,
    pub arrears: Money,
    pub total: Money,
    pub words: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PaperPage {
    pub number: i64,
    pub rows: Vec<PaperRow>,
    pub total: Money,
    /// All pages up to this one.
    pub running: Money,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PaperRow {
    pub number: i64,
    pub name: String,
    pub area: String,
    pub born: Option<String>,
    pub tier: String,
    pub amount: Money,
    pub arrears: Money,
    pub total: Money,
    /// `2026-08 25.00`: back-pay month by month with its rate.
    pub months: Vec<BackPayMonth>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BackPayMonth {
    pub month: Month,
    pub rate: Money,
    pub amount: Money,
    pub reason: String,
}

/// Who did a step: maker, checker, head.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SignedBy {
    pub step: String,
    pub name: String,
    pub at: Instant,
    /// Recorded from the signed scan, and whose signature it is.
    pub signer: Option<String>,
}

impl Question for Dossier {
    const NAME: &'static str = "audit.dossier";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = DossierAnswer;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<DossierAnswer> {
        let run = runs::table::run::get(cx, &self.run)?;
        let lines = runs::paper_lines(cx, &run.id, scope)?;
        let months = runs::back_pay_months(cx, &run)?;
        let print = table::latest(cx, &run.id)?;
        let checksum = checksum(&lines);
        let amount: Money = lines.iter().map(|it| it.amount).sum();
        let arrears: Money = lines.iter().map(|it| it.arrears).sum();
        let signed = runs::table::run::steps_done(cx, &run.id)?
            .into_iter()
            .filter(|it| it.area == run.area)
            .map(|it| SignedBy { step: it.step, name: it.name, at: it.at, signer: it.signer })
            .collect();
        let total = amount + arrears;
        Ok(DossierAnswer {
            print: print.map(|it: Printed| PrintShown {
                number: it.number,
                checksum: it.checksum,
                printed_at: it.printed_at,
                void_why: it.void_why,
            }),
            checksum,
            today: cx.today(),
            revision: run.revision,
            state: run.state.clone(),
            persons: lines.len() as i64,
            amount,
            arrears,
            prior: lines.iter().map(|it| it.prior).sum(),
            total,
            total_words: capital(total),
            summary: summary(&run.area, &lines),
            pages: pages(&lines, &months),
            signed,
            run: run.id,
            batch: run.batch,
            benefit: run.benefit,
            month: run.month,
            area: run.area,
        })
    }
}

/// The checksum of a roll: every line with its money.
pub(crate) fn checksum(lines: &[PaperLine]) -> String {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    for it in lines {
        hash.update(format!("{}|{}|{}|{}\n", it.person, it.amount.0, it.arrears.0, it.prior.0));
    }
    crate::bank::make::hex(&hash.finalize())
}

fn summary(county: &str, lines: &[PaperLine]) -> Vec<SummaryRow> {
    let mut sums: BTreeMap<(String, String), (i64, Money, Money)> = BTreeMap::new();
    for it in lines {
        let township = runs::township_of(county, &it.area);
        let sum = sums.entry((township, it.tier.clone())).or_default();
        sum.0 += 1;
        sum.1 += it.amount;
        sum.2 += it.arrears;
    }
    sums.into_iter()
        .map(|((area, tier), (persons, amount, arrears))| {
            let total = amount + arrears;
            SummaryRow { area, tier, persons, amount, arrears, total, words: capital(total) }
        })
        .collect()
}

fn pages(lines: &[PaperLine], months: &BTreeMap<String, Vec<BackPayMonth>>) -> Vec<PaperPage> {
    let mut running = Money::ZERO;
    lines
        .chunks(PAGE_ROWS)
        .enumerate()
        .map(|(page, chunk)| {
            let rows: Vec<PaperRow> = chunk
                .iter()
                .enumerate()
                .map(|(at, it)| PaperRow {
                    number: (page * PAGE_ROWS + at + 1) as i64,
                    name: it.name.clone(),
                    area: it.area.clone(),
                    born: it.born.clone(),
                    tier: it.tier.clone(),
                    amount: it.amount,
                    arrears: it.arrears,
                    total: it.amount + it.arrears,
                    months: months.get(&it.person).cloned().unwrap_or_default(),
                })
                .collect();
            let total: Money = rows.iter().map(|it| it.total).sum();
            running += total;
            PaperPage { number: page as i64 + 1, rows, total, running }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_carry_their_totals_on() {
        let line = |at: usize| PaperLine {
            person: at.to_string(),
            name: "n".into(),
            area: "a/b/c/".into(),
            born: None,
            tier: "80-89".into(),
            amount: Money(2_500),
            arrears: Money::ZERO,
            prior: Money::ZERO,
        };
        let lines: Vec<PaperLine> = (0..50).map(line).collect();
        let pages = pages(&lines, &BTreeMap::new());
        assert_eq!(pages.len(), 3);
        assert_eq!(pages[2].rows[0].number, 49);
        assert_eq!(pages[2].running, Money(125_000));
        assert_eq!(pages.iter().map(|it| it.total).sum::<Money>(), Money(125_000));
        let before = checksum(&lines);
        let mut changed = lines.clone();
        changed[3].amount = Money(2_600);
        assert_ne!(checksum(&changed), before);
    }
}
