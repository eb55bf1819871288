//! The journal: who did or tried what, when, to whom, with what outcome.
//!
//! ```text
//!   the door ──▶ written, with its own MAC ── the sealer, seconds later ──▶ sealed, in the chain
//!                                                                             │
//!       head under the key (in the database) ◀───────────────────────────────┤
//!       anchor (a copy of the head, daily, in a file outside) ◀──────────────┤
//!       pruned under a checkpoint when its time is over ◀────────────────────┘
//! ```
//!
//! The door appends an entry in the transaction of the verb; a refusal is entered in a
//! transaction of its own. One leased sealer gives each entry its place, without gaps, and links
//! it to the one before by HMAC-SHA256 under a key that lies outside the database. What is found:
//!
//! | done to the database                              | found by                                |
//! |---------------------------------------------------|-----------------------------------------|
//! | an entry altered, sealed or not                   | its MAC                                  |
//! | an entry put in                                   | its MAC; in the chain also the link       |
//! | a sealed entry taken out, or moved                | the sequence, the link                   |
//! | the newest sealed entries taken out               | the head                                 |
//! | the same, and an older head put back              | an anchor, if one was made in between    |
//! | an unsealed entry taken out (seconds old)         | nothing: that part is called unverified  |
//!
//! | file         | what                                              |
//! |--------------|---------------------------------------------------|
//! | `chain.rs`   | pure: what is under a MAC, and the walk over it    |
//! | `seal.rs`    | [`seal::Sealer`]                                   |
//! | `verify.rs`  | [`verify::verify`] and its report                  |
//! | `anchor.rs`  | heads to be kept outside, and checked against      |
//! | `prune.rs`   | what is past its time goes, under a checkpoint     |
//! | `assess.rs`  | enters an impact assessment (个人信息保护影响评估)   |
//! | `ask.rs`     | [`ask::Entries`], [`ask::State`]                   |

pub mod anchor;
pub mod ask;
pub mod assess;
pub mod chain;
pub mod prune;
pub mod seal;
pub mod table;
pub mod verify;

#[cfg(test)]
mod tests;

use serde::Deserialize;

use crate::{
    Room,
    packs::{self, Check, Section},
    question, verb,
};

pub const ROOM: Room = Room {
    name: "journal",
    verbs: &[verb::<assess::RecordImpactAssessment>()],
    questions: &[
        question::<ask::Entries>(),
        question::<ask::State>(),
        question::<ask::Verify>(),
        question::<ask::JournalWaits>(),
    ],
    works: &[],
    sections: &[packs::section::<Retention>()],
};

/// The law's least; a pack may ask for more.
const ENTRY_DAYS_LAW: i64 = 184;
const IMPACT_DAYS_LAW: i64 = 1_096;

/// How long entries are kept: `journal.toml` of a pack.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Cybersecurity law: at least six months.
    pub entry_days: i64,
    /// Personal information protection law: at least three years.
    pub impact_days: i64,
    pub basis: String,
    pub confidence: String,
}

impl Default for Retention {
    /// What holds where a pack says nothing: the law's least, rounded up.
    fn default() -> Retention {
        Retention {
            entry_days: 186,
            impact_days: 1_097,
            basis: String::new(),
            confidence: "unverified".into(),
        }
    }
}

impl Section for Retention {
    const NAME: &'static str = "journal";

    fn check(&self, check: &mut Check<'_>) {
        check.range("entry_days", &self.entry_days, ENTRY_DAYS_LAW..);
        check.range("impact_days", &self.impact_days, IMPACT_DAYS_LAW..);
    }
}
