//! Texts of benefits that the county drafts itself.
//!
//! ```text
//!   begin ──▶ draft ── send ──▶ review ── publish ──▶ in force ── withdraw ──▶ the packs' own again
//!               ▲ write, set-rate, set-rule  └── return, with a reason ──▶ returned
//! ```
//!
//! A draft is the text of one benefit, copied from the one in force. It is checked while it is typed and
//! tried on the register (`foresee/`) before anybody publishes it. Whoever wrote in it does not review it.
//! What is published stands in the database and is laid over the county's packs in every process; runs
//! remember the version that they were drawn by, and are verified by it.
//!
//! | file          | what                                                              |
//! |---------------|-------------------------------------------------------------------|
//! | `begin.rs`, `write.rs`, `change.rs`, `send.rs`, `judge.rs`, `withdraw.rs` | the verbs |
//! | `edit.rs`     | a rate or a rule put into a text; its comments stay; pure            |
//! | `said.rs`     | how two texts differ, as an official says it; pure                  |
//! | `page.rs`     | what is published, as pages over the packs                          |
//! | `ask.rs`      | benefits and drafts as pages show them                              |

pub mod ask;
pub mod begin;
pub mod change;
mod edit;
pub mod judge;
pub mod page;
mod said;
pub mod send;
mod table;
pub mod withdraw;
pub mod write;

pub(crate) use table::text_of;

use platform::{Room, question, verb};

pub const ROOM: Room = Room {
    name: "benefit-drafts",
    verbs: &[
        verb::<begin::Begin>(),
        verb::<write::Write>(),
        verb::<change::SetRate>(),
        verb::<change::SetRule>(),
        verb::<send::Send>(),
        verb::<judge::Publish>(),
        verb::<judge::Return>(),
        verb::<write::Drop>(),
        verb::<withdraw::Withdraw>(),
    ],
    questions: &[question::<ask::List>(), question::<ask::OneDraft>()],
    works: &[],
    sections: &[],
};
