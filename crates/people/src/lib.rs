//! Who they are and what they are owed.

use platform::Room;

/// The rooms of this wing.
pub const ROOMS: &[&Room] = &[];
