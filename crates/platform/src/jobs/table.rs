//! SQL of the job queue.

use base::{Instant, Result};

use crate::{Cx, cx::JobId};

pub(crate) fn insert(cx: &mut Cx, kind: &str, payload: &str, due_at: Instant) -> Result<JobId> {
    let id = JobId(cx.mint());
    let (actor, now) = (cx.actor, cx.now);
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
