//! Passes: codes handed out for one elder, to people who have no account.
//!
//! ```text
//!  official ─ give ─▶ code, shown once ─┬─ family: code + the elder's birth date ─▶ visit ─▶ sees, answers, applies
//!    (with the elder's consent)         └─ card: a venue types it ─▶ which preferences hold today
//! ```
//!
//! The database keeps a digest of the code and when it was consented to; the elder or the county takes a
//! pass back at any time. A visit ends by itself. Whoever guesses birth dates is locked out for a while.
//!
//! | file          | what                                             |
//! |---------------|--------------------------------------------------|
//! | `code.rs`     | codes that people type; pure                      |
//! | `pack.rs`     | the pack's days, tries and what a card shows      |
//! | `give.rs` `withdraw.rs` | the official's verbs                    |
//! | `enter.rs`    | the family comes in and goes                      |
//! | `act.rs`      | what the family says and applies for              |
//! | `ask.rs`      | a person's passes; what the family sees           |
//! | `card.rs`     | what a venue is told                              |

pub mod act;
pub mod ask;
pub mod card;
pub mod code;
pub mod enter;
pub mod give;
pub mod pack;
mod table;
pub mod withdraw;

use platform::{Room, packs::section, question, verb};

pub const ROOM: Room = Room {
    name: "passes",
    verbs: &[
        verb::<give::Give>(),
        verb::<withdraw::Withdraw>(),
        verb::<enter::Enter>(),
        verb::<enter::Leave>(),
        verb::<act::Say>(),
        verb::<act::Apply>(),
    ],
    questions: &[question::<ask::OfPerson>(), question::<ask::Mine>(), question::<card::Shown>()],
    works: &[],
    sections: &[section::<pack::Passes>()],
};
