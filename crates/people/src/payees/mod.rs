//! Payees: whose account the bank pays for an elder, from when to when.
//!
//! ```text
//!   propose ─▶ proposed ── check (somebody else) ─▶ checked ── the next one checked ─▶ ended
//!                 └─ refuse ─▶ refused
//! ```
//!
//! An account changes by two hands, and not while a payment is locked or at the bank. Numbers are
//! sealed; a keyed index finds who shares one.

pub mod ask;
pub mod check;
pub mod payee;
pub mod propose;
pub(crate) mod table;
pub mod take_list;
pub mod workers;

use platform::{Room, packs, question, verb, work};

pub const ROOM: Room = Room {
    name: "payees",
    verbs: &[
        verb::<propose::Propose>(),
        verb::<check::Check>(),
        verb::<check::ConfirmAgent>(),
        verb::<workers::ListWorker>(),
        verb::<take_list::TakeList>(),
        verb::<take_list::CheckList>(),
    ],
    questions: &[
        question::<ask::OfPerson>(),
        question::<ask::Waiting>(),
        question::<ask::Flagged>(),
        question::<ask::PayeeWaits>(),
        question::<ask::Workers>(),
    ],
    works: &[work::<take_list::Take>()],
    sections: &[packs::section::<payee::Rules>()],
};

/// What this room seals, for the rotation of keys.
pub const SEALED: &[platform::keys::SealedColumn] = &[platform::keys::SealedColumn {
    table: "payee",
    keys: &["id"],
    column: "account",
    purpose: ACCOUNT,
    only: None,
    index: Some("account_index"),
}];

/// What accounts are sealed and indexed for.
pub(crate) const ACCOUNT: &str = "payee.account";
pub(crate) const AGENT: &str = "payee.agent";
