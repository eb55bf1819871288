//! The pack's section `benefits`: one file a benefit, `benefits/<id>.toml`. What it is called,
//! whom it is about, the condition, the dated rates, and the month rules apart from the condition;
//! each with the clause it comes from and how sure that is.

use std::collections::BTreeMap;

use base::Day;
use casebooks::books::facts::OF_FACILITIES;
use platform::packs::{Check, Figure, Figures, Section};
use rules::{RateRow, RateTable, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    cases::{self, Case},
    engine::Engine,
    kind::{self, About, Kind, Payer, Period, Rate, Route},
};

/// All benefits of a pack, by id.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct Benefits(pub BTreeMap<String, Benefit>);

/// One benefit as the pack writes it. Its local name is the word `benefit-<id>`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Benefit {
    #[serde(default)]
    pub kind: Kind,
    #[serde(default)]
    pub about: About,
    /// The one that is meant where none is named.
    #[serde(default)]
    pub main: bool,
    #[serde(default)]
    pub period: Period,
    /// What quantities are counted in; its name is the word `benefit-unit-<unit>`.
    #[serde(default)]
    pub unit: Option<String>,
    #[serde(default)]
    pub route: Route,
    /// The casebook of its applications, by the route of a case.
    #[serde(default)]
    pub book: Option<String>,
    /// What an application has to prove; words `benefit-proof-<id>`.
    #[serde(default)]
    pub proofs: Vec<String>,
    /// The first month that anybody can be owed.
    pub since: Figure<Day>,
    pub entry: Figure<Entry>,
    /// Nobody younger is looked at: the cheap test before the condition.
    pub age_from: Figure<i64>,
    /// Constants of the condition, `param.…` in it.
    #[serde(default)]
    pub param: BTreeMap<String, Figures<Param>>,
    pub condition: Figures<String>,
    /// What the bands of the rates are bands of; left out where there is one rate for all.
    #[serde(default)]
    pub measure: Option<String>,
    /// How often the rate is given: beds, bed-days.
    #[serde(default)]
    pub times: Option<String>,
    #[serde(default)]
    pub rate: Vec<Rate>,
    /// Who bears it; nothing where the sources do not say.
    #[serde(default)]
    pub payer: Vec<Payer>,
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
    // The room of claims has no section of its own.
    const HEARS: &'static [&'static str] = &[crate::providers::told::KIND];

    fn check(&self, check: &mut Check<'_>) {
        let mut mains = self.0.iter().filter(|(_, it)| it.main).map(|(id, _)| id);
        let main = mains.next();
        for id in mains {
            check.fault(&format!("{id}.main"), "benefits-two-mains").arg("other", main.unwrap_or(id));
        }
        for (id, benefit) in &self.0 {
            check.word(id, &format!("benefit-{id}"));
            benefit.check(id, check);
        }
    }

    fn facts(&self) -> Vec<rules::Fact> {
        // The register has no section of its own to declare its facts by.
        let claimed = self.0.iter().filter(|(_, it)| it.about == About::Facility);
        let claimed = claimed.map(|(id, _)| crate::providers::facts::declared(id));
        super::facts::declared().into_iter().chain(claimed).collect()
    }
}

impl Benefit {
    pub(crate) fn check(&self, id: &str, check: &mut Check<'_>) {
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
            check.rule(&path, &condition.value, &rules::Kind::Bool, self.params(condition.valid_from));
        }
        for (name, text) in [("measure", &self.measure), ("times", &self.times)] {
            if let Some(text) = text {
                check.rule(&format!("{id}.{name}"), text, &rules::Kind::Int, self.params(None));
            }
        }
        kind::check(id, self, check);
        for fault in self.rates().err().unwrap_or_default() {
            let row = fault.rows.first().map_or(String::new(), |row| format!("[{row}]"));
            let told = check.fault(&format!("{id}.rate{row}"), fault.key);
            for (name, value) in fault.args {
                told.arg(name, value);
            }
        }
        // With other faults there is nothing to run them by.
        if let Some(engine) = Engine::new(id, self, check.facts()) {
            own_facts(id, &engine, check);
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

    /// Whether it is paid to persons, by runs.
    pub fn is_paid(&self) -> bool {
        self.kind.is_paid() && self.about == About::Person
    }

    /// The rates as a table; its rows stand as in [`Benefit::rate`]. Nothing where the benefit is the
    /// thing itself.
    pub(crate) fn rates(&self) -> Result<Option<RateTable>, Vec<rules::RateFault>> {
        if self.rate.is_empty() {
            return Ok(None);
        }
        let row = |rate: &Rate| RateRow {
            band: rate.band.clone(),
            from: rate.from,
            to: rate.to,
            valid_from: rate.valid_from,
            valid_to: rate.valid_to,
            amount: rate.money(),
        };
        RateTable::new(self.rate.iter().map(row).collect()).map(Some)
    }
}

/// A benefit of persons reads facts of persons, one of facilities those of facilities: what it read of
/// the other would be unknown for ever.
fn own_facts(id: &str, engine: &Engine, check: &mut Check<'_>) {
    let of_facilities = engine.benefit.about == About::Facility;
    let own = super::facts::declared();
    let mut wrong: Vec<String> = Vec::new();
    for condition in &engine.benefit.condition.0 {
        let day = condition.valid_from.unwrap_or(engine.benefit.since.value);
        let foreign = engine.facts(&[day.month()]).into_iter().filter(|fact| {
            let any = own.iter().any(|it| it.name == fact.name);
            !any && (fact.purpose.as_deref() == Some(OF_FACILITIES)) != of_facilities
        });
        wrong.extend(foreign.map(|it| it.name));
    }
    wrong.sort();
    wrong.dedup();
    for fact in wrong {
        check.fault(&format!("{id}.condition"), "benefits-fact-of-other").arg("fact", fact);
    }
}
