//! Brings what an older key sealed under the key now in force, while the house goes on working.
//!
//! It looks at every row of every sealed column in small transactions and changes only those of
//! an older key; stopped at any moment and begun again, it does the rest.

use base::{Error, Instant, Result};

use super::table;
use crate::{Channel, Cx, access::session::nobody, door::Door};

/// A column whose values are sealed, as its room declares it.
#[derive(Clone, Copy, Debug)]
pub struct SealedColumn {
    pub table: &'static str,
    /// The columns of the primary key after the county; all are text.
    pub keys: &'static [&'static str],
    pub column: &'static str,
    /// As given when it was sealed.
    pub purpose: &'static str,
    /// Only rows where this column has this value, when one column is sealed for several purposes.
    pub only: Option<(&'static str, &'static str)>,
    /// The column that holds the keyed index of the same value.
    pub index: Option<&'static str>,
}

/// Rows of one transaction.
pub(super) const CHUNK: usize = 200;

/// What a round came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Resealed {
    pub looked_at: u64,
    pub changed: u64,
}

/// Goes through all `columns`; `progress` is told how many rows were looked at.
pub fn reseal(
    door: &Door,
    columns: &[&'static SealedColumn],
    clock: fn() -> Instant,
    progress: &mut dyn FnMut(u64),
) -> Result<Resealed> {
    let mut sum = Resealed::default();
    let actor = nobody(door.house, Channel::Terminal);
    for column in columns {
        let mut after: Option<Vec<String>> = None;
        loop {
            let (actor, house) = (actor.clone(), door.house.clone());
            let (column, from, now) = (**column, after.clone(), clock());
            let (last, changed, count) = door.store.write(move |tx| {
                let mut cx = Cx::new(&actor, &house, now, 0, tx);
                chunk(&mut cx, &column, from.as_deref())
            })?;
            sum.looked_at += count;
            sum.changed += changed;
            progress(sum.looked_at);
            if count < CHUNK as u64 {
                break;
            }
            after = last;
        }
    }
    Ok(sum)
}

type Chunk = (Option<Vec<String>>, u64, u64);

fn chunk(cx: &mut Cx, column: &SealedColumn, after: Option<&[String]>) -> Result<Chunk> {
    let rows = table::sealed_rows(cx, column, after)?;
    let count = rows.len() as u64;
    let last = rows.last().map(|it| it.keys.clone());
    let mut changed = 0;
    for row in rows {
        let keys = cx.house.keys.clone();
        let plain = keys.open(column.purpose, &row.sealed).map_err(|why| {
            Error::broken(format!("{} of {} {:?}: {why}", column.column, column.table, row.keys))
        })?;
        let index = column.index.map(|_| keys.index(column.purpose, &plain));
        if keys.is_current(&row.sealed) && (index.is_none() || index == row.index) {
            continue;
        }
        let sealed = cx.seal(column.purpose, &plain)?;
        changed += table::set_sealed(cx, column, &row, &sealed, index.as_deref())?;
    }
    Ok((last, changed, count))
}
