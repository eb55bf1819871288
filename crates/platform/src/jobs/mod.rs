//! Jobs: work for later, enqueued by the transaction that decided on it, done in chunks.

pub mod table;

use crate::Room;

pub const ROOM: Room = Room { name: "jobs", verbs: &[], questions: &[], works: &[], sections: &[] };
