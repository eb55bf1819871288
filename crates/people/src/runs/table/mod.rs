//! SQL of the month: `run.rs` runs and their steps, `roll.rs` lines and adjustments, `owed.rs`
//! obligations and instructions, `hold.rs` suspensions, `correct.rs` what changes outside a roll,
//! `history.rs` the lists old rolls came from.

pub(crate) mod correct;
pub(crate) mod fund;
pub(crate) mod history;
pub(crate) mod hold;
pub(crate) mod owed;
pub(crate) mod roll;
pub(crate) mod run;
