//! Reads of sessions, tokens and the grants they act under.

use base::{Instant, Result};
use store::{FromRow, Row};

use super::Granted;
use crate::Cx;

/// An open session and what of its account decides its standing.
pub(super) struct OpenSession {
    pub(super) id: String,
    pub(super) account: String,
    pub(super) grant: Option<String>,
    pub(super) opened_at: Instant,
    pub(super) seen_at: Instant,
    pub(super) ends_at: Instant,
    pub(super) proved_at: Option<Instant>,
    pub(super) login: String,
    pub(super) name: String,
    pub(super) must_change_by: Option<Instant>,
    pub(super) enrolled: bool,
}

impl FromRow for OpenSession {
    fn from_row(row: &Row) -> Result<OpenSession> {
        Ok(OpenSession {
            id: row.get(0)?,
            account: row.get(1)?,
            grant: row.get(2)?,
            opened_at: row.get(3)?,
            seen_at: row.get(4)?,
            ends_at: row.get(5)?,
            proved_at: row.get(6)?,
            login: row.get(7)?,
            name: row.get(8)?,
            must_change_by: row.get(9)?,
            enrolled: row.get::<Option<i64>>(10)?.is_some(),
        })
    }
}

pub(super) fn open_session(cx: &mut Cx, digest: &str) -> Result<Option<OpenSession>> {
    let county = cx.county();
    cx.find(
        "SELECT s.id, s.account, s.grant_id, s.opened_at, s.seen_at, s.ends_at, s.proved_at, a.login, a.name,
            a.must_change_by, a.totp_confirmed_at
         FROM access_session s
         JOIN account a ON a.county = $1 AND a.id = s.account AND a.disabled_at IS NULL
         WHERE s.county = $1 AND s.token = $2 AND s.ended_at IS NULL",
        &[county.into(), digest.into()],
    )
}

/// The account's grants that hold today, the widest area first.
pub(in crate::access) fn grants(cx: &mut Cx, account: &str) -> Result<Vec<Granted>> {
    let (county, today) = (cx.county(), cx.today().to_string());
    let rows: Vec<(String, String, String)> = cx.all(
        "SELECT id, role, area FROM access_grant
         WHERE county = $1 AND account = $2 AND revoked_at IS NULL AND valid_from <= $3
            AND (valid_to IS NULL OR $3 < valid_to)
         ORDER BY LENGTH(area), granted_at, id",
        &[county.into(), account.into(), (&today).into()],
    )?;
    Ok(rows.into_iter().map(|(id, role, area)| Granted { id, role, area }).collect())
}

pub(super) struct Token {
    pub(super) id: String,
    pub(super) account: String,
    pub(super) grant: String,
    pub(super) name: String,
    pub(super) used_at: Option<Instant>,
}

impl FromRow for Token {
    fn from_row(row: &Row) -> Result<Token> {
        Ok(Token {
            id: row.get(0)?,
            account: row.get(1)?,
            grant: row.get(2)?,
            name: row.get(3)?,
            used_at: row.get(4)?,
        })
    }
}

/// The token of a digest that opens just `reads`: nothing for a program's own.
pub(super) fn token(cx: &mut Cx, digest: &str, reads: &str) -> Result<Option<Token>> {
    let (county, now) = (cx.county(), cx.now);
    cx.find(
        "SELECT t.id, t.account, t.grant_id, a.name, t.used_at
         FROM access_token t
         JOIN account a ON a.county = $1 AND a.id = t.account AND a.disabled_at IS NULL
         WHERE t.county = $1 AND t.token = $2 AND t.revoked_at IS NULL AND $3 < t.ends_at AND t.reads = $4",
        &[county.into(), digest.into(), now.into(), reads.into()],
    )
}
