//! Visits: who is to be seen how often and why, what was found, and what came of it (探访关爱).
//!
//! ```text
//!   every night, and when a fact changes:
//!   facts ─▶ rules of the pack ─▶ the strictest tier ─▶ duty ─▶ the list of the month
//!                 alerts ─────────┘                      ▲            │ closed: kept as it was
//!   record ─┐                                            │            ▼
//!   attempt ├─▶ acts, in any order ─▶ stand (pure) ──────┘      rate of the village
//!   away ───┘      └─ proof of life, telephone, arrangement: in the same transaction
//! ```
//!
//! Acts are made where there is no network: each brings its own id and its own time. What they come to is
//! worked out from all of them, so it is the same in whatever order they come in, and however often.
//!
//! | file         | what                                                                 |
//! |--------------|----------------------------------------------------------------------|
//! | `duty.rs`    | when somebody is to be seen next, from what was done; pure             |
//! | `tier.rs`    | which tier the rules give, why, and what is not known; pure             |
//! | `form.rs`    | what the form asks, what was answered, what is carried over; pure       |
//! | `pack.rs`    | `visits.toml`                                                          |
//! | `draw.rs`    | duties and lists, every night and after a change                       |
//! | `month.rs`   | closes a month                                                         |
//! | `record.rs`, `attach.rs`, `attempt.rs`, `away.rs`, `order.rs` | what a worker does    |
//! | `follow.rs`  | what findings come to: cases, tasks; who is not met                    |
//! | `alert.rs`   | declares an alert                                                      |
//! | `digest.rs`  | what was missed, one task an office                                    |
//! | `whom.rs`    | the person that an act is about, and whose they are                    |
//! | `facts.rs`   | what rules may know of visits                                          |
//! | `ask/`       | an area, a person, the form                                            |

pub mod alert;
pub mod ask;
pub mod attach;
pub mod attempt;
pub mod away;
pub mod digest;
pub mod draw;
pub mod duty;
pub mod facts;
mod follow;
pub mod form;
pub mod month;
pub mod order;
pub mod pack;
pub mod record;
mod table;
pub mod tier;
mod whom;

use platform::{Room, packs::section, question, verb, work};

pub const ROOM: Room = Room {
    name: "visits",
    verbs: &[
        verb::<alert::Declare>(),
        verb::<draw::DrawNow>(),
        verb::<record::Record>(),
        verb::<attach::Attach>(),
        verb::<attempt::Try>(),
        verb::<away::Away>(),
        verb::<away::Back>(),
        verb::<order::SetOrder>(),
    ],
    questions: &[
        question::<ask::area::OfArea>(),
        question::<ask::coverage::Coverage>(),
        question::<ask::coverage::MonthList>(),
        question::<ask::person::OfPerson>(),
        question::<ask::form::Form>(),
    ],
    works: &[work::<draw::Draw>(), work::<draw::Changed>(), work::<month::Close>(), work::<digest::Digest>()],
    sections: &[section::<pack::Visits>()],
};
