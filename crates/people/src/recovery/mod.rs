//! Late news: money paid that was not owed, and how it comes back; proof that somebody is alive.
//!
//! ```text
//!   case:   (a run, a merge) ─▶ open ─ notify ─▶ noticed ─ receive … ─▶ closed
//!                                └── ask-write-off ─ approve-write-off (somebody else) ──┘
//!   proof:  seen lately? ─ no ─▶ asked ─ days ─▶ reminded ─ days ─▶ suspended ─ prove ─▶ proved
//! ```
//!
//! What one elder owes is never netted against another: a case names one person's months.
//!
//! | file           | what                                                              |
//! |----------------|-------------------------------------------------------------------|
//! | `recovery.rs`  | segments, instalments, the next step of a proof; pure             |
//! | `open.rs`      | opens the case that a run or a merge named                        |
//! | `bring_in.rs`  | who repays, notice, instalments, receipts                         |
//! | `suspect.rs`   | a recovery that smells of deceit becomes a case                    |
//! | `write_off.rs` | gives money up, by two hands                                      |
//! | `prove.rs`     | proof of life, and the daily look                                 |
//! | `check.rs`     | proof of life by a device                                         |

pub mod ask;
pub mod bring_in;
pub mod check;
pub mod open;
pub mod prove;
#[expect(clippy::module_inception, reason = "the room's main noun")]
pub mod recovery;
pub mod suspect;
pub(crate) mod table;
pub mod write_off;

pub(crate) use table::cases_touching;

use platform::{Room, packs, question, verb, work};

pub const ROOM: Room = Room {
    name: "recovery",
    verbs: &[
        verb::<bring_in::Notify>(),
        verb::<bring_in::Plan>(),
        verb::<bring_in::Receive>(),
        verb::<suspect::Suspect>(),
        verb::<write_off::AskWriteOff>(),
        verb::<write_off::ApproveWriteOff>(),
        verb::<prove::Prove>(),
        verb::<check::TakeCheck>(),
    ],
    questions: &[
        question::<ask::Cases>(),
        question::<ask::Case>(),
        question::<ask::Proofs>(),
        question::<ask::RecoveryWaits>(),
    ],
    works: &[work::<open::Open>(), work::<prove::Look>()],
    sections: &[packs::section::<recovery::Rules>()],
};

/// What this room seals, for the rotation of keys.
pub const SEALED: &[platform::keys::SealedColumn] = &[platform::keys::SealedColumn {
    table: "recovery_case",
    keys: &["id"],
    column: "payer_phone",
    purpose: "recovery.phone",
    only: None,
    index: None,
}];
