//! One elder's money, and the month's figures for the start page.

use base::{Instant, Money, Month, Result};
use platform::{
    Cx, Purpose, Question, Scope,
    listing::{AreaFigure, AreaMeasure, Basis, Figure, Figures, Unit},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{FromRow, Row};

use super::figures;
use crate::runs::{source, table::run};

/// What one elder is owed and was paid, month by month, and by which runs it changed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PersonMoney {
    pub person: String,
    #[serde(default)]
    pub benefit: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PersonMoneyAnswer {
    pub months: Vec<MonthMoney>,
    pub owed: Money,
    pub paid: Money,
    /// Suspensions, the latest first.
    pub holds: Vec<HoldShown>,
}

/// A suspension of an elder's payments.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HoldShown {
    /// Every benefit when empty.
    pub benefit: String,
    pub since: Month,
    /// A key of the reasons.
    pub reason: String,
    pub remark: Option<String>,
    pub placed_at: Instant,
    pub ended_at: Option<Instant>,
    pub ended_why: Option<String>,
}

impl FromRow for HoldShown {
    fn from_row(row: &Row) -> Result<HoldShown> {
        Ok(HoldShown {
            benefit: row.get(0)?,
            since: row.get(1)?,
            reason: row.get(2)?,
            remark: row.get(3)?,
            placed_at: row.get(4)?,
            ended_at: row.get(5)?,
            ended_why: row.get(6)?,
        })
    }
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MonthMoney {
    pub benefit: String,
    pub month: Month,
    pub owed: Money,
    pub paid: Money,
    pub recovery: Option<String>,
    pub changes: Vec<ChangeMoney>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChangeMoney {
    pub run: String,
    pub batch: String,
    pub amount: Money,
    pub rate: Money,
    pub reason: String,
}

impl Question for PersonMoney {
    const NAME: &'static str = "runs.person-money";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = PersonMoneyAnswer;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<PersonMoneyAnswer> {
        source::within(cx, &self.person, scope)?;
        let benefit = self.benefit.as_deref();
        let rows: Vec<(String, Month, Money, Money, Option<String>)> = cx.all(
            "SELECT benefit, due_month, owed, paid, recovery FROM obligation
             WHERE county = $1 AND person = $2 AND (CAST($3 AS TEXT) IS NULL OR benefit = $3)
             ORDER BY benefit, due_month DESC",
            &[(&scope.county).into(), (&self.person).into(), benefit.into()],
        )?;
        let mut months: Vec<MonthMoney> = rows
            .into_iter()
            .map(|(benefit, month, owed, paid, recovery)| MonthMoney {
                benefit,
                month,
                owed,
                paid,
                recovery,
                changes: Vec::new(),
            })
            .collect();
        cx.rows(
            "SELECT a.benefit, a.due_month, a.run, r.batch, a.amount, a.rate, a.reason
             FROM adjustment a JOIN benefit_run r ON r.county = a.county AND r.id = a.run
             WHERE a.county = $1 AND a.person = $2 AND a.posted_at IS NOT NULL
             ORDER BY a.posted_at, a.run",
            &[(&scope.county).into(), (&self.person).into()],
            &mut |row| {
                let (benefit, month): (String, Month) = (row.get(0)?, row.get(1)?);
                if let Some(it) = months.iter_mut().find(|it| it.benefit == benefit && it.month == month) {
                    it.changes.push(ChangeMoney {
                        run: row.get(2)?,
                        batch: row.get(3)?,
                        amount: row.get(4)?,
                        rate: row.get(5)?,
                        reason: row.get(6)?,
                    });
                }
                Ok(())
            },
        )?;
        let holds = cx.all(
            "SELECT benefit, since, reason, source, placed_at, ended_at, ended_why FROM hold
             WHERE county = $1 AND person = $2 ORDER BY placed_at DESC, id",
            &[(&scope.county).into(), (&self.person).into()],
        )?;
        let owed = months.iter().map(|it| it.owed).sum();
        let paid = months.iter().map(|it| it.paid).sum();
        Ok(PersonMoneyAnswer { months, owed, paid, holds })
    }
}

/// The latest month's figures, for the start page.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct MonthFigures {}

impl Question for MonthFigures {
    const NAME: &'static str = "runs.figures";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = Figures;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<Figures> {
        let latest: Option<(String,)> = cx.find(
            "SELECT id FROM benefit_run WHERE county = $1 AND kind = 'regular'
                AND state NOT IN ('void', 'drawing') ORDER BY month DESC, opened_at DESC LIMIT 1",
            &[(&scope.county).into()],
        )?;
        let Some((id,)) = latest else { return Ok(Figures::default()) };
        let it = run::get(cx, &id)?;
        let sums = figures(cx, &id, scope)?;
        let as_of = it.known_at.day();
        let figure = |label, value, unit, filter: &str| Figure {
            label,
            value,
            unit,
            basis: Basis::Registered,
            as_of,
            link: Some(format!("/runs/{id}{filter}")),
        };
        let townships = super::township_figures(cx, &it, scope)?;
        let areas = townships
            .into_iter()
            .map(|it| AreaFigure {
                link: Some(format!("/runs/{id}?area={}", it.area)),
                value: it.amount.0,
                area: it.area,
            })
            .collect();
        Ok(Figures {
            figures: vec![
                figure("runs-figure-due", sums.due, Unit::Persons, "?status=due"),
                figure("runs-figure-amount", (sums.amount + sums.arrears).0, Unit::Money, ""),
                figure("runs-figure-pending", sums.pending, Unit::Persons, "?status=pending"),
                figure("runs-figure-suspended", sums.suspended, Unit::Persons, "?status=suspended"),
            ],
            measures: vec![AreaMeasure {
                label: "runs-figure-amount",
                unit: Unit::Money,
                basis: Basis::Registered,
                as_of,
                areas,
            }],
        })
    }
}
