//! SQL of the job queue.

use base::{Instant, Result};
use store::{FromRow, Row};

use super::Owner;
use crate::{Actor, Cx, cx::JobId};

pub(crate) fn insert(cx: &mut Cx, kind: &str, payload: &str, due_at: Instant) -> Result<JobId> {
    let actor = cx.actor;
    insert_for(cx, actor, kind, payload, due_at)
}

/// Enqueues as another actor than who asks: a service that was told to.
pub(crate) fn insert_for(
    cx: &mut Cx,
    actor: &Actor,
    kind: &str,
    payload: &str,
    due_at: Instant,
) -> Result<JobId> {
    let id = JobId(cx.mint());
    let now = cx.now;
    cx.exec_one(
        "INSERT INTO job (county, id, kind, payload, account, role, area, due_at, attempts, done, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, $9)",
        &[
            (&actor.county).into(),
            (&id.0).into(),
            kind.into(),
            payload.into(),
            (&actor.account).into(),
            (&actor.role).into(),
            (&actor.area).into(),
            due_at.into(),
            now.into(),
        ],
    )?;
    Ok(id)
}

#[derive(Clone, Debug)]
pub(super) struct Claimed {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) payload: String,
    pub(super) owner: Owner,
    pub(super) attempts: i64,
}

impl FromRow for Claimed {
    fn from_row(row: &Row) -> Result<Claimed> {
        let owner = Owner { account: row.get(3)?, role: row.get(4)?, area: row.get(5)? };
        Ok(Claimed { id: row.get(0)?, kind: row.get(1)?, payload: row.get(2)?, owner, attempts: row.get(6)? })
    }
}

const DUE: &str = "SELECT id, kind, payload, account, role, area, attempts FROM job
     WHERE county = $1 AND ended_at IS NULL AND due_at <= $2 AND (leased_until IS NULL OR leased_until < $2)
     ORDER BY due_at, id LIMIT 1";

/// The job that has waited longest, if one is due and nobody holds it.
pub(super) fn due(cx: &mut Cx) -> Result<Option<Claimed>> {
    let (county, now) = (cx.county(), cx.now);
    let sql = [DUE, cx.skip_locked()].concat();
    cx.find(&sql, &[county.into(), now.into()])
}

pub(super) fn lease(cx: &mut Cx, id: &str, holder: &str, until: Instant) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "UPDATE job SET lease_holder = $3, leased_until = $4, attempts = attempts + 1
         WHERE county = $1 AND id = $2",
        &[county.into(), id.into(), holder.into(), until.into()],
    )
}

/// Ends the leases of holders whose names begin so.
pub(super) fn take_back(cx: &mut Cx, holders: &str) -> Result<u64> {
    let (county, until) = (cx.county(), crate::scope::after(holders));
    cx.exec(
        "UPDATE job SET leased_until = NULL
         WHERE county = $1 AND ended_at IS NULL AND lease_holder >= $2 AND lease_holder < $3",
        &[county.into(), holders.into(), (&until).into()],
    )
}

/// How far a job is that this holder still holds.
pub(super) struct At {
    pub(super) cursor: Option<String>,
    pub(super) stop_asked_at: Option<Instant>,
}

impl FromRow for At {
    fn from_row(row: &Row) -> Result<At> {
        Ok(At { cursor: row.get(0)?, stop_asked_at: row.get(1)? })
    }
}

/// Nothing when another has taken it over, or it ended.
pub(super) fn held(cx: &mut Cx, id: &str, holder: &str) -> Result<Option<At>> {
    let county = cx.county();
    cx.find(
        "SELECT cursor, stop_asked_at FROM job
         WHERE county = $1 AND id = $2 AND lease_holder = $3 AND ended_at IS NULL",
        &[county.into(), id.into(), holder.into()],
    )
}

/// Keeps how far the step came; `until` nothing gives the job back, behind those that wait.
pub(super) fn go_on(
    cx: &mut Cx,
    id: &str,
    holder: &str,
    until: Option<Instant>,
    cursor: &str,
    done: i64,
    total: Option<i64>,
) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec_one(
        "UPDATE job SET leased_until = $4, cursor = $5, done = $6, total = $7, due_at = $8, attempts = 0,
            failure = NULL
         WHERE county = $1 AND id = $2 AND lease_holder = $3 AND ended_at IS NULL",
        &[
            county.into(),
            id.into(),
            holder.into(),
            until.into(),
            cursor.into(),
            done.into(),
            total.into(),
            now.into(),
        ],
    )
}

pub(super) fn put_off(
    cx: &mut Cx,
    id: &str,
    holder: &str,
    due_at: Instant,
    attempts: i64,
    failure: &str,
) -> Result<()> {
    let county = cx.county();
    cx.exec(
        "UPDATE job SET leased_until = NULL, due_at = $4, attempts = $5, failure = $6
         WHERE county = $1 AND id = $2 AND lease_holder = $3 AND ended_at IS NULL",
        &[county.into(), id.into(), holder.into(), due_at.into(), attempts.into(), failure.into()],
    )?;
    Ok(())
}

pub(super) fn end(
    cx: &mut Cx,
    id: &str,
    holder: &str,
    outcome: &str,
    answer: Option<&str>,
    failure: Option<&str>,
) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec_one(
        "UPDATE job SET leased_until = NULL, ended_at = $4, outcome = $5, answer = $6, failure = $7
         WHERE county = $1 AND id = $2 AND lease_holder = $3 AND ended_at IS NULL",
        &[county.into(), id.into(), holder.into(), now.into(), outcome.into(), answer.into(), failure.into()],
    )
}

/// Whose job it is, and whether it ended.
pub(super) fn owner(cx: &mut Cx, id: &str) -> Result<(String, Option<Instant>)> {
    let county = cx.county();
    cx.get(
        "job",
        "SELECT account, ended_at FROM job WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

pub(super) fn ask_stop(cx: &mut Cx, id: &str) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec_one(
        "UPDATE job SET stop_asked_at = $3, due_at = CASE WHEN $3 < due_at THEN $3 ELSE due_at END
         WHERE county = $1 AND id = $2 AND ended_at IS NULL",
        &[county.into(), id.into(), now.into()],
    )
}

pub(super) fn again(cx: &mut Cx, id: &str) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec_one(
        "UPDATE job SET ended_at = NULL, outcome = NULL, failure = NULL, stop_asked_at = NULL,
            leased_until = NULL, attempts = 0, due_at = $3
         WHERE county = $1 AND id = $2 AND outcome IN ('failed', 'stopped')",
        &[county.into(), id.into(), now.into()],
    )
}

/// Marks today as begun; answers whether nobody had.
pub(super) fn begin_day(cx: &mut Cx) -> Result<bool> {
    let (county, today, now) = (cx.county(), cx.today().to_string(), cx.now);
    let touched = cx.exec(
        "INSERT INTO night (county, day, begun_at) VALUES ($1, $2, $3) ON CONFLICT (county, day) DO NOTHING",
        &[county.into(), (&today).into(), now.into()],
    )?;
    Ok(touched == 1)
}

/// Forgets jobs that ended well before `before`; what they did is in the journal.
pub fn forget(cx: &mut Cx, before: Instant) -> Result<u64> {
    let county = cx.county();
    cx.exec(
        "DELETE FROM job WHERE county = $1 AND ended_at < $2 AND outcome = 'done'",
        &[county.into(), before.into()],
    )
}
