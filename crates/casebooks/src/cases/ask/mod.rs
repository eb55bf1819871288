//! Questions about cases. What a reader may not see is neither shown, sorted, filtered nor counted.

pub mod board;
pub mod calendar;
pub(crate) mod chosen;
pub mod counts;
pub mod figures;
pub mod find;
pub mod form;
mod groups;
pub mod history;
mod lead;
pub mod list;
pub mod names;
pub mod of_subject;
pub mod one;
pub(crate) mod query;
pub mod shares;
mod stands;
mod tally;
pub mod waiting;
