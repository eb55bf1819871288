//! Visits.

use platform::Room;

pub const ROOM: Room = Room { name: "visits", verbs: &[], questions: &[], works: &[], sections: &[] };
