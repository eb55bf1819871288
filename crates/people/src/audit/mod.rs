//! Paper and proof: the printed dossier of a batch, the audit pack of a month, and what stands out.

pub mod capital;
pub(crate) mod table;

use base::Result;
use platform::{Cx, Room};

pub const ROOM: Room = Room { name: "audit", verbs: &[], questions: &[], works: &[], sections: &[] };

/// Any changed line voids what was printed of the run.
pub(crate) fn void_prints(cx: &mut Cx, run: &str, why: &str) -> Result<()> {
    table::void(cx, run, why)
}
