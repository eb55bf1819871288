//! Questions about cases. What a reader may not see is neither shown, sorted, filtered nor counted.

pub mod figures;
pub mod form;
pub mod list;
pub mod of_subject;
pub mod one;
mod query;
