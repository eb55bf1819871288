//! Assessment.

use platform::Room;

pub const ROOM: Room = Room { name: "assessment", verbs: &[], questions: &[], works: &[], sections: &[] };
