//! What the room `audit` prints and adds up of a run.

use std::collections::BTreeMap;

use base::{Money, Month, Result};
use platform::{Cx, Scope};

use crate::{
    audit::{dossier::BackPayMonth, table::PaperLine},
    runs::table::run::RunRow,
};

/// Who is paid in a run, by village and name.
pub(crate) fn lines(cx: &mut Cx, run: &str, scope: &Scope) -> Result<Vec<PaperLine>> {
    let (low, high) = scope.range();
    cx.all(
        "SELECT person, name, area, born, tier, amount, arrears, prior FROM roll_line
         WHERE county = $1 AND run = $2 AND area >= $3 AND area < $4 AND held_at IS NULL
            AND (amount > 0 OR arrears > 0)
         ORDER BY area, person",
        &[(&scope.county).into(), run.into(), (&low).into(), (&high).into()],
    )
}

/// Back-pay of a run month by month, by person.
pub(crate) fn back_pay_months(cx: &mut Cx, run: &RunRow) -> Result<BTreeMap<String, Vec<BackPayMonth>>> {
    let county = cx.county().to_owned();
    let mut found: BTreeMap<String, Vec<BackPayMonth>> = BTreeMap::new();
    cx.each::<(String, Month, Money, Money, String)>(
        "SELECT person, due_month, rate, pay, reason FROM adjustment
         WHERE county = $1 AND run = $2 AND due_month < $3 AND pay > 0 ORDER BY person, due_month",
        &[(&county).into(), (&run.id).into(), (&run.month.to_string()).into()],
        &mut |(person, month, rate, amount, reason)| {
            found.entry(person).or_default().push(BackPayMonth { month, rate, amount, reason });
            Ok(())
        },
    )?;
    Ok(found)
}

/// Who was paid for a month, and how much of it.
pub(crate) fn paid_in(cx: &mut Cx, benefit: &str, month: Month) -> Result<BTreeMap<String, Money>> {
    let county = cx.county().to_owned();
    let all: Vec<(String, Money)> = cx.all(
        "SELECT person, paid FROM obligation
         WHERE county = $1 AND benefit = $2 AND due_month = $3 AND paid > 0 ORDER BY person",
        &[(&county).into(), benefit.into(), (&month.to_string()).into()],
    )?;
    Ok(all.into_iter().collect())
}
