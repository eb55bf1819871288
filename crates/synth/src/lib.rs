//! A synthetic county: from a seed, the files its townships and departments would send.
//!
//! Nobody in it is real, and every file says so. The same county and seed give the same bytes.
//!
//! ```text
//!   census ─▶ people ─▶ households, hardship, labels ─▶ deaths, moves ─▶ payees ─▶ paid rolls
//!                                                  │
//!             opening ledger · rosters (messy) · corrections · lists · payees · rolls · truth
//! ```
//!
//! | file          | what                                                               |
//! |---------------|--------------------------------------------------------------------|
//! | `county.rs`   | [`County`]: the divisions it is made from, and its figures          |
//! | `draw.rs`     | [`Draw`]: picks from a seeded stream                                |
//! | `ages.rs`     | how many of each sex and age: census scaled, split by mortality     |
//! | `names.rs`    | Han, Yi, Tibetan and Hui names                                      |
//! | `number.rs`   | resident numbers                                                   |
//! | `person.rs`   | [`Person`]: everything that is true of one                         |
//! | `people.rs`   | the living                                                         |
//! | `losses.rs`   | the dead and the moved, and when each source heard                 |
//! | `pay.rs`      | payees, and what each month paid                                   |
//! | `mess.rs`     | what careless hands do to a cell                                    |
//! | `layout.rs`   | how a township lays out its roster                                  |
//! | `entries.rs`  | who stands on a roster, and how the dead are marked                |
//! | `roster.rs`   | a township's roster as a workbook                                  |
//! | `lists.rs`    | the departments' lists                                             |
//! | `truth.rs`    | what is what, for whoever scores the importer                      |

mod ages;
mod county;
mod draw;
mod entries;
mod layout;
mod lists;
mod losses;
mod mess;
mod names;
mod number;
mod pay;
mod people;
mod person;
mod roster;
mod truth;

pub use county::{County, Township, Village};
pub use draw::Draw;
pub use person::{Group, Person, Sex, State};
pub use truth::{Expected, Listed, Summary};

use base::{Day, Month, Result};

/// One file of the synthetic county.
pub struct File {
    /// Path inside the folder, with `/`.
    pub path: String,
    pub bytes: Vec<u8>,
}

/// Said in every file.
pub const SYNTHETIC: &str = "合成数据，非真实人员 SYNTHETIC";

/// The month of the demo: the first one Songhe pays.
pub fn demo_month() -> Month {
    Month::new(2026, 11)
}

/// The day the rosters speak of.
pub fn as_of() -> Day {
    demo_month().first_day().plus_days(9)
}

/// The day by which every death and move has reached at least one source.
pub(crate) fn cut_off() -> Day {
    demo_month().first_day().plus_days(14)
}

/// Months that losses reach back.
pub(crate) const LOSS_MONTHS: i32 = 18;
/// Months of paid rolls.
pub(crate) const ROLL_MONTHS: i32 = 24;

/// Makes the county and hands over its files one by one, in the order they are to be taken in.
pub fn make(county: &County, seed: u64, write: &mut dyn FnMut(File) -> Result<()>) -> Result<Summary> {
    let mut draw = Draw::new(seed);
    let mut people = people::living(county, &mut draw.fork(1))?;
    losses::add(county, &mut people, &mut draw.fork(2))?;
    pay::choose_payees(&mut people, &mut draw.fork(3));
    let doubles = pay::doubles(county, &mut people, &mut draw.fork(4));
    let mut truth = truth::Truth::new(seed, &people, doubles, &mut draw.fork(7));
    lists::opening(county, &people, &mut truth, write)?;
    let mut corrections = Vec::new();
    for town in 0..county.townships.len() {
        let mut draw = draw.fork(100 + town as u64);
        roster::write(county, &people, town, &mut truth, &mut corrections, &mut draw, write)?;
    }
    lists::corrections(county, &people, &corrections, &mut truth, write)?;
    lists::departments(county, &people, &mut truth, &mut draw.fork(5), write)?;
    pay::write(county, &people, &mut truth, &mut draw.fork(6), write)?;
    truth.write(county, &people, write)
}

#[cfg(test)]
mod tests;
