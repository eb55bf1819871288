//! Views: filters of a book's list that somebody keeps under a name. They are their keeper's own.

pub mod ask;
pub mod drop;
pub mod keep;

mod table;
