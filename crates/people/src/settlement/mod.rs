//! Settlement elsewhere: an elder is entitled where they are registered and served where they live; once
//! a month the two areas clear what was used, by a file that goes from one to the other.
//!
//! ```text
//!   casebook regional_settlement: here ─ make ─▶ bill (out) ─▶ the other area
//!                                 there ◀─ line by line ─ take ◀─ bill (in)
//!                                            │ altered, unrecorded: decide; by another hand: clear
//!                                            ▼
//!                                        ledger, once for each bill
//! ```
//!
//! | file        | what                                                            |
//! |-------------|-----------------------------------------------------------------|
//! | `bill.rs`   | the file: rendered, read, every line judged; pure                |
//! | `used.rs`   | what the casebook says was used in a month                       |
//! | `pack.rs`   | which book and which of its fields                               |
//! | `make.rs`   | our bill to another area                                         |
//! | `take.rs`   | another area's bill to us                                        |
//! | `decide.rs` | a line that does not agree: recognised or not, and why           |
//! | `clear.rs`  | the sum that is recognised, posted by another hand               |
//! | `pay.rs`    | what was paid of a bill                                          |
//! | `ask.rs`    | months by pair of areas, one bill with its lines                 |

pub mod ask;
mod bill;
pub mod clear;
pub mod decide;
pub mod make;
pub mod pack;
pub mod pay;
mod table;
pub mod take;
mod used;

pub use bill::digest;
use platform::{Room, packs::section, question, verb};

pub const ROOM: Room = Room {
    name: "settlement",
    verbs: &[
        verb::<make::Make>(),
        verb::<take::Take>(),
        verb::<decide::Decide>(),
        verb::<clear::Clear>(),
        verb::<pay::Pay>(),
    ],
    questions: &[question::<ask::Months>(), question::<ask::OneBill>()],
    works: &[],
    sections: &[section::<pack::Settlement>()],
};

/// The county's own name in bills.
fn own_name(cx: &platform::Cx) -> base::Result<String> {
    Ok(cx.house.packs.county(cx.county())?.manifest.name.zh.clone())
}
