//! The journal: who did or tried what, when, to whom, with what outcome.
//!
//! The door appends an entry in the transaction of the verb; a refusal is entered in a
//! transaction of its own.

pub mod table;

use crate::Room;

pub const ROOM: Room = Room { name: "journal", verbs: &[], questions: &[], works: &[], sections: &[] };
