//! Terms: the lists of words that many rooms share, as the pack gives them.
//!
//! | file         | what                                                               |
//! |--------------|--------------------------------------------------------------------|
//! | `labels.rs`  | labels of elders, and which of them mean special difficulty         |
//! | `kinds.rs`   | hardship, relations, life events, ethnic groups, code lists         |
//! | `sources.rs` | the lists that reach a county, and what they cover                  |
//! | `calendar.rs`| working days                                                        |

mod calendar;
mod kinds;
mod labels;
mod sources;

pub use calendar::{Calendar, Holiday};
pub use kinds::{CodeRow, Ends, EthnicGroup, Event, Events, Hardship, Relation, Relations};
pub use labels::{LabelList, Labels};
pub use sources::{Source, Sources};

use crate::{Room, packs};

pub const ROOM: Room = Room {
    name: "terms",
    verbs: &[],
    questions: &[],
    works: &[],
    sections: &[
        packs::section::<Labels>(),
        packs::section::<Hardship>(),
        packs::section::<Relations>(),
        packs::section::<Events>(),
        packs::section::<Sources>(),
        packs::table::<EthnicGroup>(),
        packs::table::<CodeRow>(),
        packs::table::<Holiday>(),
    ],
};

#[cfg(test)]
mod tests;
