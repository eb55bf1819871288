//! SQL of accounts, grants, failures and exports; sessions have their own.

use base::{Day, Instant, Result};
use store::{FromRow, Row};

use super::failures::Failures;
use crate::Cx;

/// An account as it stands in the table.
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) login: String,
    pub(crate) name: String,
    pub(crate) password: Option<String>,
    pub(crate) must_change_by: Option<Instant>,
    pub(crate) totp_sealed: Option<Vec<u8>>,
    pub(crate) totp_confirmed_at: Option<Instant>,
    pub(crate) totp_last_step: Option<i64>,
    pub(crate) disabled_at: Option<Instant>,
    pub(crate) revision: i64,
}

impl FromRow for Account {
    fn from_row(row: &Row) -> Result<Account> {
        Ok(Account {
            id: row.get(0)?,
            login: row.get(1)?,
            name: row.get(2)?,
            password: row.get(3)?,
            must_change_by: row.get(4)?,
            totp_sealed: row.get(5)?,
            totp_confirmed_at: row.get(6)?,
            totp_last_step: row.get(7)?,
            disabled_at: row.get(8)?,
            revision: row.get(9)?,
        })
    }
}

pub(crate) fn by_login(cx: &mut Cx, login: &str) -> Result<Option<Account>> {
    let county = cx.county();
    cx.find(
        "SELECT id, login, name, password, must_change_by, totp_sealed, totp_confirmed_at, totp_last_step,
            disabled_at, revision
         FROM account WHERE county = $1 AND login = $2",
        &[county.into(), login.into()],
    )
}

pub(crate) fn by_id(cx: &mut Cx, id: &str) -> Result<Account> {
    let county = cx.county();
    cx.get(
        "account",
        "SELECT id, login, name, password, must_change_by, totp_sealed, totp_confirmed_at, totp_last_step,
            disabled_at, revision
         FROM account WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

/// How many accounts this county has.
pub(super) fn count(cx: &mut Cx) -> Result<i64> {
    let county = cx.county();
    let (count,) = cx.get("count", "SELECT COUNT(*) FROM account WHERE county = $1", &[county.into()])?;
    Ok(count)
}

pub(super) struct NewAccount<'a> {
    pub(super) id: &'a str,
    pub(super) login: &'a str,
    pub(super) name: &'a str,
    pub(super) phone: Option<(&'a [u8], &'a str)>,
    pub(super) password: &'a str,
    pub(super) must_change_by: Option<Instant>,
}

pub(super) fn insert(cx: &mut Cx, new: &NewAccount) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO account (county, id, login, name, phone_sealed, phone_index, password, password_set_at,
            must_change_by, created_at, created_by, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8, $10, 1)",
        &[
            (&actor.county).into(),
            new.id.into(),
            new.login.into(),
            new.name.into(),
            new.phone.map(|it| it.0).into(),
            new.phone.map(|it| it.1).into(),
            new.password.into(),
            now.into(),
            new.must_change_by.into(),
            (&actor.account).into(),
        ],
    )
}

pub(super) fn set_password(
    cx: &mut Cx,
    account: &Account,
    password: &str,
    must_change_by: Option<Instant>,
) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec_one(
        "UPDATE account SET password = $4, password_set_at = $5, must_change_by = $6, revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[
            county.into(),
            (&account.id).into(),
            account.revision.into(),
            password.into(),
            now.into(),
            must_change_by.into(),
        ],
    )
}

pub(super) fn set_disabled(cx: &mut Cx, account: &Account, why: Option<&str>) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec_one(
        "UPDATE account SET disabled_at = $4, disabled_why = $5, revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[county.into(), (&account.id).into(), account.revision.into(), why.map(|_| now).into(), why.into()],
    )
}

/// Sets, confirms or takes away the second factor.
pub(super) fn set_factor(
    cx: &mut Cx,
    account: &Account,
    sealed: Option<&[u8]>,
    confirmed_at: Option<Instant>,
    last_step: Option<i64>,
) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "UPDATE account SET totp_sealed = $4, totp_confirmed_at = $5, totp_last_step = $6,
            revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[
            county.into(),
            (&account.id).into(),
            account.revision.into(),
            sealed.into(),
            confirmed_at.into(),
            last_step.into(),
        ],
    )
}

/// Marks a time step as used; touches nothing when it, or a later one, was used meanwhile.
pub(super) fn use_step(cx: &mut Cx, account: &str, step: i64) -> Result<bool> {
    let county = cx.county();
    let touched = cx.exec(
        "UPDATE account SET totp_last_step = $3
         WHERE county = $1 AND id = $2 AND (totp_last_step IS NULL OR totp_last_step < $3)",
        &[county.into(), account.into(), step.into()],
    )?;
    Ok(touched == 1)
}

pub(super) fn set_recovery_codes(cx: &mut Cx, account: &str, codes: &[String]) -> Result<()> {
    let county = cx.county();
    cx.exec(
        "DELETE FROM access_recovery_code WHERE county = $1 AND account = $2",
        &[county.into(), account.into()],
    )?;
    for code in codes {
        cx.exec_one(
            "INSERT INTO access_recovery_code (county, account, code) VALUES ($1, $2, $3)",
            &[county.into(), account.into(), code.into()],
        )?;
    }
    Ok(())
}

pub(super) fn use_recovery_code(cx: &mut Cx, account: &str, code: &str) -> Result<bool> {
    let (county, now) = (cx.county(), cx.now);
    let touched = cx.exec(
        "UPDATE access_recovery_code SET used_at = $4
         WHERE county = $1 AND account = $2 AND code = $3 AND used_at IS NULL",
        &[county.into(), account.into(), code.into(), now.into()],
    )?;
    Ok(touched == 1)
}

pub(super) struct NewGrant<'a> {
    pub(super) id: &'a str,
    pub(super) account: &'a str,
    pub(super) role: &'a str,
    pub(super) area: &'a str,
    pub(super) valid_from: Day,
    pub(super) valid_to: Option<Day>,
}

pub(super) fn insert_grant(cx: &mut Cx, new: &NewGrant) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    let (from, to) = (new.valid_from.to_string(), new.valid_to.map(|it| it.to_string()));
    cx.exec_one(
        "INSERT INTO access_grant (county, id, account, role, area, valid_from, valid_to, granted_by,
            granted_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            (&actor.county).into(),
            new.id.into(),
            new.account.into(),
            new.role.into(),
            new.area.into(),
            (&from).into(),
            to.as_ref().into(),
            (&actor.account).into(),
            now.into(),
        ],
    )
}

pub(super) fn revoke_grant(cx: &mut Cx, id: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "UPDATE access_grant SET revoked_by = $3, revoked_at = $4
         WHERE county = $1 AND id = $2 AND revoked_at IS NULL",
        &[(&actor.county).into(), id.into(), (&actor.account).into(), now.into()],
    )
}

pub(super) fn failures(cx: &mut Cx, kind: &str, who: &str) -> Result<Failures> {
    let county = cx.county();
    let found: Option<(i64, Instant, Option<Instant>)> = cx.find(
        "SELECT failures, last_at, locked_until FROM access_failure
         WHERE county = $1 AND kind = $2 AND who = $3",
        &[county.into(), kind.into(), who.into()],
    )?;
    Ok(found.map_or_else(Failures::default, |(count, last_at, locked_until)| Failures {
        count,
        last_at: Some(last_at),
        locked_until,
    }))
}

pub(super) fn set_failures(cx: &mut Cx, kind: &str, who: &str, failures: Failures) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec_one(
        "INSERT INTO access_failure (county, kind, who, failures, last_at, locked_until)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (county, kind, who) DO UPDATE SET failures = $4, last_at = $5, locked_until = $6",
        &[
            county.into(),
            kind.into(),
            who.into(),
            failures.count.into(),
            now.into(),
            failures.locked_until.into(),
        ],
    )
}

pub(super) fn clear_failures(cx: &mut Cx, kind: &str, who: &str) -> Result<()> {
    let county = cx.county();
    cx.exec(
        "DELETE FROM access_failure WHERE county = $1 AND kind = $2 AND who = $3",
        &[county.into(), kind.into(), who.into()],
    )?;
    Ok(())
}

/// Forgets failures older than `before`: the nightly round keeps the table small.
pub fn forget_failures(cx: &mut Cx, before: Instant) -> Result<u64> {
    let county = cx.county();
    cx.exec("DELETE FROM access_failure WHERE county = $1 AND last_at < $2", &[county.into(), before.into()])
}

pub(super) struct Export<'a> {
    pub(super) what: &'a str,
    pub(super) area: &'a str,
    pub(super) rows: i64,
    pub(super) purpose: &'a str,
    pub(super) digest: &'a str,
    pub(super) locked: bool,
}

pub(super) fn insert_export(cx: &mut Cx, export: &Export) -> Result<String> {
    let id = cx.mint();
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO access_export (county, id, account, role, at, what, area, rows, purpose, digest, locked)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            (&actor.county).into(),
            (&id).into(),
            (&actor.account).into(),
            (&actor.role).into(),
            now.into(),
            export.what.into(),
            export.area.into(),
            export.rows.into(),
            export.purpose.into(),
            export.digest.into(),
            i64::from(export.locked).into(),
        ],
    )?;
    Ok(id)
}
