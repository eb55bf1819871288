//! The bank: files out, answers in, and the month's last line.
//!
//! ```text
//!   batch:  make ─▶ made ── send ─▶ sent ── every line answered, statement agrees ─▶ (run closes)
//!                    └─ drop ─▶ void
//!   line:   made ─▶ unanswered ─▶ paid ─▶ returned     (weeks later)
//!             │          └──────▶ failed
//!             └▶ withdrawn        failed, returned: may be paid again in a re-payment batch
//! ```
//!
//! | file         | what                                                             |
//! |--------------|------------------------------------------------------------------|
//! | `layout.rs`  | how a bank wants its files, pack data                             |
//! | `render.rs`  | the bytes of a file; pure                                        |
//! | `reply.rs`   | a file that came back, every row accounted for; pure              |
//! | `balance.rs` | whether a run's money adds up; pure                              |
//! | `make.rs` `send.rs` | a batch and its file; sent or dropped                     |
//! | `answer.rs` `settle.rs` | takes an answer in; enters it in chunks               |
//! | `doubt.rs`   | a person settles a row that nobody may guess                      |
//! | `close.rs`   | the bank's statement, and the end of the month                    |

pub mod answer;
pub mod ask;
pub mod balance;
mod book;
pub mod close;
pub mod doubt;
pub mod layout;
pub mod make;
pub mod render;
pub mod reply;
pub mod send;
pub mod settle;
pub(crate) mod table;

pub(crate) use table::lies_unsent;

use std::collections::BTreeMap;

use platform::{
    Room,
    packs::{self, Check, Section},
    question, verb, work,
};
use serde::Deserialize;

use self::layout::Layout;

pub const ROOM: Room = Room {
    name: "bank",
    verbs: &[
        verb::<make::Make>(),
        verb::<send::Send>(),
        verb::<send::Drop>(),
        verb::<answer::TakeAnswer>(),
        verb::<doubt::SettleDoubt>(),
        verb::<close::EnterStatement>(),
        verb::<close::Close>(),
    ],
    questions: &[
        question::<ask::Batches>(),
        question::<ask::Batch>(),
        question::<ask::Lines>(),
        question::<ask::File>(),
        question::<ask::Doubts>(),
        question::<ask::RunBalance>(),
    ],
    works: &[work::<settle::Settle>()],
    sections: &[packs::section::<Banks>()],
};

/// What this room seals, for the rotation of keys.
pub const SEALED: &[platform::keys::SealedColumn] = &[platform::keys::SealedColumn {
    table: "bank_line",
    keys: &["number"],
    column: "account",
    purpose: crate::payees::ACCOUNT,
    only: None,
    index: None,
}];

/// The banks of the county, by id: `banks/<id>.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Banks(pub BTreeMap<String, Layout>);

impl Section for Banks {
    const NAME: &'static str = "banks";

    fn check(&self, check: &mut Check<'_>) {
        for (id, layout) in &self.0 {
            for (path, key) in layout.faults() {
                check.fault(&format!("{id}.{path}"), key);
            }
        }
    }
}
