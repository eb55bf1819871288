//! Rows of what may be spent out of a fund.

use base::{Money, Result};
use platform::Cx;

pub(crate) fn budgets(cx: &mut Cx, year: i64) -> Result<Vec<(String, Money, String)>> {
    let county = cx.county();
    cx.all(
        "SELECT fund, amount, document FROM fund_budget WHERE county = $1 AND year = $2 ORDER BY fund",
        &[county.into(), year.into()],
    )
}

pub(crate) fn set(cx: &mut Cx, fund: &str, year: i64, amount: Money, document: &str) -> Result<()> {
    let (county, account, now) = (cx.county(), cx.actor.account.clone(), cx.now);
    cx.exec_one(
        "INSERT INTO fund_budget (county, fund, year, amount, document, entered_by, entered_at, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1)
         ON CONFLICT (county, fund, year) DO UPDATE SET amount = EXCLUDED.amount,
            document = EXCLUDED.document, entered_by = EXCLUDED.entered_by, entered_at = EXCLUDED.entered_at,
            revision = fund_budget.revision + 1",
        &[
            county.into(),
            fund.into(),
            year.into(),
            amount.into(),
            document.into(),
            account.as_str().into(),
            now.into(),
        ],
    )
}
