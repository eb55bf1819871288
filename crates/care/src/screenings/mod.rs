//! Screenings: the instruments of a pack, and what they found when somebody was asked.
//!
//! | file             | what                                                          |
//! |------------------|---------------------------------------------------------------|
//! | `instruments.rs` | [`Instruments`]: the pack's section, one file an instrument    |

mod instruments;
#[cfg(test)]
mod tests;

pub use instruments::Instruments;
use platform::{Room, packs};

pub const ROOM: Room = Room {
    name: "screenings",
    verbs: &[],
    questions: &[],
    works: &[],
    sections: &[packs::section::<Instruments>()],
};
