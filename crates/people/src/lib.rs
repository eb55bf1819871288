//! People: who they are, how the register learns of them, and what they are owed.
//!
//! | room        | what                                             |
//! |-------------|--------------------------------------------------|
//! | `benefits/` | what somebody is owed for a month, and why        |
//! | `register/` | elders, families, labels, wishes, life events    |

pub mod benefits;
pub mod register;

use platform::{Room, facts::FactSource};

/// The rooms of this wing.
pub const ROOMS: &[&Room] = &[&register::ROOM, &benefits::ROOM];

/// The rooms of this wing that know facts.
pub const SOURCES: &[&dyn FactSource] = &[&register::facts::Register];
