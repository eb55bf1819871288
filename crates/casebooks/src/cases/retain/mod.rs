//! Retention: when the years are over for which a book keeps its closed cases, the archive decides.
//!
//! ```text
//!   listed (once a year) ──▶ kept longer, with a reason ──▶ listed again when those years are over
//!        └──▶ proposed by one ──▶ destroyed by another: number and days stay, what it said is gone
//! ```
//!
//! | file          | what                                              |
//! |---------------|---------------------------------------------------|
//! | `yearly.rs`   | the night's look: what the list of this year holds |
//! | `decide.rs`   | kept longer, or proposed for destruction          |
//! | `destroy.rs`  | destroyed by another person                       |

pub mod ask;
pub mod decide;
pub mod destroy;
mod table;
pub mod yearly;

/// The right of whoever keeps the archive's list.
pub const READ: &str = "cases.archive";
/// The right of the second person.
pub const DESTROY: &str = "cases.destroy";
/// The kind of the second person's task in the pack's `tasks.toml`.
const TASK: &str = "case-destruction";
