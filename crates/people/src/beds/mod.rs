//! Beds: which a home has, of which type on which day, who lies in them, and what was found beside them.
//!
//! ```text
//!   add ─▶ bed ─ change ─▶ type, state, from a day on        scan ─▶ as said · empty · another
//!           │                                                 │
//!         begin ─▶ stay ─ end, move, correct                  ▼
//!           │       └ leave ─ return              contested ◀─┤ settle (another hand)
//!           └────────────────▶ count ─▶ bed-days, verified by type of the day ─▶ facts of the home
//! ```
//!
//! A home's bed-days are what it is paid for, so none is counted that something speaks against: whoever
//! lay there died, lies elsewhere too, or an inspector who scanned the code found somebody else or nobody.
//!
//! | file        | what                                                                     |
//! |-------------|--------------------------------------------------------------------------|
//! | `bed.rs`    | a bed, its type and state by day, numbers of rooms, codes; pure            |
//! | `stay.rs`   | somebody's days in a bed, and what they must not be; pure                  |
//! | `count.rs`  | bed-days of a span, verified and contested; pure                           |
//! | `pack.rs`   | types of bed, leaves, the share that is aimed at                           |
//! | `claims.rs` | loads what is counted, as known at an instant                              |
//! | `facts.rs`  | what rules may know of a home's beds                                       |
//! | `home.rs`   | the home and the person that a verb is about                               |
//! | `add.rs`, `change.rs`, `renew_code.rs` | beds                                            |
//! | `begin.rs`, `end.rs`, `move_to.rs`, `correct.rs` | stays                                 |
//! | `leave.rs`, `give_back.rs` | days elsewhere, and the return                              |
//! | `scan.rs`, `settle.rs` | what was found, and what came of it                             |
//! | `ask/`      | the homes of a county, one home, one bed, a month, codes                   |

pub mod add;
pub mod ask;
pub mod bed;
pub mod begin;
pub mod change;
mod claims;
pub mod correct;
pub mod count;
pub mod end;
pub mod facts;
pub mod give_back;
mod home;
pub mod leave;
pub mod move_to;
pub mod pack;
pub mod renew_code;
pub mod scan;
pub mod settle;
pub mod stay;
mod table;

pub use home::lain_in;
use platform::{Room, packs::section, question, verb};

pub const ROOM: Room = Room {
    name: "beds",
    verbs: &[
        verb::<add::Add>(),
        verb::<change::Change>(),
        verb::<renew_code::RenewCode>(),
        verb::<begin::Begin>(),
        verb::<end::End>(),
        verb::<move_to::Move>(),
        verb::<correct::Correct>(),
        verb::<leave::Leave>(),
        verb::<give_back::Return>(),
        verb::<scan::Scan>(),
        verb::<settle::Settle>(),
    ],
    questions: &[
        question::<ask::homes::Homes>(),
        question::<ask::home::Home>(),
        question::<ask::bed::OneBed>(),
        question::<ask::month::MonthOf>(),
        question::<ask::codes::Codes>(),
        question::<ask::code::OfCode>(),
    ],
    works: &[],
    sections: &[section::<pack::BedRules>()],
};
