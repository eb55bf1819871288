//! People: who they are, how the register learns of them, and what they are owed.
//!
//! | room        | what                                             |
//! |-------------|--------------------------------------------------|
//! | `register/` | elders, families, labels, wishes, life events    |

pub mod register;

use platform::Room;

/// The rooms of this wing.
pub const ROOMS: &[&Room] = &[&register::ROOM];
