//! All SQL of the intake room that writes, and the rows it reads to write.
//!
//! | file         | what                                             |
//! |--------------|--------------------------------------------------|
//! | `files.rs`   | files, and how their headings were mapped last    |
//! | `rows.rs`    | rows of files                                     |
//! | `reviews.rs` | what waits for a decision, and who is missing     |

mod files;
mod reviews;
mod rows;

pub(crate) use files::{file, first_day, insert_file, last_day, mapping, remember, same_bytes, update_file};
pub(crate) use reviews::{asked_about, named_in, open_reviews, review, update_review};
pub(crate) use rows::{
    births_of_several, delete_rows, doubt, earlier, insert_rows, row, rows_after, rows_alike, save_verdicts,
    take_row, take_unmoved, taken,
};
