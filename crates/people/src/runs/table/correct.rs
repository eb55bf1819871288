//! Adjustments outside a roll: corrections and old rolls, in force at once; and what a roll wrote.

use base::{Money, Result};
use platform::Cx;

use super::{owed::Obligation, run::RunRow};

/// An adjustment outside a roll: a correction that is in force at once.
pub(crate) fn correct(
    cx: &mut Cx,
    run: &RunRow,
    stand: &Obligation,
    amount: Money,
    reason: &str,
) -> Result<()> {
    let (county, now) = (cx.county().to_owned(), cx.now);
    cx.exec_one(
        "INSERT INTO adjustment (county, person, benefit, due_month, run, amount, pay, rate, reason, posted_at)
         VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9)",
        &[
            (&county).into(),
            (&stand.person).into(),
            (&run.benefit).into(),
            (&stand.month.to_string()).into(),
            (&run.id).into(),
            amount.into(),
            (stand.owed + amount).into(),
            reason.into(),
            now.into(),
        ],
    )
}

/// Adjustments of an old roll, in force at once.
pub(crate) fn insert_history(cx: &mut Cx, run: &RunRow, all: &[Obligation]) -> Result<()> {
    let (county, now) = (cx.county().to_owned(), cx.now);
    let month = run.month.to_string();
    let rows: Vec<Vec<store::Arg>> = all
        .iter()
        .map(|it| {
            vec![
                (&county).into(),
                (&it.person).into(),
                (&run.benefit).into(),
                (&month).into(),
                (&run.id).into(),
                it.owed.into(),
                it.instructed.into(),
                it.owed.into(),
                "runs-history".into(),
                now.into(),
            ]
        })
        .collect();
    let columns =
        ["county", "person", "benefit", "due_month", "run", "amount", "pay", "rate", "reason", "posted_at"];
    cx.insert_many("adjustment", &columns, &rows)
}

/// A stored line with what it drafted or put in force, for comparing with a decision made again.
pub(crate) fn stored(
    cx: &mut Cx,
    run: &str,
    after: &str,
    until: &str,
) -> Result<Vec<(String, String, String, Money, String)>> {
    let county = cx.county();
    cx.all(
        "SELECT person, status, change, amount, reason FROM roll_line
         WHERE county = $1 AND run = $2 AND person > $3 AND person <= $4 ORDER BY person",
        &[county.into(), run.into(), after.into(), until.into()],
    )
}
