//! SQL of corrections of ended cases.

use base::{Error, Instant, Result};
use platform::Cx;
use store::{Arg, FromRow, Row};

/// A correction as it was proposed.
pub(super) struct Proposed {
    pub(super) id: String,
    pub(super) case: String,
    pub(super) revision: i64,
    pub(super) at: Instant,
    pub(super) by: String,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) given: Vec<u8>,
    pub(super) reason: String,
    pub(super) state: String,
}

impl FromRow for Proposed {
    fn from_row(row: &Row) -> Result<Proposed> {
        Ok(Proposed {
            id: row.get(0)?,
            case: row.get(1)?,
            revision: row.get(2)?,
            at: row.get(3)?,
            by: row.get(4)?,
            name: row.get(5)?,
            role: row.get(6)?,
            given: row.get(7)?,
            reason: row.get(8)?,
            state: row.get(9)?,
        })
    }
}

/// The correction that waits for a case.
pub(super) fn waiting(cx: &mut Cx, case: &str) -> Result<Option<Proposed>> {
    let county = cx.county();
    cx.find(
        "SELECT id, case_id, revision, proposed_at, proposed_by, name, role, given, reason, state
         FROM case_correction
         WHERE county = $1 AND case_id = $2 AND state = 'open'",
        &[county.into(), case.into()],
    )
}

/// A correction, decided or not, by its own id.
pub(super) fn get(cx: &mut Cx, id: &str) -> Result<Proposed> {
    let county = cx.county();
    cx.get(
        "correction",
        "SELECT id, case_id, revision, proposed_at, proposed_by, name, role, given, reason, state
         FROM case_correction
         WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

pub(super) fn insert(
    cx: &mut Cx,
    id: &str,
    case: &str,
    revision: i64,
    given: &[u8],
    reason: &str,
) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO case_correction (county, id, case_id, revision, proposed_at, proposed_by, name, role, given,
            reason, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open')",
        &[
            (&actor.county).into(),
            id.into(),
            case.into(),
            revision.into(),
            now.into(),
            (&actor.account).into(),
            (&actor.name).into(),
            (&actor.role).into(),
            Arg::Bytes(given),
            reason.into(),
        ],
    )
}

/// Ends a correction that waits: `made` or `refused`.
pub(super) fn settle(cx: &mut Cx, id: &str, state: &str) -> Result<()> {
    let (county, by, now) = (cx.county(), cx.actor.account.clone(), cx.now);
    let touched = cx.exec(
        "UPDATE case_correction SET state = $3, decided_at = $4, decided_by = $5
         WHERE county = $1 AND id = $2 AND state = 'open'",
        &[county.into(), id.into(), state.into(), now.into(), (&by).into()],
    )?;
    if touched == 1 { Ok(()) } else { Err(Error::conflict("record-moved-on")) }
}

/// Takes away what was proposed for a case that is destroyed.
pub(in crate::cases) fn forget(cx: &mut Cx, case: &str) -> Result<()> {
    let county = cx.county();
    cx.exec("DELETE FROM case_correction WHERE county = $1 AND case_id = $2", &[county.into(), case.into()])?;
    Ok(())
}
