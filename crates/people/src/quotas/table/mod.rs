//! SQL of allocations, their ranked lines, grants and the entries of grants.

pub(super) mod allocation;
pub(super) mod entry;
pub(super) mod grant;
pub(super) mod line;
