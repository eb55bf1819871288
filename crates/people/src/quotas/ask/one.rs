//! One allocation: where it stands, what its list comes to, and what was used of it by month, by kind of
//! service and by township.

use base::{Instant, Month, Result};
use platform::{Cx, Purpose, Question, Scope, packs::Confidence};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    super::{
        pack::Quotas,
        rank::Tie,
        table::{allocation, grant, line},
    },
    unit_of,
};
use crate::{benefits::Engines, runs::township_of};

/// One allocation.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OneAllocation {
    pub allocation: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Answer {
    pub id: String,
    pub benefit: String,
    pub service: String,
    pub area: String,
    pub from: Month,
    pub to: Month,
    pub total: i64,
    pub unit: String,
    pub document: String,
    pub state: String,
    pub revision: i64,
    pub drawn_at: Option<Instant>,
    pub approved_at: Option<Instant>,
    /// Whether the reader opened or drew it, and so may not approve it.
    pub own_hand: bool,
    pub ranking: RankingShown,
    /// Of the reader's area: persons and units by the state of the line.
    pub lines: Vec<StateCount>,
    /// Undecided people of the whole list who by what is known would stand before the cut.
    pub open_before: i64,
    /// What is allotted of the whole, and what is not yet.
    pub allotted: i64,
    pub left: i64,
    /// Of the reader's area.
    pub grants: Sums,
    /// Used, less what was taken back.
    pub by_month: Vec<UsedBy>,
    pub by_service: Vec<UsedBy>,
    pub by_township: Vec<Township>,
    pub services: Vec<String>,
    pub idle: i64,
    pub idle_days: i64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RankingShown {
    pub id: String,
    pub basis: String,
    pub confidence: Option<Confidence>,
    pub ties: Vec<Tie>,
    pub rules: Vec<RuleShown>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RuleShown {
    pub id: String,
    pub class: Option<i64>,
    pub points: Option<i64>,
    pub basis: String,
    pub confidence: Confidence,
    pub condition: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StateCount {
    pub state: &'static str,
    pub persons: i64,
    pub quantity: i64,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Sums {
    pub persons: i64,
    pub issued: i64,
    pub used: i64,
    pub expired: i64,
    pub balance: i64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UsedBy {
    /// A month, or a kind of service.
    pub by: String,
    pub acts: i64,
    pub quantity: i64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Township {
    pub area: String,
    pub persons: i64,
    pub allotted: i64,
    pub used: i64,
    pub balance: i64,
}

impl Question for OneAllocation {
    const NAME: &'static str = "quotas.allocation";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Answer;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Answer> {
        let it = allocation::get(cx, &self.allocation)?;
        if !scope.covers(&it.area) && !it.area.is_empty() && !scope.area().starts_with(&it.area) {
            return Err(base::Error::missing("quota-allocation"));
        }
        let (low, high) = scope.range();
        let range = (low.as_str(), high.as_str());
        let pack = cx.house.packs.county(cx.county())?;
        let quotas = pack.get::<Quotas>();
        let counts = line::counts(cx, &it.id, &low, &high)?;
        let count = |state: &'static str| {
            let (persons, quantity) = counts.get(state).copied().unwrap_or_default();
            StateCount { state, persons, quantity }
        };
        let since = cx.today().plus_days(-quotas.idle_days.value);
        let county = pack.county().map_or("", |it| it.area.as_str()).to_owned();
        let mut by_township: Vec<Township> = Vec::new();
        let mut sums = Sums::default();
        for (area, of) in grant::by_area(cx, &it.id, range)? {
            let area = township_of(&county, &area);
            sums.persons += of.persons;
            sums.issued += of.issued;
            sums.used += of.used;
            sums.expired += of.expired;
            sums.balance += of.balance;
            let last = by_township.last_mut().filter(|last| last.area == area);
            match last {
                Some(last) => {
                    last.persons += of.persons;
                    last.allotted += of.allotted;
                    last.used += of.used;
                    last.balance += of.balance;
                }
                None => by_township.push(Township {
                    area,
                    persons: of.persons,
                    allotted: of.allotted,
                    used: of.used,
                    balance: of.balance,
                }),
            }
        }
        let allotted = grant::allotted(cx, &it.id)?;
        let used = |(by, acts, quantity)| UsedBy { by, acts, quantity };
        let me = &cx.actor.account;
        Ok(Answer {
            own_hand: &it.opened_by == me || &it.drawn_by == me,
            unit: unit_of(&pack.made::<Engines>(), &it.benefit),
            ranking: ranking(quotas, &it.ranking),
            lines: ["within", "beyond", "unknown", "has", "left"].map(count).into(),
            open_before: it.open_before,
            allotted,
            left: it.total - allotted,
            grants: sums,
            by_month: grant::used_by_month(cx, &it.id, range)?.into_iter().map(used).collect(),
            by_service: grant::used_by_service(cx, &it.id, range)?.into_iter().map(used).collect(),
            by_township,
            services: services(quotas, &it),
            idle: grant::idle(cx, &it.id, range, since)?,
            idle_days: quotas.idle_days.value,
            id: it.id,
            benefit: it.benefit,
            service: it.service,
            area: it.area,
            from: it.from,
            to: it.to,
            total: it.total,
            document: it.document,
            state: it.state,
            revision: it.revision,
            drawn_at: it.drawn_at,
            approved_at: it.approved_at,
        })
    }
}

/// The kinds of service that may be used of an allocation.
pub(super) fn services(quotas: &Quotas, it: &allocation::Allocation) -> Vec<String> {
    if !it.service.is_empty() {
        return vec![it.service.clone()];
    }
    quotas.quota.get(&it.benefit).map(|it| it.services.clone()).unwrap_or_default()
}

fn ranking(quotas: &Quotas, id: &str) -> RankingShown {
    let of = quotas.ranking.get(id);
    let rules = of.map_or(&[][..], |it| it.rule.as_slice()).iter().map(|it| RuleShown {
        id: it.id.clone(),
        class: it.class,
        points: it.points,
        basis: it.basis.clone(),
        confidence: it.confidence,
        condition: it.condition.clone(),
    });
    RankingShown {
        id: id.to_owned(),
        basis: of.map_or_else(String::new, |it| it.basis.clone()),
        confidence: of.map(|it| it.confidence),
        ties: of.map_or_else(Vec::new, |it| it.ties.clone()),
        rules: rules.collect(),
    }
}
