//! The month for an auditor: the chain of totals, what stands out, and the lines behind each total.

use std::fmt::Write as _;

use base::{Error, Month, Result};
use platform::{Cx, Purpose, Question, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    chain::{Link, Totals, chain},
    suspicion::{self, Suspicion},
};
use crate::{
    bank::{self, balance::Sum},
    money, runs,
};

/// The audit pack of a month.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Pack {
    pub benefit: String,
    pub month: Month,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PackAnswer {
    pub benefit: String,
    pub month: Month,
    pub runs: Vec<RunChain>,
    pub suspicions: Vec<Suspicion>,
    /// Whether every total ties to the next.
    pub ties: bool,
    /// Files by name, as CSV.
    pub files: Vec<PackFile>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RunChain {
    pub run: String,
    pub batch: String,
    pub kind: String,
    pub checksum: Option<String>,
    pub links: Vec<Link>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PackFile {
    pub name: String,
    pub content: String,
}

impl Question for Pack {
    const NAME: &'static str = "audit.pack";
    const RIGHT: &'static str = "benefits.audit";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = PackAnswer;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<PackAnswer> {
        let all = runs::table::run::of_month(cx, &self.benefit, self.month)?;
        let Some(first) = all.first() else { return Err(Error::missing("run")) };
        if !scope.covers(&first.area) {
            return Err(Error::denied("door-outside-area"));
        }
        let mut chains = Vec::new();
        let mut files = Vec::new();
        for run in &all {
            let totals = totals(cx, run, scope)?;
            let links = chain(&totals);
            let batch = run.batch.clone();
            files.push(PackFile { name: format!("{batch}-roll.csv"), content: roll(cx, &run.id, scope)? });
            files.push(PackFile { name: format!("{batch}-bank.csv"), content: lines(cx, &run.id)? });
            chains.push(RunChain {
                run: run.id.clone(),
                batch,
                kind: run.kind.clone(),
                checksum: run.checksum.clone(),
                links,
            });
        }
        let suspicions = suspicion::of_month(cx, &self.benefit, self.month, scope)?;
        files.push(PackFile { name: "suspicions.csv".to_owned(), content: listed(&suspicions) });
        files.push(PackFile { name: "chain.csv".to_owned(), content: chained(&chains) });
        let ties = chains.iter().all(|it| it.links.iter().all(|it| it.ties));
        Ok(PackAnswer { benefit: self.benefit, month: self.month, runs: chains, suspicions, ties, files })
    }
}

fn totals(cx: &mut Cx, run: &runs::table::run::RunRow, scope: &Scope) -> Result<Totals> {
    let figures = runs::ask::figures(cx, &run.id, scope)?;
    let approved = runs::approved(cx, &run.id)?;
    let balance = bank::ask::balance(cx, &run.id)?;
    let mut withdrawn = approved;
    withdrawn.count -= balance.due.count;
    withdrawn.amount -= balance.due.amount;
    let (_, ledger_paid) = money::of_run(cx, run)?;
    let drafted = matches!(run.state.as_str(), "drawing" | "drafted" | "posting");
    let decided = Sum { count: figures.due, amount: figures.amount + figures.arrears };
    Ok(Totals {
        population: figures.population,
        parts: figures.due + figures.pending + figures.suspended + figures.ineligible,
        decided,
        approved: if drafted { decided } else { approved },
        withdrawn: if drafted { decided } else { withdrawn },
        balance,
        ledger_paid,
    })
}

/// A cell of CSV; what a spreadsheet would run as a formula is disarmed.
fn cell(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

fn roll(cx: &mut Cx, run: &str, scope: &Scope) -> Result<String> {
    let mut out = String::from("person,name,area,born,tier,amount,arrears,prior\r\n");
    for it in runs::paper_lines(cx, run, scope)? {
        let born = it.born.unwrap_or_default();
        let (person, name, area, tier) = (cell(&it.person), cell(&it.name), cell(&it.area), cell(&it.tier));
        let _ =
            write!(out, "{person},{name},{area},{born},{tier},{},{},{}\r\n", it.amount, it.arrears, it.prior);
    }
    Ok(out)
}

fn lines(cx: &mut Cx, run: &str) -> Result<String> {
    let mut out = String::from("line\r\n");
    for it in bank::table::sum_lines(cx, run)? {
        let _ = write!(out, "{it}\r\n");
    }
    Ok(out.replacen("line", "number|person|part|fen|state", 1))
}

fn listed(all: &[Suspicion]) -> String {
    let mut out =
        String::from("kind,person,name,area,amount,lag_days,detail,outcome,finding,found_by,found_on\r\n");
    for it in all {
        let lag = it.lag_days.map(|it| it.to_string()).unwrap_or_default();
        let text = |it: &Option<String>| cell(it.as_deref().unwrap_or(""));
        let _ = write!(
            out,
            "{},{},{},{},{},{lag},{},{},{},{},{}\r\n",
            it.kind.as_str(),
            it.person,
            cell(&it.name),
            it.area,
            it.amount,
            cell(&it.detail),
            text(&it.outcome),
            text(&it.finding),
            text(&it.found_by),
            it.found_on.map(|it| it.to_string()).unwrap_or_default()
        );
    }
    out
}

fn chained(chains: &[RunChain]) -> String {
    let mut out = String::from("batch,stage,count,amount,should,ties\r\n");
    for chain in chains {
        for it in &chain.links {
            let should = it.should.map(|it| it.to_string()).unwrap_or_default();
            let _ = write!(
                out,
                "{},{},{},{},{should},{}\r\n",
                chain.batch, it.stage, it.count, it.amount, it.ties
            );
        }
    }
    out
}
