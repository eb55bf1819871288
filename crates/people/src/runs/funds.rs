//! Whose money a run is: what each fund bears of a benefit, and what it may spend in a year over all
//! the benefits it pays.

use std::collections::BTreeMap;

use base::{Error, Fault, Money, Result};
use platform::{Cx, Place, Purpose, Question, Scope, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table::{fund, owed};
use crate::benefits::{Engines, Funds, Payer};

/// Enters what may be spent out of a fund in a year.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SetFundBudget {
    pub fund: String,
    #[schemars(range(min = 2000, max = 2100))]
    pub year: i64,
    pub amount: Money,
    /// Number of the document that grants it.
    pub document: String,
}

impl Verb for SetFundBudget {
    const NAME: &'static str = "runs.set-fund-budget";
    const RIGHT: &'static str = "benefits.finance";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let pack = cx.house.packs.county(cx.county())?;
        if !pack.get::<Funds>().fund.contains_key(&self.fund) {
            return Err(Error::invalid("fund", "runs-unknown-fund"));
        }
        if self.amount.0 <= 0 {
            return Err(Error::invalid("amount", "runs-amount-not-positive"));
        }
        if self.document.trim().is_empty() {
            return Err(Error::invalid("document", "runs-document-missing"));
        }
        if !(2000..=2100).contains(&self.year) {
            return Err(Error::invalid("year", "runs-year"));
        }
        fund::set(cx, &self.fund, self.year, self.amount, self.document.trim())?;
        cx.subject("fund", self.fund);
        cx.note("year", self.year);
        cx.note("amount", self.amount.0);
        Ok(())
    }
}

/// The funds of the county, with what they may spend and have spent in a year.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FundBudgets {
    /// This year when nothing is said.
    pub year: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FundBudgetsAnswer {
    pub year: i64,
    pub funds: Vec<FundShown>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FundShown {
    pub fund: String,
    pub level: String,
    pub budget: Option<Money>,
    pub document: String,
    pub spent: Money,
    /// What is left; nothing where no budget was entered.
    pub left: Option<Money>,
    pub benefits: Vec<FundPart>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FundPart {
    pub benefit: String,
    pub percent: i64,
    pub spent: Money,
}

impl Question for FundBudgets {
    const NAME: &'static str = "runs.fund-budgets";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = FundBudgetsAnswer;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<FundBudgetsAnswer> {
        // Sums of the county are the county's: a township sees its own lines.
        let pack = cx.house.packs.county(cx.county())?;
        let area = pack.county().map_or_else(String::new, |it| it.area.clone());
        if !scope.covers(&area) {
            return Err(Error::missing("fund"));
        }
        let year = self.year.unwrap_or_else(|| i64::from(cx.today().month().year()));
        Ok(FundBudgetsAnswer { year, funds: standing(cx, year)? })
    }
}

/// How every fund stands in a year.
fn standing(cx: &mut Cx, year: i64) -> Result<Vec<FundShown>> {
    let pack = cx.house.packs.county(cx.county())?;
    let engines = pack.made::<Engines>();
    let mut parts: BTreeMap<String, Vec<FundPart>> = BTreeMap::new();
    for engine in engines.paid().filter(|it| !it.benefit.payer.is_empty()) {
        let spent = owed::instructed_in(cx, &engine.id, year)?;
        for (payer, part) in engine.benefit.payer.iter().zip(shares(spent, &engine.benefit.payer)) {
            parts.entry(payer.fund.clone()).or_default().push(FundPart {
                benefit: engine.id.clone(),
                percent: payer.percent,
                spent: part,
            });
        }
    }
    for (fund, benefit, spent) in crate::providers::spent_in(cx, year)? {
        let payers = engines.get(&benefit).map_or(&[][..], |it| &it.benefit.payer);
        let percent = payers.iter().find(|it| it.fund == fund).map_or(0, |it| it.percent);
        parts.entry(fund).or_default().push(FundPart { benefit, percent, spent });
    }
    let budgets = fund::budgets(cx, year)?;
    let shown = |(id, it): (&String, &crate::benefits::Fund)| {
        let benefits = parts.remove(id).unwrap_or_default();
        let spent: Money = benefits.iter().map(|it| it.spent).sum();
        let budget = budgets.iter().find(|it| &it.0 == id);
        FundShown {
            fund: id.clone(),
            level: it.level.clone(),
            budget: budget.map(|it| it.1),
            document: budget.map_or_else(String::new, |it| it.2.clone()),
            spent,
            left: budget.map(|it| it.1 - spent),
            benefits,
        }
    };
    Ok(pack.get::<Funds>().fund.iter().map(shown).collect())
}

/// What each payer bears of an amount, to the fen: what rounding leaves goes to the payers of the
/// largest remainders, the first at a tie.
pub(crate) fn shares(amount: Money, payers: &[Payer]) -> Vec<Money> {
    split(amount, &payers.iter().map(|it| it.percent).collect::<Vec<_>>())
}

/// An amount in parts that stand to one another as the weights do, to the fen.
pub(crate) fn split(amount: Money, weights: &[i64]) -> Vec<Money> {
    let whole = i128::from(weights.iter().sum::<i64>().max(1));
    let exact: Vec<i128> = weights.iter().map(|it| i128::from(amount.0) * i128::from(*it)).collect();
    let mut parts: Vec<i64> = exact.iter().map(|it| (it / whole) as i64).collect();
    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    by_remainder.sort_by_key(|at| (-(exact[*at] % whole), *at));
    let mut left = amount.0 - parts.iter().sum::<i64>();
    for at in by_remainder {
        if left <= 0 {
            break;
        }
        parts[at] += 1;
        left -= 1;
    }
    parts.into_iter().map(Money).collect()
}

/// Refuses a benefit whose funds have spent more than they may. A fund without an entered budget is
/// held by the benefit's own.
pub(super) fn within(cx: &mut Cx, benefit: &str, year: i64) -> Result<()> {
    for it in standing(cx, year)? {
        let pays = it.benefits.iter().any(|part| part.benefit == benefit);
        if let Some((budget, left)) = it.budget.zip(it.left).filter(|(_, left)| pays && left.0 < 0) {
            let fault = Fault::new("", "runs-fund-over-budget").arg("fund", &it.fund);
            let fault = fault.arg("budget", budget.grouped()).arg("over", Money(-left.0).grouped());
            return Err(Error::Conflict(fault));
        }
    }
    Ok(())
}

/// Refuses sums out of funds that may not spend as much more this year.
pub(crate) fn within_with(cx: &mut Cx, sums: &[(String, Money)]) -> Result<()> {
    let year = i64::from(cx.today().month().year());
    for it in standing(cx, year)? {
        let more: Money = sums.iter().filter(|(fund, _)| *fund == it.fund).map(|(_, sum)| *sum).sum();
        let Some((budget, left)) = it.budget.zip(it.left) else { continue };
        if more != Money::ZERO && left.0 < more.0 {
            let fault = Fault::new("", "runs-fund-over-budget").arg("fund", &it.fund);
            let fault = fault.arg("budget", budget.grouped()).arg("over", (more - left).grouped());
            return Err(Error::Conflict(fault));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn payers(percents: &[i64]) -> Vec<Payer> {
        let one = |percent: &i64| Payer {
            fund: String::new(),
            percent: *percent,
            basis: String::new(),
            confidence: platform::packs::Confidence::Local,
        };
        percents.iter().map(one).collect()
    }

    #[test]
    fn every_fen_has_a_payer() {
        for (fen, percents, want) in [
            (12_000, &[50, 50][..], &[6_000, 6_000][..]),
            (1, &[50, 50], &[1, 0]),
            (101, &[33, 33, 34], &[33, 33, 35]),
            (0, &[90, 10], &[0, 0]),
            (99, &[100], &[99]),
        ] {
            let parts: Vec<i64> = shares(Money(fen), &payers(percents)).iter().map(|it| it.0).collect();
            assert_eq!(parts, want, "{fen} {percents:?}");
        }
    }

    proptest! {
        #[test]
        fn the_parts_are_the_whole(fen in 0..10_000_000_i64, first in 0..=100_i64, second in 0..=100_i64) {
            let second = second.min(100 - first);
            let payers = payers(&[first, second, 100 - first - second]);
            let parts = shares(Money(fen), &payers);
            prop_assert_eq!(parts.iter().copied().sum::<Money>(), Money(fen));
            for (part, payer) in parts.iter().zip(&payers) {
                prop_assert!((part.0 * 100 - fen * payer.percent).abs() < 100, "within a fen");
            }
        }
    }
}
