//! The field: what a worker's phone carries into the mountains, and what it sends when it is back.
//!
//! ```text
//!  phone ── enrol ──▶ device, its secret (unlocks what the phone holds)
//!        ── report ─▶ seen, its clock, the secret again … or: wiped, delete all
//!        ── snapshot ▶ items, each under a token of its content: what the phone lacks, what is gone
//!        ── send ───▶ any verb that `field.toml` names, through the one door under the phone's own id
//!        ── parcel ─▶ a photo in pieces, resumed where it broke
//! ```
//!
//! Nothing is written here that has not its own verb elsewhere: a phone's act is a command as from the
//! desk, with an id made on the phone, so that twice, late or in another order ends in the same state.
//!
//! | file          | what                                                        |
//! |---------------|-------------------------------------------------------------|
//! | `pack.rs`     | the pack's `field.toml`: days, tries, sizes, verbs           |
//! | `item.rs`     | items and their tokens; what a phone lacks; pieces (pure)    |
//! | `clock.rs`    | on which day it was, when a phone's clock is wrong (pure)    |
//! | `enrol.rs` `report.rs` `wipe.rs` | a phone's life                            |
//! | `parcel.rs`   | photos and voices in pieces                                  |
//! | `ask/`        | what a phone is given; the desk's list of phones             |

pub mod ask;
pub mod clock;
pub mod enrol;
pub mod item;
pub mod pack;
pub mod parcel;
pub mod report;
mod table;
pub mod wipe;

use platform::{Room, packs::section, question, verb};

pub const ROOM: Room = Room {
    name: "field",
    verbs: &[
        verb::<enrol::Enrol>(),
        verb::<report::Report>(),
        verb::<report::Emptied>(),
        verb::<wipe::Wipe>(),
        verb::<parcel::Parcel>(),
    ],
    questions: &[
        question::<ask::snapshot::Snapshot>(),
        question::<ask::standing::Standing>(),
        question::<ask::devices::Devices>(),
        question::<ask::parcel::Arrived>(),
    ],
    works: &[],
    sections: &[section::<pack::Field>()],
};

/// What a phone is told when the desk has wiped it.
pub const WIPED: &str = "field-wiped";
