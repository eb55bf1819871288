//! Count and SHA-256 of a table's rows in the order of their keys: equal on both databases when
//! the rows are.

use base::Result;
use sha2::{Digest as _, Sha256};

use super::{Progress, ROWS_A_WORD, Watch, tables::Table};
use crate::{Arg, migrate::Script, migrate::hex};

/// What a table comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    pub table: String,
    pub rows: u64,
    pub sha256: String,
}

#[derive(Default)]
pub(super) struct Digest {
    pub(super) rows: u64,
    hash: Sha256,
}

impl Digest {
    pub(super) fn value(&mut self, value: &Arg) {
        match value {
            Arg::Null => self.hash.update([0]),
            Arg::Int(it) => {
                self.hash.update([1]);
                self.hash.update(it.to_be_bytes());
            }
            Arg::Real(it) => {
                self.hash.update([2]);
                self.hash.update(it.to_bits().to_be_bytes());
            }
            Arg::Text(it) => self.text(3, it.as_bytes()),
            Arg::Bytes(it) => self.text(4, it),
            Arg::Day(it) => self.text(3, it.to_string().as_bytes()),
            Arg::Month(it) => self.text(3, it.to_string().as_bytes()),
        }
    }

    fn text(&mut self, kind: u8, bytes: &[u8]) {
        self.hash.update([kind]);
        self.hash.update((bytes.len() as u64).to_be_bytes());
        self.hash.update(bytes);
    }

    pub(super) fn end(self, table: &str) -> Sum {
        Sum { table: table.to_owned(), rows: self.rows, sha256: hex(&self.hash.finalize()) }
    }
}

/// Reads a table once.
pub(super) fn sum(conn: &mut dyn Script, table: &Table, at: (usize, usize), watch: Watch) -> Result<Sum> {
    let mut digest = Digest::default();
    conn.query(&table.select(), &[], &mut |row| {
        for place in 0..row.width() {
            digest.value(&row.value(place)?);
        }
        digest.rows += 1;
        if digest.rows % ROWS_A_WORD == 0 {
            let (tables_done, tables) = at;
            watch(&Progress { doing: "verify", table: &table.name, done: digest.rows, tables_done, tables });
        }
        Ok(())
    })?;
    Ok(digest.end(&table.name))
}
