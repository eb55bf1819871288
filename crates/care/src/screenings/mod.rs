//! Screenings: the instruments of a pack, and what they found when somebody was asked.
//!
//! ```text
//!   answers ─ record ─▶ screening ─┬─ scores, level, change against the one before
//!               ▲                  └─ an alert: a task, in the same transaction
//!               └─ replaces: a correction is a screening of its own
//! ```
//!
//! | file             | what                                                          |
//! |------------------|---------------------------------------------------------------|
//! | `instruments.rs` | [`Instruments`]: the pack's section, one file an instrument    |
//! | `record.rs`      | somebody was asked                                             |
//! | `ask.rs`         | the instruments; what was found of a person                    |
//! | `table.rs`       | SQL                                                            |

pub mod ask;
mod instruments;
pub mod record;
mod table;
#[cfg(test)]
mod tests;

pub use instruments::Instruments;
use platform::{Room, packs, question, verb};

pub const ROOM: Room = Room {
    name: "screenings",
    verbs: &[verb::<record::Record>()],
    questions: &[question::<ask::List>(), question::<ask::One>(), question::<ask::OfPerson>()],
    works: &[],
    sections: &[packs::section::<Instruments>()],
};
