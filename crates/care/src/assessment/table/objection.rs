//! SQL of objections to results.

use base::{Day, Instant, Result};
use platform::Cx;
use schemars::JsonSchema;
use serde::Serialize;
use store::{FromRow, Row};

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Objection {
    pub id: String,
    pub assessment: String,
    pub filed_on: Day,
    /// The name of whoever objects, and what they are to the elder.
    pub filed_by: String,
    pub filed_as: String,
    pub words: String,
    pub taken_at: Instant,
    /// The assessment by another body.
    pub review: String,
    /// `open`, `upheld` (the second result stands), `dismissed` (the first does).
    pub state: String,
    pub decided_at: Option<Instant>,
    pub decider: String,
    pub why: String,
}

impl FromRow for Objection {
    fn from_row(row: &Row) -> Result<Objection> {
        Ok(Objection {
            id: row.get(0)?,
            assessment: row.get(1)?,
            filed_on: row.get(2)?,
            filed_by: row.get(3)?,
            filed_as: row.get(4)?,
            words: row.get(5)?,
            taken_at: row.get(6)?,
            review: row.get(7)?,
            state: row.get(8)?,
            decided_at: row.get(9)?,
            decider: row.get(10)?,
            why: row.get(11)?,
        })
    }
}

const COLUMNS: &str = "o.id, o.assessment, o.filed_on, o.filed_by, o.filed_as, o.words, o.taken_at, o.review,
    o.state, o.decided_at, o.decider, o.why";

/// Those to a result, or the one that a review came from.
pub(in crate::assessment) fn about(cx: &mut Cx, assessment: &str) -> Result<Vec<Objection>> {
    let county = cx.county();
    let sql = format!(
        "SELECT {COLUMNS} FROM assessment_objection o
         WHERE o.county = $1 AND (o.assessment = $2 OR o.review = $2) ORDER BY o.taken_at, o.id"
    );
    cx.all(&sql, &[county.into(), assessment.into()])
}

pub(in crate::assessment) fn insert(cx: &mut Cx, it: &Objection) -> Result<()> {
    let (county, account) = (cx.county(), cx.actor.account.clone());
    cx.exec_one(
        "INSERT INTO assessment_objection (county, id, assessment, filed_on, filed_by, filed_as, words, taken_by,
            taken_at, review, state, decider, why)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', '', '')",
        &[
            county.into(),
            (&it.id).into(),
            (&it.assessment).into(),
            it.filed_on.into(),
            (&it.filed_by).into(),
            (&it.filed_as).into(),
            (&it.words).into(),
            (&account).into(),
            it.taken_at.into(),
            (&it.review).into(),
        ],
    )
}

pub(in crate::assessment) fn decide(cx: &mut Cx, id: &str, state: &str, why: &str) -> Result<()> {
    let (county, now, name) = (cx.county(), cx.now, cx.actor.name.clone());
    cx.exec_one(
        "UPDATE assessment_objection SET state = $3, decided_at = $4, decider = $5, why = $6
         WHERE county = $1 AND id = $2 AND state = 'open'",
        &[county.into(), id.into(), state.into(), now.into(), (&name).into(), why.into()],
    )
}
