//! What a benefit is: its kind, whom it is about, how often it is given, how somebody comes to it,
//! what a rate gives, and who pays.

use base::{Day, Money};
use platform::packs::{Check, Confidence, Yuan};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The kinds of the policy documents. The first eight are given to persons, the others to whoever
/// cares for them. Words: `benefit-kind-<kind>`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    #[default]
    MonthlyCash,
    OneOffCash,
    /// Hours, times, meals: [`Gives::Quantity`].
    Quota,
    /// So much less to pay: [`Gives::Percent`] or an amount.
    PriceReduction,
    Priority,
    /// What others have to do: visits, an assessment.
    Duty,
    Device,
    Retrofit,
    Construction,
    /// Beds that are lived in, by the bed.
    Operation,
    Meals,
    Insurance,
    Reward,
    Purchase,
}

impl Kind {
    /// Paid to a person's account by the runs.
    pub fn is_paid(self) -> bool {
        matches!(self, Kind::MonthlyCash | Kind::OneOffCash)
    }

    /// The word of the enum's value.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::MonthlyCash => "monthly_cash",
            Kind::OneOffCash => "one_off_cash",
            Kind::Quota => "quota",
            Kind::PriceReduction => "price_reduction",
            Kind::Priority => "priority",
            Kind::Duty => "duty",
            Kind::Device => "device",
            Kind::Retrofit => "retrofit",
            Kind::Construction => "construction",
            Kind::Operation => "operation",
            Kind::Meals => "meals",
            Kind::Insurance => "insurance",
            Kind::Reward => "reward",
            Kind::Purchase => "purchase",
        }
    }

    fn needs_rate(self) -> bool {
        matches!(self, Kind::MonthlyCash | Kind::OneOffCash | Kind::Quota | Kind::PriceReduction)
    }

    fn is_of(self, about: About) -> bool {
        (Kind::Construction as u8 <= self as u8) == (about == About::Facility)
    }
}

/// Whom a benefit is given to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum About {
    #[default]
    Person,
    Facility,
}

/// How often it is paid or given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    #[default]
    Month,
    Quarter,
    Year,
    /// Once in a life.
    Once,
}

impl Period {
    pub fn as_str(self) -> &'static str {
        match self {
            Period::Month => "month",
            Period::Quarter => "quarter",
            Period::Year => "year",
            Period::Once => "once",
        }
    }

    /// Months that one payment is for.
    pub fn months(self) -> i32 {
        match self {
            Period::Month | Period::Once => 1,
            Period::Quarter => 3,
            Period::Year => 12,
        }
    }

    /// Whether a payment is made for the period that ends with this month.
    pub fn ends_with(self, month: base::Month) -> bool {
        let number = base::Month::new(0, 1).until(month) + 1;
        number % self.months() == 0
    }
}

/// How somebody comes to a benefit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// By age alone: the register knows who comes of age, and the entry room asks them.
    #[default]
    Age,
    /// By an application that is kept as a case of the benefit's book.
    Case,
    /// By itself: a priority, or a duty of others.
    None,
}

/// One rate: for the measure from `from` to `to`, both included. It gives exactly one of money,
/// a quantity and a percentage.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Name of the tier, such as `80-89`.
    #[serde(default)]
    pub band: String,
    /// Left out where the benefit has no measure.
    #[serde(default)]
    pub from: i64,
    #[serde(default)]
    pub to: Option<i64>,
    /// Yuan for a month, or once.
    #[serde(default)]
    pub amount: Option<Yuan>,
    /// So many of the benefit's unit.
    #[serde(default)]
    pub quantity: Option<i64>,
    /// So much less to pay.
    #[serde(default)]
    pub percent: Option<i64>,
    pub valid_from: Day,
    /// First day on which it is no longer valid.
    #[serde(default)]
    pub valid_to: Option<Day>,
    pub basis: String,
    pub confidence: Confidence,
    #[serde(default)]
    pub note: Option<String>,
}

impl Rate {
    /// Nothing for a quantity or a percentage.
    pub fn money(&self) -> Money {
        self.amount.as_ref().map_or(Money::ZERO, |it| it.0)
    }

    pub fn gives(&self) -> Gives {
        match (&self.amount, self.quantity, self.percent) {
            (Some(amount), _, _) => Gives::Money(amount.0),
            (_, Some(quantity), _) => Gives::Quantity(quantity),
            (_, _, Some(percent)) => Gives::Percent(percent),
            _ => Gives::Nothing,
        }
    }
}

/// What a tier of a benefit gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "gives", content = "value", rename_all = "snake_case")]
pub enum Gives {
    Money(Money),
    /// In the benefit's unit.
    Quantity(i64),
    Percent(i64),
    /// The thing itself.
    Nothing,
}

/// Who bears which part of a benefit.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payer {
    /// As in the pack's `funds.toml`.
    pub fund: String,
    pub percent: i64,
    pub basis: String,
    pub confidence: Confidence,
}

/// What a benefit's kind, rates and payers must agree on; `path` is that of the benefit.
pub(super) fn check(path: &str, it: &super::Benefit, check: &mut Check<'_>) {
    if !it.kind.is_of(it.about) {
        check.fault(&format!("{path}.kind"), "benefits-kind-not-of").arg("kind", it.kind.as_str());
    }
    if it.kind.needs_rate() && it.rate.is_empty() {
        check.fault(path, "rules-rates-none");
    }
    if (it.route == Route::Case) != it.book.is_some() {
        check.fault(&format!("{path}.route"), "benefits-route-book");
    }
    if let Some(book) = it.book.as_deref().filter(|_| it.about == About::Person) {
        crate::applications::pack::check_book(&format!("{path}.book"), path, book, check);
    }
    if let Some(book) = it.book.as_deref().filter(|_| it.about == About::Facility) {
        crate::providers::pack::check_book(&format!("{path}.book"), path, book, check);
    }
    for (at, rate) in it.rate.iter().enumerate() {
        let path = format!("{path}.rate[{at}]");
        let given = [rate.amount.is_some(), rate.quantity.is_some(), rate.percent.is_some()];
        let fits = match it.kind {
            Kind::MonthlyCash | Kind::OneOffCash => given == [true, false, false],
            Kind::Quota => given == [false, true, false],
            _ => given.iter().filter(|it| **it).count() == 1,
        };
        if !fits {
            check.fault(&path, "benefits-rate-gives").arg("kind", it.kind.as_str());
        }
        if let Some(percent) = &rate.percent {
            check.range(&format!("{path}.percent"), percent, 0..=100);
        }
        if let Some(quantity) = &rate.quantity {
            check.range(&format!("{path}.quantity"), quantity, 0..=1_000_000);
            match &it.unit {
                None => drop(check.fault(&path, "benefits-unit-missing")),
                Some(unit) => check.word(&format!("{path}.quantity"), &format!("benefit-unit-{unit}")),
            }
        }
        if it.measure.is_none() && (rate.from != 0 || rate.to.is_some()) {
            check.fault(&format!("{path}.from"), "benefits-band-without-measure");
        }
    }
    for proof in &it.proofs {
        check.word(&format!("{path}.proofs"), &format!("benefit-proof-{proof}"));
    }
    payers(path, it, check);
}

fn payers(path: &str, it: &super::Benefit, check: &mut Check<'_>) {
    if it.payer.is_empty() {
        return;
    }
    let whole: i64 = it.payer.iter().map(|it| it.percent).sum();
    if whole != 100 {
        check.fault(&format!("{path}.payer"), "benefits-payers-whole").arg("percent", whole);
    }
    let known: Vec<String> =
        check.other::<super::Funds>().map(|it| it.fund.keys().cloned().collect()).unwrap_or_default();
    for (at, payer) in it.payer.iter().enumerate() {
        let known = known.iter().map(String::as_str);
        check.reference(&format!("{path}.payer[{at}].fund"), "fund", &payer.fund, known);
    }
}
