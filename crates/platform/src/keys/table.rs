//! SQL of the keys' probe, and of sealed columns wherever they are.

use base::Result;
use store::Arg;

use super::reseal::{CHUNK, SealedColumn};
use crate::Cx;

pub(super) fn probe(cx: &mut Cx) -> Result<Option<Vec<u8>>> {
    let county = cx.county();
    let found: Option<(Vec<u8>,)> =
        cx.find("SELECT sealed FROM key_probe WHERE county = $1 AND id = 'probe'", &[county.into()])?;
    Ok(found.map(|it| it.0))
}

/// What was sealed in the database that a backup was taken of.
pub const PROBE_OF_BACKUP: &str = "SELECT sealed FROM key_probe WHERE id = 'probe' ORDER BY county";

/// Two processes may begin at once: one of them has sealed it.
pub(super) fn insert_probe(cx: &mut Cx, sealed: &[u8]) -> Result<()> {
    let county = cx.county();
    cx.exec(
        "INSERT INTO key_probe (county, id, sealed) VALUES ($1, 'probe', $2)
         ON CONFLICT (county, id) DO NOTHING",
        &[county.into(), sealed.into()],
    )?;
    Ok(())
}

/// A row of a sealed column.
pub(super) struct SealedRow {
    pub(super) keys: Vec<String>,
    pub(super) sealed: Vec<u8>,
    pub(super) index: Option<String>,
}

/// The next rows of a column in the order of their keys. The names are those a room declared.
pub(super) fn sealed_rows(
    cx: &mut Cx,
    it: &SealedColumn,
    after: Option<&[String]>,
) -> Result<Vec<SealedRow>> {
    let county = cx.county().to_owned();
    let (keys, column, table) = (it.keys.join(", "), it.column, it.table);
    let index = it.index.unwrap_or("NULL");
    let mut args: Vec<Arg> = vec![(&county).into()];
    let mut conditions = String::new();
    if let Some((name, value)) = it.only {
        args.push(value.into());
        conditions.push_str(&format!(" AND {name} = ${}", args.len()));
    }
    if let Some(after) = after {
        let mut places = Vec::new();
        for key in after {
            args.push(key.into());
            places.push(format!("${}", args.len()));
        }
        conditions.push_str(&format!(" AND ({keys}) > ({})", places.join(", ")));
    }
    let sql = format!(
        "SELECT {column}, CAST({index} AS TEXT), {keys} FROM {table}
         WHERE county = $1 AND {column} IS NOT NULL{conditions} ORDER BY {keys} LIMIT {CHUNK}"
    );
    let mut rows = Vec::new();
    let width = it.keys.len();
    cx.rows(&sql, &args, &mut |row| {
        let mut keys = Vec::with_capacity(width);
        for at in 0..width {
            keys.push(row.get(2 + at)?);
        }
        rows.push(SealedRow { keys, sealed: row.get(0)?, index: row.get(1)? });
        Ok(())
    })?;
    Ok(rows)
}

/// Exchanges a sealed value, unless it was changed meanwhile: then it is sealed anew already.
pub(super) fn set_sealed(
    cx: &mut Cx,
    it: &SealedColumn,
    row: &SealedRow,
    sealed: &[u8],
    index: Option<&str>,
) -> Result<u64> {
    let county = cx.county().to_owned();
    let (table, column) = (it.table, it.column);
    let mut args: Vec<Arg> = vec![(&county).into(), sealed.into(), (&row.sealed).into()];
    let mut set = format!("{column} = $2");
    if let (Some(name), Some(index)) = (it.index, index) {
        args.push(index.into());
        set.push_str(&format!(", {name} = ${}", args.len()));
    }
    let mut conditions = String::new();
    for (name, key) in it.keys.iter().zip(&row.keys) {
        args.push(key.into());
        conditions.push_str(&format!(" AND {name} = ${}", args.len()));
    }
    cx.exec(&format!("UPDATE {table} SET {set} WHERE county = $1 AND {column} = $3{conditions}"), &args)
}
