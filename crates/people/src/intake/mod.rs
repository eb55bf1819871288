//! Intake: files from townships and departments, row by row, matched against the register.
//!
//! ```text
//!   upload ─▶ staged ── check ──▶ checked ── commit ──▶ done ─▶ coverage, questions about the missing
//!               ▲         │ (nothing written)  │
//!               └── map ──┘                    └─▶ reviews: a person decides, and can undo
//! ```
//!
//! | file             | what                                                                  |
//! |------------------|-----------------------------------------------------------------------|
//! | `pack.rs`        | `import.toml`: headings, words, signs, values, lists, sources          |
//! | `header.rs`      | finds the heading of a sheet and what its columns are                  |
//! | `line.rs`        | the records of a sheet, merged cells and 同上 resolved                  |
//! | `places.rs`      | which village a cell means, old names included                         |
//! | `reading.rs` `ends.rs` | a line understood: who, what, what ended, what is wrong with it     |
//! | `understand.rs` `judge.rs` | a chunk of rows opened and read; matched and weighed, nothing written |
//! | `known.rs`       | whom the rows of a chunk may mean                                       |
//! | `alike.rs`       | rows of one file that may be one elder                                  |
//! | `totals.rs`      | what a list of money says it comes to, against its rows                |
//! | `file.rs`        | a file, its sheets and states                                          |
//! | `review.rs`      | what a person must decide                                              |
//! | `upload.rs` `map.rs` `check.rs` `commit.rs` `discard.rs` | the way of a file              |
//! | `unlisted.rs` | who is on a department's complete list no longer                             |
//! | `decide.rs` `undo.rs` | the way of a review                                               |
//! | `overdue.rs`     | reminds whoever owes a list                                            |
//! | `ask/` `wrong.rs` | what pages show; the wrong rows as a workbook                         |

mod alike;
pub mod ask;
pub mod check;
pub mod commit;
pub mod decide;
pub mod discard;
mod ends;
pub mod file;
pub mod header;
pub mod judge;
mod known;
pub mod line;
pub mod map;
pub mod overdue;
pub mod pack;
pub mod places;
pub mod reading;
pub mod review;
pub(crate) mod table;
pub mod totals;
mod understand;
pub mod undo;
mod unlisted;
pub mod upload;
pub mod wrong;

use platform::{Room, packs, question, verb, work};

pub const ROOM: Room = Room {
    name: "intake",
    verbs: &[
        verb::<upload::Upload>(),
        verb::<map::Map>(),
        verb::<check::Check>(),
        verb::<commit::Commit>(),
        verb::<discard::Discard>(),
        verb::<decide::Decide>(),
        verb::<undo::Undo>(),
    ],
    questions: &[
        question::<ask::Files>(),
        question::<ask::OneFile>(),
        question::<ask::Choices>(),
        question::<ask::Rows>(),
        question::<ask::Reviews>(),
        question::<ask::OneReview>(),
        question::<wrong::WrongRows>(),
        question::<ask::IntakeWaits>(),
    ],
    works: &[work::<check::CheckWork>(), work::<commit::CommitWork>(), work::<overdue::Overdue>()],
    sections: &[packs::section::<pack::Import>()],
};

/// What rows are sealed and indexed for.
pub(crate) const LINE_PURPOSE: &str = "intake.line";
/// Rows of one transaction, and of one that takes rows about money: they enter nobody.
pub(crate) const CHUNK_ROWS_MAX: i64 = 500;
pub(crate) const MONEY_ROWS_MAX: i64 = 2_000;

/// What this room seals: the rows of files as they were sent.
pub const SEALED: &[platform::keys::SealedColumn] = &[platform::keys::SealedColumn {
    table: "intake_row",
    keys: &["file", "place"],
    column: "line",
    purpose: LINE_PURPOSE,
    only: None,
    index: None,
}];
