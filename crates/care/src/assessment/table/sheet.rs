//! SQL of sheets: what an assessor answered.

use base::{Instant, Result, error::OrBroken};
use platform::Cx;
use serde_json::{Map, Value};
use store::{FromRow, Row};

#[derive(Clone, Debug)]
pub(in crate::assessment) struct Sheet {
    pub(in crate::assessment) id: String,
    pub(in crate::assessment) assessment: String,
    pub(in crate::assessment) account: String,
    pub(in crate::assessment) name: String,
    pub(in crate::assessment) joint: bool,
    pub(in crate::assessment) answers: Map<String, Value>,
    pub(in crate::assessment) context: Map<String, Value>,
    /// Answers to other instruments, by their ids.
    pub(in crate::assessment) extra: Map<String, Value>,
    pub(in crate::assessment) began_at: Instant,
    pub(in crate::assessment) ended_at: Instant,
    pub(in crate::assessment) place: String,
    pub(in crate::assessment) position: Option<(i64, i64)>,
    pub(in crate::assessment) file: String,
    pub(in crate::assessment) words: String,
    pub(in crate::assessment) digest: String,
    pub(in crate::assessment) total: Option<i64>,
    pub(in crate::assessment) received_at: Instant,
    pub(in crate::assessment) superseded_at: Option<Instant>,
}

fn map(text: &str) -> Result<Map<String, Value>> {
    serde_json::from_str(text).or_broken()
}

impl FromRow for Sheet {
    fn from_row(row: &Row) -> Result<Sheet> {
        let (joint, lat, lon): (i64, Option<i64>, Option<i64>) = (row.get(4)?, row.get(11)?, row.get(12)?);
        let (answers, context, extra): (String, String, String) = (row.get(5)?, row.get(6)?, row.get(7)?);
        Ok(Sheet {
            id: row.get(0)?,
            assessment: row.get(1)?,
            account: row.get(2)?,
            name: row.get(3)?,
            joint: joint == 1,
            answers: map(&answers)?,
            context: map(&context)?,
            extra: map(&extra)?,
            began_at: row.get(8)?,
            ended_at: row.get(9)?,
            place: row.get(10)?,
            position: lat.zip(lon),
            file: row.get(13)?,
            words: row.get(14)?,
            digest: row.get(15)?,
            total: row.get(16)?,
            received_at: row.get(17)?,
            superseded_at: row.get(18)?,
        })
    }
}

const COLUMNS: &str =
    "s.id, s.assessment, s.account, s.name, s.joint, s.answers, s.context, s.extra, s.began_at,
    s.ended_at, s.place, s.lat, s.lon, s.file, s.words, s.digest, s.total, s.received_at, s.superseded_at";

/// All of an assessment in the order in which they came, superseded ones with them.
pub(in crate::assessment) fn all(cx: &mut Cx, assessment: &str) -> Result<Vec<Sheet>> {
    let county = cx.county();
    let sql = format!(
        "SELECT {COLUMNS} FROM assessment_sheet s WHERE s.county = $1 AND s.assessment = $2
         ORDER BY s.received_at, s.id"
    );
    cx.all(&sql, &[county.into(), assessment.into()])
}

/// Those that count.
pub(in crate::assessment) fn now(cx: &mut Cx, assessment: &str) -> Result<Vec<Sheet>> {
    let mut all = all(cx, assessment)?;
    all.retain(|it| it.superseded_at.is_none());
    Ok(all)
}

pub(in crate::assessment) fn insert(cx: &mut Cx, it: &Sheet) -> Result<()> {
    let county = cx.county();
    let text = |map: &Map<String, Value>| serde_json::to_string(map).or_broken();
    let (answers, context, extra) = (text(&it.answers)?, text(&it.context)?, text(&it.extra)?);
    cx.exec_one(
        "INSERT INTO assessment_sheet (county, assessment, id, account, name, joint, answers, context, extra,
            began_at, ended_at, place, lat, lon, file, words, digest, total, received_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
        &[
            county.into(),
            (&it.assessment).into(),
            (&it.id).into(),
            (&it.account).into(),
            (&it.name).into(),
            i64::from(it.joint).into(),
            (&answers).into(),
            (&context).into(),
            (&extra).into(),
            it.began_at.into(),
            it.ended_at.into(),
            (&it.place).into(),
            it.position.map(|it| it.0).into(),
            it.position.map(|it| it.1).into(),
            (&it.file).into(),
            (&it.words).into(),
            (&it.digest).into(),
            it.total.into(),
            it.received_at.into(),
        ],
    )
}

/// A sheet counts no more.
pub(in crate::assessment) fn supersede(cx: &mut Cx, assessment: &str, id: &str) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec_one(
        "UPDATE assessment_sheet SET superseded_at = $4
         WHERE county = $1 AND assessment = $2 AND id = $3 AND superseded_at IS NULL",
        &[county.into(), assessment.into(), id.into(), now.into()],
    )
}

/// A sheet of a while, with whom and what it is about.
#[derive(Clone, Debug)]
pub(in crate::assessment) struct Since {
    pub(in crate::assessment) sheet: String,
    pub(in crate::assessment) assessment: String,
    pub(in crate::assessment) account: String,
    pub(in crate::assessment) name: String,
    pub(in crate::assessment) began_at: Instant,
    pub(in crate::assessment) ended_at: Instant,
    pub(in crate::assessment) total: i64,
    pub(in crate::assessment) digest: String,
    pub(in crate::assessment) person: String,
    pub(in crate::assessment) number: String,
    pub(in crate::assessment) elder: String,
    pub(in crate::assessment) area: String,
}

impl FromRow for Since {
    fn from_row(row: &Row) -> Result<Since> {
        Ok(Since {
            sheet: row.get(0)?,
            assessment: row.get(1)?,
            account: row.get(2)?,
            name: row.get(3)?,
            began_at: row.get(4)?,
            ended_at: row.get(5)?,
            total: row.get(6)?,
            digest: row.get(7)?,
            person: row.get(8)?,
            number: row.get(9)?,
            elder: row.get(10)?,
            area: row.get(11)?,
        })
    }
}

/// What assessors answered each by themselves and that counts, since an instant, of a range of places.
pub(in crate::assessment) fn since(cx: &mut Cx, from: Instant, low: &str, high: &str) -> Result<Vec<Since>> {
    let county = cx.county();
    cx.all(
        "SELECT s.id, s.assessment, s.account, s.name, s.began_at, s.ended_at, s.total, s.digest, a.person, a.number,
            a.name, CASE WHEN a.living = '' THEN a.registered ELSE a.living END
         FROM assessment_sheet s JOIN assessment a ON a.county = s.county AND a.id = s.assessment
         WHERE s.county = $1 AND s.ended_at >= $2 AND s.joint = 0 AND s.superseded_at IS NULL AND s.total IS NOT NULL
            AND (a.living >= $3 AND a.living < $4 OR a.registered >= $3 AND a.registered < $4)
         ORDER BY s.ended_at DESC, s.id",
        &[county.into(), from.into(), low.into(), high.into()],
    )
}
