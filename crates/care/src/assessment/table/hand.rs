//! SQL of the assessors that an assessment was given to.

use base::{Day, Instant, Result};
use platform::Cx;
use store::{FromRow, Row};

use crate::assessment::fit::Assessor;

#[derive(Clone, Debug)]
pub(in crate::assessment) struct Hand {
    pub(in crate::assessment) seq: i64,
    pub(in crate::assessment) who: Assessor,
    pub(in crate::assessment) given_by: String,
    pub(in crate::assessment) taken_at: Option<Instant>,
    /// Why another took the place.
    pub(in crate::assessment) why: String,
}

impl FromRow for Hand {
    fn from_row(row: &Row) -> Result<Hand> {
        let valid_until: String = row.get(5)?;
        Ok(Hand {
            seq: row.get(0)?,
            who: Assessor {
                case: String::new(),
                account: row.get(1)?,
                name: row.get(2)?,
                body: row.get(3)?,
                certificate: row.get(4)?,
                valid_until: valid_until.parse::<Day>().ok(),
                tied_to: String::new(),
            },
            given_by: row.get(6)?,
            taken_at: row.get(7)?,
            why: row.get(8)?,
        })
    }
}

/// All who were ever given it, in order.
pub(in crate::assessment) fn all(cx: &mut Cx, assessment: &str) -> Result<Vec<Hand>> {
    let county = cx.county();
    cx.all(
        "SELECT seq, account, name, body, certificate, valid_until, given_by, taken_at, why FROM assessment_hand
         WHERE county = $1 AND assessment = $2 ORDER BY seq",
        &[county.into(), assessment.into()],
    )
}

/// Those who have it.
pub(in crate::assessment) fn now(cx: &mut Cx, assessment: &str) -> Result<Vec<Hand>> {
    let mut all = all(cx, assessment)?;
    all.retain(|it| it.taken_at.is_none());
    Ok(all)
}

pub(in crate::assessment) fn give(cx: &mut Cx, assessment: &str, seq: i64, who: &Assessor) -> Result<()> {
    let (county, account, now) = (cx.county(), cx.actor.account.clone(), cx.now);
    let until = who.valid_until.map(|it| it.to_string()).unwrap_or_default();
    cx.exec_one(
        "INSERT INTO assessment_hand (county, assessment, seq, account, name, body, certificate, valid_until,
            given_by, given_at, why)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '')",
        &[
            county.into(),
            assessment.into(),
            seq.into(),
            (&who.account).into(),
            (&who.name).into(),
            (&who.body).into(),
            (&who.certificate).into(),
            (&until).into(),
            (&account).into(),
            now.into(),
        ],
    )
}

pub(in crate::assessment) fn take(cx: &mut Cx, assessment: &str, seq: i64, why: &str) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec_one(
        "UPDATE assessment_hand SET taken_at = $4, why = $5
         WHERE county = $1 AND assessment = $2 AND seq = $3 AND taken_at IS NULL",
        &[county.into(), assessment.into(), seq.into(), now.into(), why.into()],
    )
}
