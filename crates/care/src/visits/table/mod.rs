//! SQL of duties, of what was done, of the lists of months.

pub(super) mod act;
pub(super) mod duty;
pub(super) mod list;
pub(super) mod referral;
