//! Applications for benefits: each is a case of a casebook, from the window to the decision and, where
//! somebody appeals, beyond it.
//!
//! ```text
//!   applications.open ─▶ case of the book ── its steps ──▶ a step that tells `applications.decided`
//!      prefilled from the register                             │ job of the same transaction
//!      and from what the engine decides                        ▼
//!                                        entrant: approved · refused · declined ─▶ runs, explanations
//! ```
//!
//! Which steps an application takes, who takes them and what its letters say is the book's to say; this
//! room knows of it only the fields in [`fields`].
//!
//! | file         | what                                                                |
//! |--------------|---------------------------------------------------------------------|
//! | `pack.rs`    | which book keeps applications, and what it must have                  |
//! | `open.rs`    | the verb that opens one, prefilled                                    |
//! | `known.rs`   | what the engine decides of somebody who applies                       |
//! | `decided.rs` | the work that hears what became of it                                 |
//! | `ask.rs`     | what somebody can apply for, and what they applied for                |

pub mod ask;
pub mod decided;
mod known;
pub mod open;
pub mod pack;

pub(crate) use ask::against;
use platform::{Room, packs::section, question, verb, work};

pub const ROOM: Room = Room {
    name: "applications",
    verbs: &[verb::<open::OpenApplication>()],
    questions: &[question::<ask::OfPerson>()],
    works: &[work::<decided::Decided>()],
    sections: &[section::<pack::Applications>()],
};

/// The fields by which this room and a book of applications understand each other.
pub mod fields {
    /// The benefit: a choice of benefits by their ids.
    pub const BENEFIT: &str = "benefit";
    /// What became of it: a choice of `approved`, `refused`, `withdrawn`.
    pub const OUTCOME: &str = "outcome";
    /// The day of the application.
    pub const APPLIED_ON: &str = "applied_on";
    /// The day of the decision.
    pub const DECIDED_ON: &str = "decided_on";
    /// Why it was decided so, in plain words.
    pub const REASONS: &str = "reasons";
    /// From where it came: window, village, family, import, offer.
    pub const CAME_BY: &str = "came_by";
    /// The name as the register has it.
    pub const NAME: &str = "person_name";
    /// What the engine decided when it was opened: `yes`, `no`, `unknown`; for which month, how much, and
    /// how many facts nobody knows. Filled by the program where the book has them.
    pub const ENGINE: &str = "engine_says";
    pub const ENGINE_MONTH: &str = "engine_month";
    pub const ENGINE_AMOUNT: &str = "engine_amount";
    pub const ENGINE_MISSING: &str = "engine_missing";
}
