//! SQL of files and their chunks.

use base::Result;
use store::{FromRow, Row};

use super::File;
use crate::Cx;

impl FromRow for File {
    fn from_row(row: &Row) -> Result<File> {
        Ok(File {
            id: row.get(0)?,
            name: row.get(1)?,
            kind: row.get(2)?,
            bytes: row.get(3)?,
            digest: row.get(4)?,
            area: row.get(5)?,
            about: row.get(6)?,
            about_id: row.get(7)?,
            made_at: row.get(8)?,
            made_by: row.get(9)?,
        })
    }
}

pub(super) fn get(cx: &mut Cx, id: &str) -> Result<File> {
    let county = cx.county();
    cx.get(
        "file",
        "SELECT id, name, kind, bytes, digest, area, about, about_id, made_at, made_by
         FROM file WHERE county = $1 AND id = $2 AND dropped_at IS NULL",
        &[county.into(), id.into()],
    )
}

pub(super) fn same(cx: &mut Cx, about: &str, about_id: &str, digest: &str) -> Result<Option<File>> {
    let county = cx.county();
    cx.find(
        "SELECT id, name, kind, bytes, digest, area, about, about_id, made_at, made_by
         FROM file WHERE county = $1 AND about = $2 AND about_id = $3 AND digest = $4 AND dropped_at IS NULL",
        &[county.into(), about.into(), about_id.into(), digest.into()],
    )
}

pub(super) fn about(cx: &mut Cx, about: &str, about_id: &str) -> Result<Vec<File>> {
    let county = cx.county();
    cx.all(
        "SELECT id, name, kind, bytes, digest, area, about, about_id, made_at, made_by
         FROM file WHERE county = $1 AND about = $2 AND about_id = $3 AND dropped_at IS NULL
         ORDER BY made_at, id",
        &[county.into(), about.into(), about_id.into()],
    )
}

pub(super) fn insert(cx: &mut Cx, file: &File) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "INSERT INTO file (county, id, name, kind, bytes, digest, area, about, about_id, made_at, made_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            county.into(),
            (&file.id).into(),
            (&file.name).into(),
            (&file.kind).into(),
            file.bytes.into(),
            (&file.digest).into(),
            (&file.area).into(),
            (&file.about).into(),
            (&file.about_id).into(),
            file.made_at.into(),
            (&file.made_by).into(),
        ],
    )
}

pub(super) fn insert_chunk(cx: &mut Cx, file: &str, seq: i64, bytes: &[u8]) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "INSERT INTO file_chunk (county, file, seq, bytes) VALUES ($1, $2, $3, $4)",
        &[county.into(), file.into(), seq.into(), bytes.into()],
    )
}

pub(super) fn chunk(cx: &mut Cx, file: &str, seq: i64) -> Result<Option<Vec<u8>>> {
    let county = cx.county();
    let found: Option<(Vec<u8>,)> = cx.find(
        "SELECT bytes FROM file_chunk WHERE county = $1 AND file = $2 AND seq = $3",
        &[county.into(), file.into(), seq.into()],
    )?;
    Ok(found.map(|it| it.0))
}

pub(super) fn destroy(cx: &mut Cx, id: &str) -> Result<()> {
    let (county, now) = (cx.county(), cx.now);
    cx.exec("DELETE FROM file_chunk WHERE county = $1 AND file = $2", &[county.into(), id.into()])?;
    cx.exec(
        "UPDATE file SET dropped_at = $3, name = '' WHERE county = $1 AND id = $2 AND dropped_at IS NULL",
        &[county.into(), id.into(), now.into()],
    )?;
    Ok(())
}
