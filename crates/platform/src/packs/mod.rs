//! Packs: what differs between places and years, as folders of data laid over one another.
//!
//! ```text
//!   national ◀── sichuan ◀── mianning        a later folder adds to or overrides
//!            ◀── yunnan  ◀── xishan          an earlier one, key by key
//!
//!   Bundle ── layers piled up ──▶ Node tree ── read ──▶ sections ── check ──▶ Pack
//!   (texts)                      (with places)          (types)               └─▶ PackFault
//! ```
//!
//! | file         | what                                                              |
//! |--------------|-------------------------------------------------------------------|
//! | `section.rs` | [`Section`] and [`Table`], how a room declares its part            |
//! | `figure.rs`  | [`Figure`]: a value with basis, confidence and dates               |
//! | `check.rs`   | [`Check`]: a room reports faults at key paths                      |
//! | `pack.rs`    | [`Pack`]: opened, checked, asked by type                           |
//! | `packs.rs`   | [`Packs`]: those in use, reloaded whole or not at all              |
//! | `bundle.rs`  | [`Bundle`]: the texts, shipped or from a folder                    |
//! | `node.rs`, `rows.rs`, `read.rs`, `de.rs`, `stub.rs`, `words.rs` | TOML, CSV and Fluent with their places |
//! | `table.rs`   | published editions in the database                                 |
//! | `pages.rs`   | what counties publish themselves, laid over their packs             |
//! | `text.rs`, `differs.rs` | a file's text out of its layers; two texts line by line |
//! | `start.rs`   | the files a new county begins with                                 |
//!
//! A value is removed by `key = { remove = true }`, a CSV row by `-` before its first key cell.
//! Files that are neither TOML, CSV nor words are assets: the most local layer's is used.

mod bundle;
mod check;
mod de;
pub mod differs;
mod fault;
mod figure;
mod node;
mod pack;
#[expect(clippy::module_inception, reason = "a room's main noun is a file of its own")]
mod packs;
mod pages;
mod read;
mod rows;
mod section;
mod start;
mod stub;
mod table;
pub mod text;
mod words;

pub use bundle::Bundle;
pub use check::Check;
pub use fault::PackFault;
pub use figure::{Confidence, Figure, Figures, Yuan};
pub use pack::{County, Made, Manifest, Names, Pack};
pub use packs::{Packs, Pages, check};
pub use pages::{Laid, PageOf, PageSource, lay};
pub use section::{Section, SectionKind, Table, section, table};
pub use start::{Start, start};
pub use table::{at_version, is_published, publish, versions};

#[cfg(test)]
mod tests;
