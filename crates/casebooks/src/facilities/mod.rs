//! Facilities: the county's places of elder care, and the network they make.
//!
//! ```text
//!   planned ─▶ open ⇄ suspended ─▶ closed          county facility ◀─ township centre ◀─ village station
//! ```
//!
//! Their paperwork (filing, premises, contracts, inspections) is kept in casebooks whose subject is
//! a facility; what they are stands here, because the tree with its gaps looks at all of them.
//!
//! | file          | what                                                     |
//! |---------------|----------------------------------------------------------|
//! | `kinds.rs`    | kinds, functions, tiers, as the pack lists them            |
//! | `facility.rs` | [`Facility`] and what is wrong with one; pure              |
//! | `register.rs`, `change.rs`, `set_state.rs` | the verbs                     |
//! | `facts.rs`    | what facilities tell rules                                 |
//! | `ask/`        | lists, one facility, the tree and its gaps                 |
//! | `subject.rs`  | facilities as what cases are about                         |

pub mod ask;
pub mod change;
pub mod facility;
pub mod facts;
pub mod kinds;
pub mod register;
pub mod set_state;
pub mod subject;

mod table;

use platform::{Room, packs, question, verb};

pub const ROOM: Room = Room {
    name: "facilities",
    verbs: &[verb::<register::Register>(), verb::<change::Change>(), verb::<set_state::SetState>()],
    questions: &[
        question::<ask::Facilities>(),
        question::<ask::OneFacility>(),
        question::<ask::tree::Tree>(),
        question::<ask::choices::Choices>(),
        question::<ask::search::Search>(),
        question::<ask::figures::FacilityFigures>(),
    ],
    works: &[],
    sections: &[packs::section::<kinds::Kinds>()],
};
