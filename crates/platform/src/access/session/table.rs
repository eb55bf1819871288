//! SQL of sessions and API tokens.

use base::{Instant, Result};
use store::Tx;

use crate::Cx;

pub(in crate::access) struct NewSession<'a> {
    pub(in crate::access) id: &'a str,
    pub(in crate::access) digest: &'a str,
    pub(in crate::access) account: &'a str,
    pub(in crate::access) address: &'a str,
    pub(in crate::access) agent: &'a str,
    pub(in crate::access) ends_at: Instant,
    pub(in crate::access) proved: bool,
}

pub(in crate::access) fn insert(cx: &mut Cx, new: &NewSession) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO access_session (county, id, token, account, channel, address, agent, opened_at, seen_at,
            ends_at, proved_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10)",
        &[
            (&actor.county).into(),
            new.id.into(),
            new.digest.into(),
            new.account.into(),
            actor.channel.as_str().into(),
            new.address.into(),
            new.agent.into(),
            now.into(),
            new.ends_at.into(),
            new.proved.then_some(now).into(),
        ],
    )
}

pub(in crate::access) fn seen(tx: &mut Tx, county: &str, id: &str, now: Instant) -> Result<()> {
    tx.exec(
        "UPDATE access_session SET seen_at = $3 WHERE county = $1 AND id = $2 AND seen_at < $3",
        &[county.into(), id.into(), now.into()],
    )?;
    Ok(())
}

/// The second factor was given.
pub(in crate::access) fn prove(cx: &mut Cx, digest: &str) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec_one(
        "UPDATE access_session SET proved_at = $3 WHERE county = $1 AND token = $2 AND ended_at IS NULL",
        &[county.into(), digest.into(), now.into()],
    )
}

/// Whoever has just confirmed a second factor has proved it in the sessions that are open.
pub(in crate::access) fn prove_all(cx: &mut Cx, account: &str) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec(
        "UPDATE access_session SET proved_at = $3 WHERE county = $1 AND account = $2 AND ended_at IS NULL",
        &[county.into(), account.into(), now.into()],
    )?;
    Ok(())
}

pub(in crate::access) fn switch(cx: &mut Cx, id: &str, grant: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "UPDATE access_session SET grant_id = $4, seen_at = $5
         WHERE county = $1 AND id = $2 AND account = $3 AND ended_at IS NULL",
        &[(&actor.county).into(), id.into(), (&actor.account).into(), grant.into(), now.into()],
    )
}

pub(in crate::access) fn end(cx: &mut Cx, account: &str, id: &str) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec_one(
        "UPDATE access_session SET ended_at = $4
         WHERE county = $1 AND account = $2 AND id = $3 AND ended_at IS NULL",
        &[county.into(), account.into(), id.into(), now.into()],
    )
}

pub(in crate::access) fn end_by_token(cx: &mut Cx, digest: &str) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec(
        "UPDATE access_session SET ended_at = $3 WHERE county = $1 AND token = $2 AND ended_at IS NULL",
        &[county.into(), digest.into(), now.into()],
    )?;
    Ok(())
}

/// Ends every session of an account and revokes its tokens: it was disabled, or its password reset.
pub(in crate::access) fn end_all(cx: &mut Cx, account: &str) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec(
        "UPDATE access_session SET ended_at = $3 WHERE county = $1 AND account = $2 AND ended_at IS NULL",
        &[county.into(), account.into(), now.into()],
    )?;
    cx.exec(
        "UPDATE access_token SET revoked_at = $3 WHERE county = $1 AND account = $2 AND revoked_at IS NULL",
        &[county.into(), account.into(), now.into()],
    )?;
    Ok(())
}

pub(in crate::access) fn insert_token(
    cx: &mut Cx,
    id: &str,
    digest: &str,
    grant: &str,
    name: &str,
    reads: &str,
    ends_at: Instant,
) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO access_token (county, id, token, account, grant_id, name, made_at, ends_at, reads)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            (&actor.county).into(),
            id.into(),
            digest.into(),
            (&actor.account).into(),
            grant.into(),
            name.into(),
            now.into(),
            ends_at.into(),
            reads.into(),
        ],
    )
}

pub(in crate::access) fn token_used(tx: &mut Tx, county: &str, id: &str, now: Instant) -> Result<()> {
    tx.exec(
        "UPDATE access_token SET used_at = $3 WHERE county = $1 AND id = $2",
        &[county.into(), id.into(), now.into()],
    )?;
    Ok(())
}

pub(in crate::access) fn revoke_token(cx: &mut Cx, id: &str) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "UPDATE access_token SET revoked_at = $4
         WHERE county = $1 AND id = $2 AND account = $3 AND revoked_at IS NULL",
        &[(&actor.county).into(), id.into(), (&actor.account).into(), now.into()],
    )
}
