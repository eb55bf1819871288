//! People: who they are, how the register learns of them, and what they are owed.
//!
//! | room        | what                                             |
//! |-------------|--------------------------------------------------|
//! | `register/` | elders, families, labels, wishes, life events    |

pub mod register;

use platform::{Room, facts::FactSource};

/// The rooms of this wing.
pub const ROOMS: &[&Room] = &[&register::ROOM];

/// The rooms of this wing that know facts.
pub const SOURCES: &[&dyn FactSource] = &[];
