//! SQL of offices that are held, and of who stands in for whom.

use base::{Day, Error, Result};
use store::{FromRow, Row};

use crate::Cx;

/// A role that an account has in an area today.
#[derive(Clone, Debug)]
pub(in crate::tasks) struct Office {
    pub(in crate::tasks) account: String,
    pub(in crate::tasks) role: String,
    pub(in crate::tasks) area: String,
}

impl FromRow for Office {
    fn from_row(row: &Row) -> Result<Office> {
        Ok(Office { account: row.get(0)?, role: row.get(1)?, area: row.get(2)? })
    }
}

/// The offices that are held today, of one account or of all, by accounts that are not disabled.
pub(in crate::tasks) fn offices(cx: &mut Cx, account: Option<&str>) -> Result<Vec<Office>> {
    let (county, today) = (cx.county().to_owned(), cx.today().to_string());
    cx.all(
        "SELECT g.account, g.role, g.area FROM access_grant g
         JOIN account a ON a.county = $1 AND a.id = g.account AND a.disabled_at IS NULL
         WHERE g.county = $1 AND (CAST($2 AS TEXT) IS NULL OR g.account = $2) AND g.revoked_at IS NULL
            AND g.valid_from <= $3 AND (g.valid_to IS NULL OR $3 < g.valid_to)
         ORDER BY g.area, g.account, g.role",
        &[(&county).into(), account.into(), (&today).into()],
    )
}

/// The accounts for whom this one stands in today.
pub(in crate::tasks) fn principals(cx: &mut Cx, deputy: &str) -> Result<Vec<String>> {
    let (county, today) = (cx.county().to_owned(), cx.today().to_string());
    let rows: Vec<(String,)> = cx.all(
        "SELECT DISTINCT account FROM task_deputy
         WHERE county = $1 AND deputy = $2 AND ended_at IS NULL AND valid_from <= $3 AND $3 < valid_to
         ORDER BY account",
        &[(&county).into(), deputy.into(), (&today).into()],
    )?;
    Ok(rows.into_iter().map(|it| it.0).collect())
}

/// Whether the account has a deputy on one of these days already.
pub(in crate::tasks) fn deputy_between(cx: &mut Cx, account: &str, from: Day, until: Day) -> Result<bool> {
    let county = cx.county().to_owned();
    let (from, until) = (from.to_string(), until.to_string());
    let (count,): (i64,) = cx.get(
        "count",
        "SELECT COUNT(*) FROM task_deputy
         WHERE county = $1 AND account = $2 AND ended_at IS NULL AND valid_from <= $4 AND $3 < valid_to",
        &[(&county).into(), account.into(), (&from).into(), (&until).into()],
    )?;
    Ok(0 < count)
}

pub(in crate::tasks) fn insert_deputy(
    cx: &mut Cx,
    account: &str,
    deputy: &str,
    from: Day,
    until: Day,
    why: &str,
) -> Result<String> {
    let id = cx.mint();
    let (actor, now) = (cx.actor, cx.now);
    let (from, to) = (from.to_string(), until.plus_days(1).to_string());
    cx.exec_one(
        "INSERT INTO task_deputy (county, id, account, deputy, valid_from, valid_to, why, set_by, set_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            (&actor.county).into(),
            (&id).into(),
            account.into(),
            deputy.into(),
            (&from).into(),
            (&to).into(),
            why.into(),
            (&actor.account).into(),
            now.into(),
        ],
    )?;
    Ok(id)
}

/// Who is away, and who stands in, of one that has not ended.
pub(in crate::tasks) fn deputy(cx: &mut Cx, id: &str) -> Result<(String, String)> {
    let (county, today) = (cx.county().to_owned(), cx.today().to_string());
    let found: Option<(String, String)> = cx.find(
        "SELECT account, deputy FROM task_deputy
         WHERE county = $1 AND id = $2 AND ended_at IS NULL AND $3 < valid_to",
        &[(&county).into(), id.into(), (&today).into()],
    )?;
    found.ok_or_else(|| Error::missing("deputy"))
}

pub(in crate::tasks) fn end_deputy(cx: &mut Cx, id: &str) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec_one(
        "UPDATE task_deputy SET ended_at = $3 WHERE county = $1 AND id = $2 AND ended_at IS NULL",
        &[county.into(), id.into(), now.into()],
    )
}

/// Ends what an account has to do with deputies: it is disabled, or no longer where it was.
pub(in crate::tasks) fn end_deputies_of(cx: &mut Cx, account: &str) -> Result<u64> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec(
        "UPDATE task_deputy SET ended_at = $3
         WHERE county = $1 AND (account = $2 OR deputy = $2) AND ended_at IS NULL",
        &[county.into(), account.into(), now.into()],
    )
}

/// Open tasks that are an account's by name.
pub(in crate::tasks) fn named(cx: &mut Cx, account: &str) -> Result<i64> {
    let county = cx.county();
    let (count,) = cx.get(
        "count",
        "SELECT COUNT(*) FROM task WHERE county = $1 AND account = $2 AND closed_at IS NULL",
        &[county.into(), account.into()],
    )?;
    Ok(count)
}
