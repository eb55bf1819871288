//! Instruments: scales and assessments as data, and the one engine that scores them all.
//!
//! ```text
//!   Instrument (a file of a pack) ─┐
//!   answers  {"B.1.1": 4, …}      ─┼─ read ─▶ points ─▶ scores ─▶ level ─▶ changes ─▶ Outcome
//!   context  {"coma": false, …}   ─┘    └─▶ faults that name the item
//! ```
//!
//! | file            | what                                                               |
//! |-----------------|--------------------------------------------------------------------|
//! | `instrument.rs` | [`Instrument`]: items, options, sections, levels, rules, as written |
//! | `cond.rs`       | [`Cond`]: a condition on answers, scores, levels and context        |
//! | `reading.rs`    | answers judged item by item                                         |
//! | `points.rs`     | what an answer is worth                                             |
//! | `score.rs`      | [`score`]: from answers to [`Outcome`]                              |
//! | `check.rs`      | what is wrong with an instrument itself                             |
//! | `typed.rs`      | answers as a form sends them                                        |
//! | `case.rs`       | worked cases that stand in the instrument's file                    |
//!
//! Wording is the pack author's own and stands beside the item. A form without scores is an
//! instrument too (`scoring = "none"`).

mod case;
mod check;
mod cond;
mod instrument;
mod outcome;
mod points;
mod reading;
mod score;
mod typed;

pub use case::{Case, Fill};
pub use cond::{Cond, Count, Scalar, Test};
pub use instrument::{
    Alert, Band, Change, Confidence, Instrument, Item, Kind, Level, Matrix, Names, Opt, Scale, Scoring,
    Section, Sub, Verdict,
};
pub use outcome::{Changed, Outcome, Raised, TypeFound};
pub use points::{greatest, least};
pub use score::score;
pub use typed::field;
