//! What stands out in a month, whoever did it and whyever: with what was found out about each.

use base::{Day, Error, Money, Month, Result};
use platform::{Cx, Place, Purpose, Question, Scope, Verb, access::ask::staff};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table;
use crate::{
    payees::{self, payee::Flag},
    recovery, register, runs,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    PaidAfterDeath,
    Doubled,
    OneAccountForMany,
    VillageWorkerAsAgent,
    Contradicted,
    AccountChangedBeforePayDay,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::PaidAfterDeath => "paid-after-death",
            Kind::Doubled => "doubled",
            Kind::OneAccountForMany => "one-account-for-many",
            Kind::VillageWorkerAsAgent => "village-worker-as-agent",
            Kind::Contradicted => "contradicted",
            Kind::AccountChangedBeforePayDay => "account-changed-before-pay-day",
        }
    }
}

/// What stands out among those who were paid in a month.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Suspicions {
    pub benefit: String,
    pub month: Month,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Suspicion {
    pub kind: Kind,
    pub person: String,
    pub name: String,
    pub area: String,
    pub amount: Money,
    /// Days from the death to the stop.
    pub lag_days: Option<i64>,
    /// What explains it, in figures: elders on one account, the day of a change.
    pub detail: String,
    /// explained, corrected, recovered, referred; nothing while nobody has looked.
    pub outcome: Option<String>,
    pub finding: Option<String>,
    /// The name of whom it was found out by, and the day.
    pub found_by: Option<String>,
    pub found_on: Option<Day>,
}

impl Question for Suspicions {
    const NAME: &'static str = "audit.suspicions";
    const RIGHT: &'static str = "benefits.audit";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Vec<Suspicion>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Vec<Suspicion>> {
        of_month(cx, &self.benefit, self.month, scope)
    }
}

/// The suspicions of a month, by kind and village.
pub(crate) fn of_month(cx: &mut Cx, benefit: &str, month: Month, scope: &Scope) -> Result<Vec<Suspicion>> {
    let mut found = Vec::new();
    let paid = runs::paid_in(cx, benefit, month)?;
    for case in recovery::cases_touching(cx, benefit, month)? {
        let kind = if case.reason == "merged" { Kind::Doubled } else { Kind::PaidAfterDeath };
        let it = register::lean::one(cx, &case.person)?;
        let lag = it.died_on.map(|died| died.days_until(case.opened_at.day()));
        let detail = it.died_on.map(|it: Day| it.to_string()).unwrap_or_default();
        found.push(new(kind, &it, case.amount, lag, detail));
    }
    let last_day = month.last_day();
    for payee in payees::ask::flagged(cx, ("", "~"), last_day)? {
        let Some(amount) = paid.get(&payee.person) else { continue };
        let it = register::lean::one(cx, &payee.person)?;
        for flag in payee.flags {
            let (kind, detail) = match flag {
                Flag::ManyElders => (Kind::OneAccountForMany, payee.elders.to_string()),
                Flag::VillageWorker => (Kind::VillageWorkerAsAgent, payee.holder.clone()),
                Flag::ChangedLately => {
                    let day = payee.changed_on.map(|it| it.to_string()).unwrap_or_default();
                    (Kind::AccountChangedBeforePayDay, day)
                }
                Flag::AgentUnconfirmed => continue,
            };
            found.push(new(kind, &it, *amount, None, detail));
        }
    }
    for (person, amount) in &paid {
        let it = register::lean::one(cx, person)?;
        if 0 < it.anomalies {
            found.push(new(Kind::Contradicted, &it, *amount, None, it.anomalies.to_string()));
        }
    }
    found.retain(|it| scope.covers(&it.area));
    let mut findings = table::findings(cx, month)?;
    for it in &mut found {
        if let Some(found) = findings.remove(&(it.kind.as_str().to_owned(), it.person.clone())) {
            it.found_by = staff::name(cx, &found.by)?;
            it.found_on = Some(found.at.day());
            (it.outcome, it.finding) = (Some(found.outcome), Some(found.finding));
        }
    }
    found.sort_by(|one, other| {
        (one.kind.as_str(), &one.area, &one.person).cmp(&(other.kind.as_str(), &other.area, &other.person))
    });
    Ok(found)
}

fn new(
    kind: Kind,
    it: &register::lean::Lean,
    amount: Money,
    lag_days: Option<i64>,
    detail: String,
) -> Suspicion {
    Suspicion {
        kind,
        person: it.id.clone(),
        name: it.name.clone(),
        area: it.registered.clone(),
        amount,
        lag_days,
        detail,
        outcome: None,
        finding: None,
        found_by: None,
        found_on: None,
    }
}

/// Records what the county's office found out about a suspicion.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RecordFinding {
    pub kind: Kind,
    pub person: String,
    pub month: Month,
    pub outcome: Outcome,
    /// What was found out.
    pub why: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Explained,
    Corrected,
    Recovered,
    Referred,
}

impl Verb for RecordFinding {
    const NAME: &'static str = "audit.record-finding";
    // Of the county's office: an auditor finds and does not explain, and a township would answer
    // for itself.
    const RIGHT: &'static str = "benefits.explain";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, cx: &mut Cx) -> Result<Place> {
        runs::source::place(cx, &self.person)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        if self.why.trim().is_empty() {
            return Err(Error::invalid("why", "recovery-needed"));
        }
        let outcome = match self.outcome {
            Outcome::Explained => "explained",
            Outcome::Corrected => "corrected",
            Outcome::Recovered => "recovered",
            Outcome::Referred => "referred",
        };
        table::record(cx, self.kind.as_str(), &self.person, self.month, outcome, self.why.trim())?;
        cx.subject("person", &self.person);
        cx.note("kind", self.kind.as_str());
        cx.note("outcome", outcome);
        Ok(())
    }
}
