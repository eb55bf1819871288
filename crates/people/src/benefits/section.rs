//! The pack's section `benefits`: one file a benefit, `benefits/<id>.toml`. What it is called,
//! whom it is about, the condition, the dated rates, and the month rules apart from the condition;
//! each with the clause it comes from and how sure that is.

use std::collections::BTreeMap;

use base::Day;
use platform::packs::{Check, Confidence, Figure, Figures, Section, Yuan};
use rules::{Kind, RateRow, RateTable, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    cases::{self, Case},
    engine::Engine,
};

/// All benefits of a pack, by id.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct Benefits(pub BTreeMap<String, Benefit>);

/// One benefit as the pack writes it. Its local name is the word `benefit-<id>`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Benefit {
    /// The first month that anybody can be owed.
    pub since: Figure<Day>,
    pub entry: Figure<Entry>,
    /// Nobody younger is looked at: the cheap test before the condition.
    pub age_from: Figure<i64>,
    /// Constants of the condition, `param.…` in it.
    #[serde(default)]
    pub param: BTreeMap<String, Figures<Param>>,
    pub condition: Figures<String>,
    /// What the bands of the rates are bands of.
    pub measure: String,
    pub rate: Vec<Rate>,
    pub months: Months,
    pub unknown: Unknown,
    /// Worked cases, which checking the pack runs.
    #[serde(default)]
    pub case: Vec<Case>,
}

/// How somebody comes to a benefit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// By applying (申请).
    Application,
    /// Without applying (免申即享): the person is told and may decline.
    Automatic,
}

/// A constant of a condition.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Param {
    Int(i64),
    Bool(bool),
    Text(String),
}

impl Param {
    pub(crate) fn value(&self) -> Value {
        match self {
            Param::Int(it) => Value::Int(*it),
            Param::Bool(it) => Value::Bool(*it),
            Param::Text(it) => Value::Text(it.as_str().into()),
        }
    }
}

/// One rate: for the measure from `from` to `to`, both included, in yuan a month.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Name of the tier, such as `80-89`.
    pub band: String,
    pub from: i64,
    #[serde(default)]
    pub to: Option<i64>,
    pub amount: Yuan,
    pub valid_from: Day,
    /// First day on which it is no longer valid.
    #[serde(default)]
    pub valid_to: Option<Day>,
    pub basis: String,
    pub confidence: Confidence,
    #[serde(default)]
    pub note: Option<String>,
}

/// How birthday, death, move and change of tier start, stop and alter a benefit.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Months {
    pub start: Figure<StartRule>,
    pub stop: Figure<StopRule>,
    pub tier_change: Figure<TierRule>,
    pub back_pay: Figure<BackPay>,
    /// After so many months without a trace of the person the payment is suspended.
    #[serde(default)]
    pub lost_contact: Option<Figure<i32>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StartRule {
    /// 含年满当月
    BirthMonth,
    /// 满龄次月
    MonthAfterBirth,
    /// 受理次月
    MonthAfterApplication,
    /// 批准次月
    MonthAfterApproval,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StopRule {
    /// The month of death or move is the last that is owed.
    MonthAfter,
    /// The month of death or move is not owed any more.
    MonthOf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TierRule {
    /// The new tier is owed for the whole month of the birthday.
    BirthMonth,
    /// The new tier is owed from the month after it; no difference is paid.
    NextMonth,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BackPay {
    /// Nothing for months before the one in which somebody enters.
    None,
    SinceEligible,
    SincePolicyStart,
    /// At most so many months.
    Limited(i32),
}

/// What happens when a fact that decides is unknown.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unknown {
    /// Days in which somebody has to find out (待核实).
    pub verify_days: Figure<i64>,
    /// Days after that until payments are suspended; left out, somebody being paid goes on being paid.
    #[serde(default)]
    pub suspend_days: Option<Figure<i64>>,
}

impl Section for Benefits {
    const NAME: &'static str = "benefits";

    fn check(&self, check: &mut Check<'_>) {
        for (id, benefit) in &self.0 {
            check.word(id, &format!("benefit-{id}"));
            benefit.check(id, check);
        }
    }

    fn facts(&self) -> Vec<rules::Fact> {
        // The register has no section of its own to declare its facts by.
        super::facts::declared()
    }
}

impl Benefit {
    fn check(&self, id: &str, check: &mut Check<'_>) {
        check.range(&format!("{id}.age_from.value"), &self.age_from.value, 0..=130);
        check.range(&format!("{id}.unknown.verify_days.value"), &self.unknown.verify_days.value, 1..=366);
        if let Some(days) = &self.unknown.suspend_days {
            check.range(&format!("{id}.unknown.suspend_days.value"), &days.value, 1..=3_650);
        }
        if let BackPay::Limited(months) = self.months.back_pay.value {
            check.range(&format!("{id}.months.back_pay.value.limited"), &months, 0..=1_200);
        }
        if let Some(lost) = &self.months.lost_contact {
            check.range(&format!("{id}.months.lost_contact.value"), &lost.value, 1..=120);
        }
        for (name, figures) in &self.param {
            figures.check(&format!("{id}.param.{name}"), check);
        }
        self.condition.check(&format!("{id}.condition"), check);
        for (at, condition) in self.condition.0.iter().enumerate() {
            // One condition is written as a table, several as a list of tables.
            let path = match self.condition.0.len() {
                1 => format!("{id}.condition.value"),
                _ => format!("{id}.condition[{at}].value"),
            };
            check.rule(&path, &condition.value, &Kind::Bool, self.params(condition.valid_from));
        }
        check.rule(&format!("{id}.measure"), &self.measure, &Kind::Int, self.params(None));
        for fault in self.rates().err().unwrap_or_default() {
            let row = fault.rows.first().map_or(String::new(), |row| format!("[{row}]"));
            let told = check.fault(&format!("{id}.rate{row}"), fault.key);
            for (name, value) in fault.args {
                told.arg(name, value);
            }
        }
        // With other faults there is nothing to run them by.
        if let Some(engine) = Engine::new(id, self, check.facts()) {
            cases::check(id, &engine, check);
        }
    }

    /// The constants as they hold on a day; of one without a day, the last that is written.
    pub(crate) fn params(&self, day: Option<Day>) -> Vec<(&str, Value)> {
        let on = |figures: &'_ Figures<Param>| {
            let held = day.and_then(|day| figures.on(day)).or(figures.0.last());
            held.map(|figure| figure.value.value())
        };
        self.param.iter().filter_map(|(name, figures)| Some((name.as_str(), on(figures)?))).collect()
    }

    /// The rates as a table; its rows stand as in [`Benefit::rate`].
    pub(crate) fn rates(&self) -> Result<RateTable, Vec<rules::RateFault>> {
        let row = |rate: &Rate| RateRow {
            band: rate.band.clone(),
            from: rate.from,
            to: rate.to,
            valid_from: rate.valid_from,
            valid_to: rate.valid_to,
            amount: rate.amount.0,
        };
        RateTable::new(self.rate.iter().map(row).collect())
    }
}
