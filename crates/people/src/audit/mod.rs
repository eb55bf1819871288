//! Paper and proof: the printed dossier of a batch, the audit pack of a month, and what stands out.
//!
//! | file           | what                                                              |
//! |----------------|-------------------------------------------------------------------|
//! | `capital.rs`   | amounts in words (大写金额); pure                                  |
//! | `dossier.rs`   | what a batch's paper says, page by page                           |
//! | `print.rs`     | prints it under a document number; any changed line voids it      |
//! | `chain.rs`     | population → decision → approval → file → return → ledger; pure    |
//! | `suspicion.rs` | what stands out, with its explanation and outcome                  |
//! | `pack.rs`      | the month for an auditor: every total tied to the next, as files   |

pub mod capital;
pub mod chain;
pub mod dossier;
pub mod pack;
pub mod print;
pub mod suspicion;
pub(crate) mod table;

use base::Result;
use platform::{Cx, Room, question, verb};

pub const ROOM: Room = Room {
    name: "audit",
    verbs: &[verb::<print::Print>(), verb::<suspicion::RecordFinding>()],
    questions: &[
        question::<dossier::Dossier>(),
        question::<pack::Pack>(),
        question::<suspicion::Suspicions>(),
    ],
    works: &[],
    sections: &[],
};

/// Any changed line voids what was printed of the run.
pub(crate) fn void_prints(cx: &mut Cx, run: &str, why: &str) -> Result<()> {
    table::void(cx, run, why)
}
