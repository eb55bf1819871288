//! Explains one person-month: the month rules with their dates, the condition as a tree of
//! sub-expressions with their values, the rate; each with the clause it comes from. The decision
//! in it is the one that [`super::decide()`] gives, made from the same facts.

use base::{Day, Money, Month};
use platform::{
    facts::Frame,
    packs::{Confidence, Figure},
};
use rules::{Explanation, FactShown, Truth};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    decide::{self, As, Judged},
    engine::Engine,
    kind::Gives,
    month::{MonthRules, Stand},
    reason::Reason,
};

/// Why somebody is owed what for a month, or is not.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Explained {
    pub benefit: String,
    pub month: Month,
    pub truth: Truth,
    pub amount: Money,
    /// What it gives where that is not money.
    pub gives: Gives,
    /// What quantities are counted in.
    pub unit: Option<String>,
    /// Name of the tier.
    pub tier: Option<String>,
    /// Owed, and held back because nobody has seen the person for too long.
    pub held: bool,
    pub reason_code: u32,
    pub reason: Option<Reason>,
    /// The message that says the reason in general.
    pub reason_key: String,
    /// Unknown facts that would change the answer.
    pub missing: Vec<FactShown>,
    pub months: MonthsExplained,
    /// Absent when the month rules decided already.
    pub condition: Option<ConditionExplained>,
    pub rate: Option<RateExplained>,
}

/// The month rules and the days they were put to.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MonthsExplained {
    pub rules: Vec<RuleExplained>,
    pub born: Option<Day>,
    pub died_on: Option<Day>,
    pub moved_out_on: Option<Day>,
    pub applied_on: Option<Day>,
    pub approved_on: Option<Day>,
    /// The day on which the month is judged; absent when it is not.
    pub judged_on: Option<Day>,
    pub age: Option<i64>,
}

/// One parameter of the pack with its source.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RuleExplained {
    /// `since`, `entry`, `age_from`, `start`, `stop`, `tier_change`, `back_pay`.
    pub rule: String,
    pub value: String,
    pub basis: String,
    pub confidence: Confidence,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ConditionExplained {
    pub basis: String,
    pub confidence: Confidence,
    pub explanation: Explanation,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RateExplained {
    pub band: String,
    pub from: i64,
    pub to: Option<i64>,
    pub amount: Money,
    pub gives: Gives,
    pub valid_from: Day,
    pub valid_to: Option<Day>,
    pub basis: String,
    pub confidence: Confidence,
    pub note: Option<String>,
}

/// Explains `month` for the person in `row` of a frame of the month's last day.
pub fn explain(engine: &Engine, frame: &Frame, row: usize, month: Month) -> Explained {
    explain_as(engine, frame, row, month, As::Entered)
}

/// Explains `month` as it is, or as it would be if the benefit were granted.
pub fn explain_as(engine: &Engine, frame: &Frame, row: usize, month: Month, entry: As) -> Explained {
    let frame = frame.one(row);
    let decided = decide::decide_as(engine, frame.clone(), month, entry);
    let edition = engine.on(month.last_day());
    let rules = MonthRules::new(&engine.benefit, month, entry);
    let judged = Judged::new(&frame, &rules);
    let (dates, stand) = (judged.dates[0], judged.stands[0]);
    let judged_on = match stand {
        Stand::Judge { on, .. } => Some(on),
        Stand::Not(_) => None,
    };
    let condition = judged_on.map(|_| {
        let frame = judged.frame(frame, edition, month);
        let values = frame.values_of(&edition.condition, 0);
        let figure = &engine.benefit.condition.0[edition.place];
        ConditionExplained {
            basis: figure.basis.clone(),
            confidence: figure.confidence,
            explanation: edition.condition.explain(&values),
        }
    });
    let reason = Reason::of(decided.reason[0]);
    let missing = condition.as_ref().map(|it| it.explanation.missing.clone()).unwrap_or_default();
    let day = |number: Option<i64>| number.map(Day::from_number);
    Explained {
        benefit: engine.id.clone(),
        month,
        truth: decided.truth[0],
        amount: decided.amount[0],
        gives: engine.gives(decided.tier[0]),
        unit: engine.benefit.unit.clone(),
        tier: decided.tier[0].map(|it| engine.tier(it).to_owned()),
        held: decided.held.get(0),
        reason_code: decided.reason[0],
        reason,
        reason_key: reason.map_or("", Reason::key).to_owned(),
        missing,
        months: MonthsExplained {
            rules: month_rules(engine),
            born: day(dates.born),
            died_on: day(dates.died),
            moved_out_on: day(dates.moved),
            applied_on: day(dates.applied),
            approved_on: day(dates.approved),
            judged_on: day(judged_on),
            age: dates.born.zip(judged_on).map(|(born, on)| rules::age_on(born, on)),
        },
        condition,
        rate: decided.tier[0].map(|it| rate(engine, it)),
    }
}

fn month_rules(engine: &Engine) -> Vec<RuleExplained> {
    let benefit = &engine.benefit;
    vec![
        told("since", &benefit.since),
        told("entry", &benefit.entry),
        told("age_from", &benefit.age_from),
        told("start", &benefit.months.start),
        told("stop", &benefit.months.stop),
        told("tier_change", &benefit.months.tier_change),
        told("back_pay", &benefit.months.back_pay),
    ]
}

fn told<T: Serialize>(rule: &str, figure: &Figure<T>) -> RuleExplained {
    let value = match serde_json::to_value(&figure.value) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    };
    RuleExplained { rule: rule.to_owned(), value, basis: figure.basis.clone(), confidence: figure.confidence }
}

fn rate(engine: &Engine, row: u16) -> RateExplained {
    let rate = &engine.benefit.rate[usize::from(row)];
    RateExplained {
        band: rate.band.clone(),
        from: rate.from,
        to: rate.to,
        amount: rate.money(),
        gives: rate.gives(),
        valid_from: rate.valid_from,
        valid_to: rate.valid_to,
        basis: rate.basis.clone(),
        confidence: rate.confidence,
        note: rate.note.clone(),
    }
}
