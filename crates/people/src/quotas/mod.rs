//! Quotas: so many hours, times or places of a benefit for some months and an area, given by rank, used
//! and expired.
//!
//! ```text
//!   open ─▶ drawing ─(draw)─▶ drafted ─ approve, by another hand ─▶ approving ─(give)─▶ approved
//!               ▲                │                                                         │
//!               └─── draw-again ─┴── void                              draw-again: ────────┘
//!                                                       what is left, for who has none yet
//!   a grant:  granted ─▶ used ⇄ returned          balance = sum of entries, never below nothing
//!                └ by night: the next issue, what has expired, who died or moved away
//! ```
//!
//! Everybody who is entitled or undecided is on the list with the rules that put them there; nobody is
//! dropped. Rankings and terms are pack data (`quotas.toml`).
//!
//! | file         | what                                                          |
//! |--------------|---------------------------------------------------------------|
//! | `pack.rs`    | the pack's rankings and terms                                  |
//! | `class.rs`   | what the rules of a ranking say of people; pure                |
//! | `rank.rs`    | who comes before whom, and where the quantity ends; pure       |
//! | `account.rs` | when units are issued and expire; pure                         |
//! | `open.rs`    | opens an allocation, draws it again, gives it up               |
//! | `draw.rs`    | the list, some persons at a time                               |
//! | `approve.rs` | another hand approves; grants are made                         |
//! | `spend.rs`   | a use, and taking one back                                     |
//! | `correct.rs` | a correction, and an elder who gives a grant up                |
//! | `night.rs`   | issues, expires, ends                                          |
//! | `ask/`       | allocations, their lists, what was used, one person            |

pub mod account;
pub mod approve;
pub mod ask;
mod class;
pub mod correct;
pub mod draw;
pub mod night;
pub mod open;
pub mod pack;
pub mod rank;
pub mod spend;
mod table;

use base::{Month, Result};
use platform::{Cx, Room, packs, question, verb, work};

pub const ROOM: Room = Room {
    name: "quotas",
    verbs: &[
        verb::<open::Open>(),
        verb::<open::DrawAgain>(),
        verb::<open::Void>(),
        verb::<approve::Approve>(),
        verb::<spend::Use>(),
        verb::<spend::TakeBack>(),
        verb::<correct::Correct>(),
        verb::<correct::GiveUp>(),
    ],
    questions: &[
        question::<ask::Allocations>(),
        question::<ask::one::OneAllocation>(),
        question::<ask::Lines>(),
        question::<ask::Grants>(),
        question::<ask::person::OfPerson>(),
    ],
    works: &[work::<draw::Draw>(), work::<approve::Give>(), work::<night::Settle>()],
    sections: &[packs::section::<pack::Quotas>()],
};

/// Persons of one chunk.
const CHUNK_PERSONS: i64 = 2_000;

/// Who of a range of persons holds units of which benefit: they have it, and are offered nothing.
pub(crate) fn held(cx: &mut Cx, persons: (&str, &str)) -> Result<Vec<(String, String)>> {
    table::grant::held(cx, persons)
}

/// Whether units of a benefit were granted for some months.
pub(crate) fn given_in(cx: &mut Cx, benefit: &str, from: Month, to: Month) -> Result<bool> {
    let all = table::allocation::of_benefit(cx, benefit)?;
    for it in all.iter().filter(|it| it.from <= to && from <= it.to) {
        if table::grant::any(cx, &it.id)? {
            return Ok(true);
        }
    }
    Ok(false)
}
