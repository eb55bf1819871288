//! What am I entitled to: anybody answers a few questions, without a name and without an account, and
//! the rules that decide the county's benefits are put to somebody made up of the answers. Nothing is
//! written down.
//!
//! ```text
//!  answers ──▶ one made-up person (Frame) ──▶ the engine of all benefits, overlaps settled
//!     ▲                                              │ yes · no · not decidable: these facts are missing
//!     └── the questions that most benefits wait for ◀┘
//! ```
//!
//! | file         | what                                                                       |
//! |--------------|----------------------------------------------------------------------------|
//! | `section.rs` | the pack's section: which question says which facts, what is assumed       |
//! | `trial.rs`   | [`trial::put()`]: answers → decisions and the next questions; pure         |
//! | `ask.rs`     | the question `public.entitled`                                             |

pub mod ask;
mod section;
#[cfg(test)]
mod tests;
mod trial;

use platform::{Room, packs};

pub use section::Entitled;

pub const ROOM: Room = Room {
    name: "entitled",
    verbs: &[],
    questions: &[platform::question::<ask::AmIEntitled>()],
    works: &[],
    sections: &[packs::section::<Entitled>()],
};
