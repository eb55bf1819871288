//! Finance holds the run against the year's budget.

use base::{Error, Fault, Money, Result};
use platform::{Cx, Place, Purpose, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    apart,
    confirm::{Signed, enter},
    standing_at,
    steps::{self, StepKind},
    table::{owed, run},
};

/// Enters what may be spent on a benefit in a year.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SetBudget {
    pub benefit: String,
    #[schemars(range(min = 2000, max = 2100))]
    pub year: i64,
    pub amount: Money,
    /// Number of the document that grants it.
    pub document: String,
}

impl Verb for SetBudget {
    const NAME: &'static str = "runs.set-budget";
    const RIGHT: &'static str = "benefits.finance";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        super::source::known_benefit(cx, &self.benefit)?;
        if self.amount.0 <= 0 {
            return Err(Error::invalid("amount", "runs-amount-not-positive"));
        }
        if self.document.trim().is_empty() {
            return Err(Error::invalid("document", "runs-document-missing"));
        }
        if !(2000..=2100).contains(&self.year) {
            return Err(Error::invalid("year", "runs-year"));
        }
        run::set_budget(cx, &self.benefit, self.year, self.amount, self.document.trim())?;
        cx.subject("benefit", self.benefit);
        cx.note("year", self.year);
        cx.note("amount", self.amount.0);
        Ok(())
    }
}

/// Confirms that the run is within the budget.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ConfirmFinance {
    pub run: String,
    pub revision: i64,
    #[serde(default, flatten)]
    pub signed: Signed,
}

impl Verb for ConfirmFinance {
    const NAME: &'static str = "runs.confirm-finance";
    const RIGHT: &'static str = "benefits.finance";
    const PURPOSE: Purpose = Purpose::Benefits;
    const APPROVAL: bool = true;
    type Answer = ();

    fn place(&self, _: &mut Cx) -> Result<Place> {
        Ok(Place::County)
    }

    fn run(self, cx: &mut Cx) -> Result<()> {
        let it = run::get(cx, &self.run)?;
        let rule = standing_at(&it, StepKind::Finance, self.revision)?;
        if it.state != "posted" {
            return Err(Error::conflict("runs-not-posted"));
        }
        apart(cx, &it, &rule)?;
        let year = i64::from(it.month.year());
        let Some((budget, _)) = run::budget(cx, &it.benefit, year)? else {
            return Err(Error::Conflict(Fault::new("", "runs-no-budget").arg("year", year)));
        };
        // The run is posted, so this counts it.
        let spent = owed::instructed_in(cx, &it.benefit, year)?;
        if budget < spent {
            let fault = Fault::new("", "runs-over-budget").arg("budget", budget.grouped());
            return Err(Error::Conflict(fault.arg("spent", spent.grouped())));
        }
        super::funds::within(cx, &it.benefit, year)?;
        enter(cx, &it, &rule, &it.area.clone(), &self.signed)?;
        let next = steps::next(&it.steps, &rule.id, false).to_owned();
        run::move_on(cx, &it, "posted", &next)?;
        cx.subject("run", &it.id);
        cx.note("spent-with-it", spent.0);
        cx.note("budget", budget.0);
        Ok(())
    }
}
