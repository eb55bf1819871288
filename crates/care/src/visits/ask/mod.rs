//! Questions about visits.

pub mod area;
pub mod coverage;
pub mod form;
pub mod person;
