//! People: who they are, how the register learns of them, and what they are owed.
//!
//! | room        | what                                             |
//! |-------------|--------------------------------------------------|
//! | `benefits/` | what somebody is owed for a month, and why        |
//! | `register/` | elders, families, labels, wishes, life events    |

pub mod benefits;
pub mod register;

use platform::{Room, facts::FactSource, keys::SealedColumn};

/// The rooms of this wing.
pub const ROOMS: &[&Room] = &[&register::ROOM, &benefits::ROOM];

/// The rooms of this wing that know facts.
pub const SOURCES: &[&dyn FactSource] = &[&register::facts::Register];

/// What the rooms of this wing seal; a test finds a column that is not told here.
pub const SEALED: &[&[SealedColumn]] = &[register::sealed::SEALED];
