//! Benefits: what somebody is owed for a month, and why. Decides; the runs pay.
//!
//! ```text
//!  pack: benefits/<id>.toml ──▶ Engine ◀── facts of the month's last day (Frame)
//!                                 │
//!    month rules: judged on which day? ──▶ condition (Kleene) ──▶ rate of the tier
//!         │ before, too young, died,          │ no, unknown          │
//!         ▼ moved, not applied                ▼                      ▼
//!                 Decisions: yes · no · unknown, amount, tier, reason code
//! ```
//!
//! | file         | what                                                                     |
//! |--------------|--------------------------------------------------------------------------|
//! | `section.rs` | the pack's section: condition, dated rates, month rules, with their basis |
//! | `kind.rs`    | kinds, periods, routes, what a rate gives and who pays                    |
//! | `overlap.rs` | the matrix of overlaps and how it is settled                              |
//! | `engine.rs`  | [`Engine`]: a benefit made ready; [`Engines`]: those of a pack            |
//! | `month.rs`   | month rules: start, stop, tier change, back-pay                           |
//! | `decide.rs`  | [`decide()`]: a month for many people, column by column                   |
//! | `all.rs`     | [`decide_all()`]: many benefits in one pass                               |
//! | `explain.rs` | [`explain()`]: one person-month as a tree with values and clauses         |
//! | `cases.rs`   | worked cases of a pack, run when it is checked                            |
//! | `reason.rs`  | [`Reason`]: why, in a `u32`                                               |
//! | `facts.rs`   | the facts that only exist while a month is decided                        |
//! | `change.rs`  | what would turn an answer to yes                                          |
//! | `of_person.rs` | the question `benefits.of-person`: everything of one person             |
//! | `ask.rs`     | the question `benefits.explain`                                           |
//! | `read.rs`    | [`decide_months()`]: reads facts and decides                              |

mod all;
pub mod ask;
mod cases;
mod change;
mod decide;
mod engine;
mod explain;
pub mod facts;
mod kind;
mod month;
pub mod of_person;
mod overlap;
mod read;
mod reason;
mod section;
#[cfg(test)]
pub(crate) mod tests;

use platform::{Room, packs::section};

pub use all::{Entries, decide_all, read_all};
pub(crate) use cases::Written;
pub use change::{Change, changes};
pub use decide::{As, Decisions, Treatment, decide, decide_as, treat};
pub use engine::{Engine, Engines};
pub use explain::{Explained, explain, explain_as};
pub use kind::{About, Gives, Kind, Payer, Period, Rate, Route};
pub use month::{back_pay_from, born_by};
pub use overlap::{Fund, Funds, Overlap, OverlapRule, Overlaps, Plan};
pub(crate) use read::unknown_facts;
pub use read::{Entered, decide_months};
pub use reason::{Code, MonthReason, Reason};
pub use section::{BackPay, Benefit, Benefits, Entry, StartRule, StopRule, TierRule, Unknown};

pub const ROOM: Room = Room {
    name: "benefits",
    verbs: &[],
    questions: &[platform::question::<ask::Explain>(), platform::question::<of_person::OfPerson>()],
    works: &[],
    sections: &[section::<Benefits>(), section::<Overlaps>(), section::<Funds>()],
};
