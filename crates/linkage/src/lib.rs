//! Who is who: reading what people wrote about a person, and telling whether two records are one.
//!
//! Pure: no database, no clock. The same records give the same answer.
//!
//! | file          | what                                                                       |
//! |---------------|----------------------------------------------------------------------------|
//! | `written.rs`  | full-width characters, Chinese numerals, ditto marks, yes and no, sex, money |
//! | `dates.rs`    | dates in the spellings of rosters; incomplete and impossible ones told      |
//! | `spelling.rs` | pinyin with surname readings, variant characters, names that are confused    |
//! | `number.rs`   | resident numbers against each other: lost digits, slips, transpositions      |
//! | `compare.rs`  | two records, field by field: [`Comparison`]                                  |
//! | `decide.rs`   | weights (Fellegi and Sunter) and what they come to: [`Verdict`]              |
//! | `index.rs`    | candidates by blocking keys, for records held in memory                      |
//!
//! Reading a resident number and folding a name are in `base`, since every floor needs them.

pub mod compare;
pub mod dates;
pub mod decide;
pub mod index;
pub mod number;
pub mod spelling;
pub mod written;

pub use compare::{Comparison, Record, compare};
pub use decide::{Class, Thresholds, Verdict, Weights, decide};
pub use index::Index;
