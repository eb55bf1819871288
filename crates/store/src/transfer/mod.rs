//! A whole database from one place to another: copy, backup, restore, whichever kind stands on
//! either side.
//!
//! | file           | what                                                             |
//! |----------------|------------------------------------------------------------------|
//! | `tables.rs`    | which tables there are, their columns and keys, from the catalogue |
//! | `digest.rs`    | count and SHA-256 of a table's rows in the order of their keys     |
//! | `copy.rs`      | [`copy`]: table by table, in one snapshot and one transaction       |
//! | `backup.rs`    | [`backup`] and [`restore`]: one `SQLite` file with a manifest inside |
//!
//! Rows are never held: what one database hands over goes straight into the other. The target is
//! made, filled and compared in one transaction, so a copy is whole or not there.

mod backup;
mod copy;
mod digest;
mod tables;

pub use backup::{Manifest, backup, first, restore};
pub use copy::copy;
pub use digest::Sum;

/// How far a transfer is: called after every few thousand rows.
pub struct Progress<'p> {
    /// `copy`, `verify` or `backup`.
    pub doing: &'static str,
    pub table: &'p str,
    /// Rows of this table (of a page-wise backup: pages) so far.
    pub done: u64,
    /// Tables done, of how many.
    pub tables_done: usize,
    pub tables: usize,
}

/// Rows between two words of progress.
const ROWS_A_WORD: u64 = 5_000;

pub type Watch<'w> = &'w mut dyn FnMut(&Progress);
