//! SQL of files, and of how their headings were mapped last.

use base::{Day, Instant, Result, error::OrBroken};
use platform::Cx;
use serde::de::DeserializeOwned;
use store::{FromRow, Row};

use crate::intake::{
    file::{File, State},
    header::Mapping,
    pack::ListKind,
};

/// A word of a table as its enum.
fn word<T: DeserializeOwned>(text: String) -> Result<T> {
    serde_json::from_value(serde_json::Value::String(text)).or_broken()
}

impl FromRow for File {
    fn from_row(row: &Row) -> Result<File> {
        Ok(File {
            id: row.get(0)?,
            name: row.get(1)?,
            digest: row.get(2)?,
            list: word(row.get(3)?)?,
            declared: word(row.get(4)?)?,
            area: row.get(5)?,
            source: row.get(6)?,
            as_of: row.get(7)?,
            complete_until: row.get(8)?,
            state: State::parse(&row.get::<String>(9)?)?,
            sheets: serde_json::from_str(&row.get::<String>(10)?).or_broken()?,
            rows_total: row.get(11)?,
            rows_done: row.get(12)?,
            job: row.get(13)?,
            synthetic: row.get::<i64>(14)? != 0,
            uploaded_by: row.get(15)?,
            uploaded_at: row.get(16)?,
            ended_at: row.get(17)?,
            revision: row.get(18)?,
            min_age: row.get(19)?,
        })
    }
}

pub(crate) fn file(cx: &mut Cx, id: &str) -> Result<File> {
    let county = cx.county();
    cx.get(
        "file",
        "SELECT id, name, digest, list, declared, area, source, as_of, complete_until, state, sheets, rows_total,
            rows_done, job, synthetic, uploaded_by, uploaded_at, ended_at, revision, min_age
         FROM intake_file WHERE county = $1 AND id = $2",
        &[county.into(), id.into()],
    )
}

/// An earlier file of the same bytes for the same list that was not thrown away.
pub(crate) fn same_bytes(cx: &mut Cx, digest: &str, list: ListKind) -> Result<Option<(String, String)>> {
    let (county, list) = (cx.county(), list.as_str());
    cx.find(
        "SELECT id, state FROM intake_file
         WHERE county = $1 AND digest = $2 AND list = $3 AND state <> 'discarded' ORDER BY uploaded_at, id",
        &[county.into(), digest.into(), (&list).into()],
    )
}

pub(crate) fn insert_file(cx: &mut Cx, file: &File) -> Result<()> {
    let (county, sheets) = (cx.county(), serde_json::to_string(&file.sheets).or_broken()?);
    let (list, as_of) = (file.list.as_str(), file.as_of.to_string());
    let complete_until = file.complete_until.map(|it| it.to_string());
    cx.exec_one(
        "INSERT INTO intake_file (county, id, name, digest, list, declared, area, source, as_of, complete_until,
            state, sheets, rows_total, rows_done, synthetic, uploaded_by, uploaded_at, min_age, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14, $15, $16, $17, 1)",
        &[
            county.into(),
            (&file.id).into(),
            (&file.name).into(),
            (&file.digest).into(),
            (&list).into(),
            file.declared.as_str().into(),
            (&file.area).into(),
            (&file.source).into(),
            (&as_of).into(),
            complete_until.as_ref().into(),
            file.state.as_str().into(),
            (&sheets).into(),
            file.rows_total.into(),
            i64::from(file.synthetic).into(),
            (&file.uploaded_by).into(),
            file.uploaded_at.into(),
            file.min_age.into(),
        ],
    )
}

/// Saves what moves on a file, unless somebody else moved it since it was read.
pub(crate) fn update_file(cx: &mut Cx, file: &File) -> Result<()> {
    let (county, sheets) = (cx.county(), serde_json::to_string(&file.sheets).or_broken()?);
    cx.exec_one(
        "UPDATE intake_file SET state = $4, sheets = $5, rows_total = $6, rows_done = $7, job = $8,
            ended_at = $9, revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[
            county.into(),
            (&file.id).into(),
            file.revision.into(),
            file.state.as_str().into(),
            (&sheets).into(),
            file.rows_total.into(),
            file.rows_done.into(),
            file.job.as_ref().into(),
            file.ended_at.into(),
        ],
    )
}

/// The mapping that a heading was given last, for this township and list.
pub(crate) fn mapping(cx: &mut Cx, area: &str, list: ListKind, fingerprint: &str) -> Result<Option<Mapping>> {
    let (county, list) = (cx.county(), list.as_str());
    let found: Option<(String,)> = cx.find(
        "SELECT mapping FROM intake_mapping
         WHERE county = $1 AND area = $2 AND list = $3 AND fingerprint = $4",
        &[county.into(), area.into(), (&list).into(), fingerprint.into()],
    )?;
    found.map(|(text,)| serde_json::from_str(&text).or_broken()).transpose()
}

pub(crate) fn remember(
    cx: &mut Cx,
    area: &str,
    list: ListKind,
    fingerprint: &str,
    mapping: &Mapping,
) -> Result<()> {
    let (county, list, now) = (cx.actor.county.clone(), list.as_str(), cx.now);
    let mapping = serde_json::to_string(mapping).or_broken()?;
    cx.exec_one(
        "INSERT INTO intake_mapping (county, area, list, fingerprint, mapping, used_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (county, area, list, fingerprint) DO UPDATE SET mapping = excluded.mapping,
            used_at = excluded.used_at",
        &[(&county).into(), area.into(), (&list).into(), fingerprint.into(), (&mapping).into(), now.into()],
    )
}

/// The day of the county's first file.
pub(crate) fn first_day(cx: &mut Cx) -> Result<Option<Day>> {
    let county = cx.county();
    let (first,): (Option<Instant>,) = cx.get(
        "file",
        "SELECT MIN(uploaded_at) FROM intake_file WHERE county = $1 AND state <> 'discarded'",
        &[county.into()],
    )?;
    Ok(first.map(Instant::day))
}

/// The latest day that a list of this source speaks of, which was taken in whole and is about all of
/// `area` (or, with none, about any).
pub(crate) fn last_day(cx: &mut Cx, source: &str, area: &str) -> Result<Option<Day>> {
    let county = cx.county();
    let (last,): (Option<Day>,) = cx.get(
        "file",
        "SELECT MAX(as_of) FROM intake_file WHERE county = $1 AND source = $2 AND state = 'done'
            AND ($3 = '' OR SUBSTR($3, 1, LENGTH(area)) = area)",
        &[county.into(), source.into(), area.into()],
    )?;
    Ok(last)
}
