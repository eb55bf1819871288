//! Cases as workbooks: a list handed out, filled in by an office, and taken back.
//!
//! ```text
//!   export ──▶ workbook ──▶ take ──▶ plan (row by row) ──▶ commit ──▶ done
//!                 ▲                                           │
//!                 └──── left: conflicts and wrong rows ◀──────┘
//! ```
//!
//! A workbook carries in hidden columns which case a row is, at which revision it was handed out, and
//! by which edition of which book. A row that comes back is held against the case as it was then
//! (its history tells) and as it is now: what both changed is a conflict and is left to a person.
//!
//! | file         | what                                                              |
//! |--------------|-------------------------------------------------------------------|
//! | `column.rs`  | the columns of a sheet and what they are called; pure               |
//! | `cell.rs`    | a value as an office writes it, and back; pure                      |
//! | `names.rs`   | what only other rooms can name: areas, people, facilities           |
//! | `page.rs`    | the workbook being written                                          |
//! | `spot.rs`    | where in a workbook a value stands; pure                            |
//! | `line.rs`    | the rows of a workbook that was handed in; pure                     |
//! | `judge.rs`, `compare.rs`, `fresh.rs` | what a row comes to: new, changed, the same, a conflict, wrong |
//! | `export.rs`, `take.rs`, `commit.rs` | the verbs                                   |
//! | `pass.rs`    | planning and committing, chunk by chunk                             |
//! | `left.rs`    | what could not be taken, as a workbook with the reasons             |

pub mod ask;
pub mod commit;
pub mod export;
pub mod left;
pub mod pass;
pub mod take;

mod cell;
mod column;
mod compare;
mod fresh;
mod judge;
mod line;
mod names;
mod page;
pub mod spot;
mod table;

use std::collections::BTreeMap;

/// Rows of one workbook, out or in: what one transaction reads and Excel still opens at once.
pub const ROWS_MAX: usize = 20_000;
/// The purpose under which rows are sealed: numbers and accounts stand in them.
pub(super) const LINE: &str = "case.sheet-row";

/// What the room has no words for, by key: headings, yes and no, messages. The page and the terminal
/// pass those of their language; without them the keys stand there.
pub type Said = BTreeMap<String, String>;

/// A message of `said` with its arguments in place of `{ $name }`.
fn say(said: &Said, key: &str, args: &[(String, String)]) -> String {
    match said.get(key) {
        Some(words) => args.iter().fold(words.clone(), |words, (name, value)| {
            words.replace(&format!("{{${name}}}"), value).replace(&format!("{{ ${name} }}"), value)
        }),
        None => {
            let args: Vec<&str> = args.iter().map(|it| it.1.as_str()).collect();
            format!("{key} {}", args.join(" ")).trim_end().to_owned()
        }
    }
}
