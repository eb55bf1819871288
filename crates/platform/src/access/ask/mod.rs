//! Reads of accounts, grants, sessions and exports, and what of them waits.

mod exports;
pub mod staff;
mod waits;

pub use exports::{ExportRow, Exports};
pub use waits::AccountWaits;

use base::{Day, Error, Instant, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{FromRow, Row};

use super::{
    roles::{Level, Roles as PackRoles},
    session,
};
use crate::{
    Cx, Purpose, Question, Scope,
    listing::{ListAnswer, ListInput, Order},
    scope::after,
};

/// A grant of an account that was not revoked, whatever its days.
pub(in crate::access) struct Held {
    pub(in crate::access) role: String,
    pub(in crate::access) area: String,
    pub(in crate::access) valid_from: Day,
    pub(in crate::access) valid_to: Option<Day>,
}

impl FromRow for Held {
    fn from_row(row: &Row) -> Result<Held> {
        Ok(Held { role: row.get(0)?, area: row.get(1)?, valid_from: row.get(2)?, valid_to: row.get(3)? })
    }
}

pub(in crate::access) fn held(cx: &mut Cx, account: &str) -> Result<Vec<Held>> {
    let county = cx.county();
    cx.all(
        "SELECT role, area, valid_from, valid_to FROM access_grant
         WHERE county = $1 AND account = $2 AND revoked_at IS NULL",
        &[county.into(), account.into()],
    )
}

/// The account and area of a grant that was not revoked.
pub(in crate::access) fn grant(cx: &mut Cx, id: &str) -> Result<(String, String)> {
    let county = cx.county();
    cx.get(
        "grant",
        "SELECT account, area FROM access_grant WHERE county = $1 AND id = $2 AND revoked_at IS NULL",
        &[county.into(), id.into()],
    )
}

/// A grant that holds today, of an account that may sign in.
pub(in crate::access) struct Standing {
    pub(in crate::access) account: String,
    pub(in crate::access) role: String,
    pub(in crate::access) area: String,
}

impl FromRow for Standing {
    fn from_row(row: &Row) -> Result<Standing> {
        Ok(Standing { account: row.get(0)?, role: row.get(1)?, area: row.get(2)? })
    }
}

pub(in crate::access) fn standing(cx: &mut Cx) -> Result<Vec<Standing>> {
    let (county, today) = (cx.county().to_owned(), cx.today().to_string());
    cx.all(
        "SELECT g.account, g.role, g.area FROM access_grant g
         JOIN account a ON a.county = $1 AND a.id = g.account AND a.disabled_at IS NULL
         WHERE g.county = $1 AND g.revoked_at IS NULL AND g.valid_from <= $2
            AND (g.valid_to IS NULL OR $2 < g.valid_to)",
        &[(&county).into(), (&today).into()],
    )
}

const ORDERS: &[Order] = &[
    ("login", " ORDER BY login", " ORDER BY login DESC"),
    ("name", " ORDER BY name, login", " ORDER BY name DESC, login"),
];

/// The accounts granted something in the reader's area; for the county, also those granted nothing.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Accounts {
    /// Part of a login or a name.
    pub text: Option<String>,
    pub role: Option<String>,
    pub disabled: bool,
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AccountRow {
    pub id: String,
    pub login: String,
    pub name: String,
    pub disabled_at: Option<Instant>,
    pub enrolled: bool,
    /// Whether the first password still waits to be changed.
    pub handed_over: bool,
    pub grants: Vec<GrantRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GrantRow {
    pub id: String,
    pub role: String,
    pub area: String,
    pub valid_from: Day,
    pub valid_to: Option<Day>,
}

impl FromRow for AccountRow {
    fn from_row(row: &Row) -> Result<AccountRow> {
        Ok(AccountRow {
            id: row.get(0)?,
            login: row.get(1)?,
            name: row.get(2)?,
            disabled_at: row.get(3)?,
            enrolled: row.get::<Option<i64>>(4)?.is_some(),
            handed_over: row.get::<Option<i64>>(5)?.is_some(),
            grants: Vec::new(),
        })
    }
}

impl Question for Accounts {
    const NAME: &'static str = "access.accounts";
    const RIGHT: &'static str = "access.read";
    const PURPOSE: Purpose = Purpose::System;
    type Answer = ListAnswer<AccountRow>;

    fn ask(self, cx: &mut Cx, _scope: &Scope) -> Result<ListAnswer<AccountRow>> {
        let (low, high) = (cx.actor.area.clone(), after(&cx.actor.area));
        let whole = i64::from(is_county(cx));
        let county = cx.county().to_owned();
        let text = format!("%{}%", self.text.as_deref().unwrap_or("").to_lowercase());
        let role = self.role.as_deref();
        let disabled = i64::from(self.disabled);
        let args = [
            (&county).into(),
            (&low).into(),
            (&high).into(),
            whole.into(),
            (&text).into(),
            role.into(),
            disabled.into(),
        ];
        let select = "SELECT a.id, a.login, a.name, a.disabled_at, a.totp_confirmed_at, a.must_change_by FROM account a
             WHERE a.county = $1 AND (LOWER(a.login) LIKE $5 OR LOWER(a.name) LIKE $5)
                AND (CASE WHEN a.disabled_at IS NULL THEN 0 ELSE 1 END) = $7
                AND (EXISTS (SELECT 1 FROM access_grant g WHERE g.county = $1 AND g.account = a.id
                        AND g.revoked_at IS NULL AND $2 <= g.area AND g.area < $3
                        AND (CAST($6 AS TEXT) IS NULL OR g.role = $6))
                    OR ($4 = 1 AND CAST($6 AS TEXT) IS NULL AND NOT EXISTS (SELECT 1 FROM access_grant g
                        WHERE g.county = $1 AND g.account = a.id AND g.revoked_at IS NULL)))";
        let mut answer: ListAnswer<AccountRow> = self.list.read(cx, select, ORDERS, &args)?;
        for row in &mut answer.rows {
            row.grants = grants_of(cx, &row.id)?;
        }
        Ok(answer)
    }
}

fn is_county(cx: &Cx) -> bool {
    cx.house.packs.now().county().is_some_and(|it| it.area == cx.actor.area)
}

fn grants_of(cx: &mut Cx, account: &str) -> Result<Vec<GrantRow>> {
    let county = cx.county();
    let rows: Vec<(String, String, String, Day, Option<Day>)> = cx.all(
        "SELECT id, role, area, valid_from, valid_to FROM access_grant
         WHERE county = $1 AND account = $2 AND revoked_at IS NULL ORDER BY valid_from, id",
        &[county.into(), account.into()],
    )?;
    let row = |(id, role, area, valid_from, valid_to)| GrantRow { id, role, area, valid_from, valid_to };
    Ok(rows.into_iter().map(row).collect())
}

/// One account with its grants and open sessions.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Account {
    pub account: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AccountAnswer {
    #[serde(flatten)]
    pub account: AccountRow,
    pub sessions: Vec<SessionRow>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SessionRow {
    pub id: String,
    pub channel: String,
    pub address: String,
    pub agent: String,
    pub opened_at: Instant,
    pub seen_at: Instant,
    pub ends_at: Instant,
}

impl FromRow for SessionRow {
    fn from_row(row: &Row) -> Result<SessionRow> {
        Ok(SessionRow {
            id: row.get(0)?,
            channel: row.get(1)?,
            address: row.get(2)?,
            agent: row.get(3)?,
            opened_at: row.get(4)?,
            seen_at: row.get(5)?,
            ends_at: row.get(6)?,
        })
    }
}

impl Question for Account {
    const NAME: &'static str = "access.account";
    const RIGHT: &'static str = "access.read";
    const PURPOSE: Purpose = Purpose::System;
    type Answer = AccountAnswer;

    fn ask(self, cx: &mut Cx, _scope: &Scope) -> Result<AccountAnswer> {
        let answer = account_of(cx, &self.account)?;
        let here = cx.actor.area.clone();
        let sees = is_county(cx) || answer.account.grants.iter().any(|it| it.area.starts_with(&here));
        if sees { Ok(answer) } else { Err(Error::missing("account")) }
    }
}

fn account_of(cx: &mut Cx, id: &str) -> Result<AccountAnswer> {
    let (county, now) = (cx.county().to_owned(), cx.now);
    let mut account: AccountRow = cx.get(
        "account",
        "SELECT id, login, name, disabled_at, totp_confirmed_at, must_change_by FROM account
         WHERE county = $1 AND id = $2",
        &[(&county).into(), id.into()],
    )?;
    account.grants = grants_of(cx, id)?;
    let sessions = cx.all(
        "SELECT id, channel, address, agent, opened_at, seen_at, ends_at FROM access_session
         WHERE county = $1 AND account = $2 AND ended_at IS NULL AND $3 < ends_at ORDER BY seen_at DESC",
        &[(&county).into(), id.into(), now.into()],
    )?;
    Ok(AccountAnswer { account, sessions })
}

/// The own account: grants, sessions, programs' tokens.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Mine {}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MineAnswer {
    #[serde(flatten)]
    pub account: AccountAnswer,
    pub tokens: Vec<TokenRow>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TokenRow {
    pub id: String,
    pub name: String,
    pub grant: String,
    pub made_at: Instant,
    pub ends_at: Instant,
    pub used_at: Option<Instant>,
}

impl FromRow for TokenRow {
    fn from_row(row: &Row) -> Result<TokenRow> {
        Ok(TokenRow {
            id: row.get(0)?,
            name: row.get(1)?,
            grant: row.get(2)?,
            made_at: row.get(3)?,
            ends_at: row.get(4)?,
            used_at: row.get(5)?,
        })
    }
}

impl Question for Mine {
    const NAME: &'static str = "access.mine";
    const RIGHT: &'static str = session::OWN;
    const PURPOSE: Purpose = Purpose::System;
    type Answer = MineAnswer;

    fn ask(self, cx: &mut Cx, _scope: &Scope) -> Result<MineAnswer> {
        let (county, id, now) = (cx.county().to_owned(), cx.actor.account.clone(), cx.now);
        let account = account_of(cx, &id)?;
        let tokens = cx.all(
            "SELECT id, name, grant_id, made_at, ends_at, used_at FROM access_token
             WHERE county = $1 AND account = $2 AND revoked_at IS NULL AND $3 < ends_at ORDER BY made_at",
            &[(&county).into(), (&id).into(), now.into()],
        )?;
        Ok(MineAnswer { account, tokens })
    }
}

/// The roles of the pack: who may do what, and which are kept apart.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Roles {}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RoleRow {
    pub role: String,
    pub level: Level,
    pub rights: Vec<String>,
    pub second_factor: bool,
    pub session_minutes: i64,
    pub grant_days_max: Option<i64>,
    /// Roles that the same account may not hold.
    pub apart_from: Vec<String>,
    pub basis: Option<String>,
    pub confidence: Option<String>,
}

impl Question for Roles {
    const NAME: &'static str = "access.roles";
    const RIGHT: &'static str = "access.read";
    const PURPOSE: Purpose = Purpose::System;
    type Answer = Vec<RoleRow>;

    fn ask(self, cx: &mut Cx, _scope: &Scope) -> Result<Vec<RoleRow>> {
        let pack = cx.house.packs.now();
        let roles = pack.get::<PackRoles>();
        let row = |(name, role): (&String, &super::roles::Role)| RoleRow {
            role: name.clone(),
            level: role.level,
            rights: role.rights.iter().cloned().collect(),
            second_factor: role.second_factor,
            session_minutes: role.session_minutes,
            grant_days_max: role.grant_days_max,
            apart_from: roles.role.keys().filter(|it| roles.kept_apart(it, name)).cloned().collect(),
            basis: role.basis.clone(),
            confidence: role.confidence.clone(),
        };
        Ok(roles.role.iter().map(row).collect())
    }
}
