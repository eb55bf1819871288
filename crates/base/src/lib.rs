//! Words every room shares: ids, days, money and the one error. No input, no output, no clock.
//!
//! | file       | what                                                             |
//! |------------|------------------------------------------------------------------|
//! | `error.rs` | [`Error`], five kinds, because there are five reactions          |
//! | `id.rs`    | [`id!`] and UUIDv7 made from a given instant and given chance     |
//! | `time.rs`  | [`Instant`], and [`Day`] and [`Month`] as a county office counts |
//! | `money.rs` | [`Money`], whole fen                                             |
//! | `resident.rs` | [`ResidentNumber`]: read as written, checked, masked          |
//! | `name.rs`  | names of people folded for comparing, masked for showing         |
//! | `chance.rs`| [`Chance`], a seeded stream: ids and samples can be repeated     |

pub mod chance;
pub mod error;
pub mod id;
pub mod money;
pub mod name;
pub mod resident;
pub mod time;

pub use chance::Chance;
pub use error::{Error, Fault, OrBroken, Result};
pub use money::Money;
pub use resident::{NumberFault, ResidentNumber, Sex};
pub use time::{Day, Instant, Month};
