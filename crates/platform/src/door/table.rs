//! SQL of commands already answered.

use base::Result;
use store::{FromRow, Row};

use crate::Cx;

pub(crate) struct Answered {
    pub(crate) account: String,
    pub(crate) digest: String,
    /// Sealed.
    pub(crate) answer: Vec<u8>,
}

impl FromRow for Answered {
    fn from_row(row: &Row) -> Result<Answered> {
        Ok(Answered { account: row.get(0)?, digest: row.get(1)?, answer: row.get(2)? })
    }
}

pub(crate) fn find(cx: &mut Cx, id: &str) -> Result<Option<Answered>> {
    let county = cx.county();
    cx.find(
        "SELECT account, digest, answer FROM command WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

pub(crate) fn insert(cx: &mut Cx, id: &str, verb: &str, digest: &str, answer: &[u8]) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO command (county, id, account, verb, digest, answer, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            (&actor.county).into(),
            id.into(),
            (&actor.account).into(),
            verb.into(),
            digest.into(),
            answer.into(),
            now.into(),
        ],
    )
}
