//! Assessment of ability as a procedure: from the request to the level, the objection, and the next one.
//!
//! ```text
//!   request ─▶ requested ─ assign ─▶ assigned ─ answer (each apart) ─┬─ agree ───────────────▶ rated
//!      │                      ▲                                      └─ differing ─ settle ──▶ │
//!      └─ close               └──────────────── send back ◀───────────────────────────────────┤
//!                                                                                              ▼
//!   object ─▶ review by another body ─▶ … ─▶ which of the two stands        confirm (another hand)
//!                                                                                              ▼
//!                              register: ability.level, with the number ─▶ benefits decide anew
//! ```
//!
//! Nobody assesses whom they serve; the server scores; what an assessor said is never changed.
//!
//! | file           | what                                                              |
//! |----------------|-------------------------------------------------------------------|
//! | `state.rs`     | the states, and what may be done in each; pure                      |
//! | `fit.rs`       | who may assess whom; pure                                           |
//! | `agree.rs`     | what two assessors saw alike; pure                                  |
//! | `pack.rs`      | the pack's numbers and lists                                        |
//! | `form.rs`      | what a page sends, as answers; pure                                 |
//! | `scoring.rs`   | the instruments of the pack and their engine                        |
//! | `assessors.rs` | assessors from their casebook; who cares for an elder               |
//! | `request.rs`, `close.rs` | begins and ends without a result                          |
//! | `assign.rs`, `answer.rs`, `settle.rs` | the visit                                    |
//! | `send_back.rs`, `confirm.rs` | another hand                                          |
//! | `take_over.rs` | a result from elsewhere, or of the standard before                  |
//! | `due.rs`, `watch.rs` | when the next one is due; pure, and who looks               |
//! | `quality.rs`, `recheck.rs` | what makes one look again; pure, and a draw          |
//! | `object.rs`    | an objection, and the second assessment                             |
//! | `ask/`         | the list, one, an assessor's own, a person's                        |

pub mod agree;
pub mod answer;
pub mod ask;
mod assessors;
pub mod assign;
pub mod close;
pub mod confirm;
pub mod due;
pub mod fit;
pub mod form;
pub mod object;
pub mod pack;
pub mod quality;
pub mod recheck;
pub mod request;
mod scoring;
pub mod send_back;
pub mod settle;
pub mod state;
mod table;
pub mod take_over;
pub mod watch;

use platform::{Room, packs::section, question, verb, work};

/// Kinds of task of this room.
const FIELD: &str = "assess-field";
const CONFIRM: &str = "assess-confirm";
/// Of a person: somebody asks for the next one.
const DUE: &str = "assess-due";
const TASKS: &[&str] = &[request::ASSIGN, FIELD, CONFIRM];

pub const ROOM: Room = Room {
    name: "assessment",
    verbs: &[
        verb::<request::Request>(),
        verb::<close::Close>(),
        verb::<assign::Assign>(),
        verb::<answer::Answer>(),
        verb::<settle::Settle>(),
        verb::<send_back::SendBack>(),
        verb::<confirm::Confirm>(),
        verb::<object::Object>(),
        verb::<take_over::TakeOver>(),
        verb::<recheck::Recheck>(),
    ],
    questions: &[
        question::<ask::list::Assessments>(),
        question::<ask::one::One>(),
        question::<ask::due::DueList>(),
        question::<ask::force::InForce>(),
        question::<ask::force::Statistics>(),
        question::<ask::quality::Quality>(),
        question::<ask::verify::Verify>(),
        question::<ask::letter::Letter>(),
        question::<ask::mine::Mine>(),
        question::<ask::mine::Form>(),
        question::<ask::of_person::OfPerson>(),
    ],
    works: &[work::<watch::Look>(), work::<watch::Changed>(), work::<watch::Moved>()],
    sections: &[section::<pack::Procedure>()],
};
