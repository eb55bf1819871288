//! Field.

use platform::Room;

pub const ROOM: Room = Room { name: "field", verbs: &[], questions: &[], works: &[], sections: &[] };
