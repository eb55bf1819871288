//! Decides what facilities are owed, and what each fund bears of it.

use std::collections::BTreeMap;

use base::{Instant, Money, Month, Result};
use platform::{
    Cx,
    facts::Frame,
    packs::{Confidence, Pack},
};
use rules::Truth;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::{
    benefits::{
        About, As, Decisions, Engine, Engines, Entries, Funds, Gives, Payer, Plan, decide_all, read_all,
    },
    runs::funds::shares,
};

/// The decisions of one month, by benefit, with the facts that they were made from.
pub(super) struct Judged {
    pub(super) month: Month,
    pub(super) frame: Frame,
    pub(super) decided: BTreeMap<String, Decisions>,
}

/// Decides all benefits of facilities for some facilities, ids in ascending order, and months.
pub(super) fn judge(
    cx: &mut Cx,
    facilities: &[String],
    months: &[Month],
    known_at: Instant,
) -> Result<Vec<Judged>> {
    let pack = cx.house.packs.county(cx.county())?;
    let (engines, plan) = (pack.made::<Engines>(), pack.made::<Plan>());
    let engines: Vec<&Engine> = engines.about(About::Facility).collect();
    let frames = read_all(cx, &engines, facilities, months, known_at)?;
    let judged = frames.into_iter().zip(months).map(|(frame, month)| {
        let decided = decide_all(&engines, &plan, &frame, *month, &Entries::new(), As::Granted);
        Judged { month: *month, frame, decided }
    });
    Ok(judged.collect())
}

/// What a benefit comes to for one facility.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Owes {
    pub(super) truth: Truth,
    pub(super) cost: Money,
    /// What is paid out of it: without what the facility bears itself.
    pub(super) paid_out: Money,
    pub(super) rate: Money,
    pub(super) units: i64,
}

impl Judged {
    pub(super) fn owes(&self, pack: &Pack, engine: &Engine, row: usize) -> Owes {
        let it = &self.decided[&engine.id];
        let cost = it.amount[row];
        let rate = match engine.gives(it.tier[row]) {
            Gives::Money(rate) => rate,
            _ => Money::ZERO,
        };
        let units = if rate == Money::ZERO { 0 } else { cost.0 / rate.0 };
        Owes { truth: it.truth[row], cost, paid_out: paid_out(&parts(pack, engine, cost)), rate, units }
    }

    /// The facts that the benefit's rules read of a facility, by name; what is unknown is null.
    pub(super) fn facts(&self, engine: &Engine, row: usize) -> Map<String, Value> {
        let one = self.frame.one(row);
        let facts = engine.facts(&[self.month]);
        let value = |fact: &rules::Fact| one.column(&fact.name).and_then(|it| it.value(&fact.kind, 0));
        facts.iter().map(|fact| (fact.name.clone(), json!(value(fact)))).collect()
    }
}

/// What a fund bears of a sum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Part {
    pub fund: String,
    pub percent: i64,
    /// Borne by the facility itself.
    pub own: bool,
    pub amount: Money,
    pub basis: String,
    pub confidence: Confidence,
}

/// What each fund bears of a sum of a benefit, to the fen.
pub(super) fn parts(pack: &Pack, engine: &Engine, cost: Money) -> Vec<Part> {
    let payers = &engine.benefit.payer;
    let funds = &pack.get::<Funds>().fund;
    let part = |(it, amount): (&Payer, Money)| Part {
        fund: it.fund.clone(),
        percent: it.percent,
        own: funds.get(&it.fund).is_some_and(|it| it.own),
        amount,
        basis: it.basis.clone(),
        confidence: it.confidence,
    };
    payers.iter().zip(shares(cost, payers)).map(part).collect()
}

fn paid_out(parts: &[Part]) -> Money {
    parts.iter().filter(|it| !it.own).map(|it| it.amount).sum()
}
