//! SQL of what devices found when they looked at somebody.

use base::{Instant, Result};
use platform::Cx;

/// One look of a device.
pub(crate) struct Check<'c> {
    pub(crate) adapter: &'c str,
    pub(crate) reference: &'c str,
    pub(crate) person: &'c str,
    pub(crate) taken_at: Instant,
    pub(crate) score: i64,
    pub(crate) live: bool,
    /// `proved`, or why not, as a key.
    pub(crate) outcome: &'c str,
}

/// The person and the outcome of a record that came in before.
pub(crate) fn find(cx: &mut Cx, adapter: &str, reference: &str) -> Result<Option<(String, String)>> {
    let county = cx.county().to_owned();
    cx.find(
        "SELECT person, outcome FROM proof_check WHERE county = $1 AND adapter = $2 AND reference = $3",
        &[(&county).into(), adapter.into(), reference.into()],
    )
}

pub(crate) fn insert(cx: &mut Cx, it: &Check) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO proof_check (county, adapter, reference, person, taken_at, score, live, outcome,
            sent_by, sent_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            (&actor.county).into(),
            it.adapter.into(),
            it.reference.into(),
            it.person.into(),
            it.taken_at.into(),
            it.score.into(),
            i64::from(it.live).into(),
            it.outcome.into(),
            (&actor.account).into(),
            now.into(),
        ],
    )
}
