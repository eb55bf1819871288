//! Findings: the register is searched for what people are owed and do not have (服务找人).
//!
//! ```text
//!   every night, and when a fact of somebody changes:
//!   facts ─▶ every benefit, as it is and as if it were granted ─▶ judge ─▶ findings of the person
//!      unserved  entitled, and nobody has asked ── offered: accepted ─▶ entry or application
//!      soon      entitled within the pack's days        └─ refused ─▶ kept, not asked again for a while
//!      ended     granted, and no longer entitled
//!      unknown   named facts are missing            a village's findings of one kind are one task
//!   where the pack says 免申即享 what is unserved is granted, told, and can be declined
//! ```
//!
//! | file         | what                                                             |
//! |--------------|------------------------------------------------------------------|
//! | `judge.rs`   | findings of some people from what is decided; pure               |
//! | `search.rs`  | the nightly search, and the one after a change                   |
//! | `answer.rs`  | what the elder or the family said to an offer                     |
//! | `pack.rs`    | the pack's days                                                  |
//! | `tasks.rs`   | a village's findings as tasks                                    |
//! | `ask.rs`     | the list, and the question to be asked first                     |

pub mod answer;
pub mod ask;
pub mod pack;
pub mod search;

mod judge;
mod table;
mod tasks;

use platform::{Room, packs, question, verb, work};

pub use judge::Kind;
pub(crate) use judge::Missing;

pub const ROOM: Room = Room {
    name: "findings",
    verbs: &[verb::<answer::AnswerOffer>(), verb::<search::SearchNow>()],
    questions: &[question::<ask::Findings>(), question::<ask::FirstQuestions>(), question::<ask::Answers>()],
    works: &[work::<search::Search>(), work::<search::Changed>()],
    sections: &[packs::section::<pack::Rules>()],
};
