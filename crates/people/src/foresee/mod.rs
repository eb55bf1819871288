//! What if: a text of a benefit that is not in force, tried on the register as it stands.
//!
//! ```text
//!   draft text ── checked beside the pack ──▶ Engine ┐
//!   text in force ────────────────────────▶ Engine ┤  facts of everybody, read once
//!                                                    ├──▶ this month, person by person: gains, loses
//!                                                    └──▶ cohorts ── mortality ──▶ months ahead, with a range
//! ```
//!
//! | file           | what                                                                   |
//! |----------------|------------------------------------------------------------------------|
//! | `mortality.rs` | the pack's rates of death, and how far the county may differ            |
//! | `compare.rs`   | two texts over the same people in one month; pure                       |
//! | `cohorts.rs`   | people whom every rule treats alike, counted; pure                      |
//! | `forecast.rs`  | cohorts carried forward month by month, with a range; pure              |
//! | `chart.rs`     | the months ahead as a drawing; pure                                     |
//! | `checked.rs`   | a text against the pack: its faults, its engine                         |
//! | `people.rs`    | the register read once                                                  |
//! | `ask.rs`, `told.rs` | the question `foresee.what-if`, and what it answers                 |

pub mod ask;
mod chart;
pub(crate) mod checked;
mod cohorts;
mod compare;
mod forecast;
mod mortality;
mod people;
#[cfg(test)]
mod tests;
pub mod told;

use platform::{
    Room,
    packs::{section, table},
    question,
};

pub const ROOM: Room = Room {
    name: "foresee",
    verbs: &[],
    questions: &[question::<ask::WhatIf>()],
    works: &[],
    sections: &[section::<mortality::Foresee>(), table::<mortality::MortalityRow>()],
};
