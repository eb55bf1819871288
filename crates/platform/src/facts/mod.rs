//! Facts: what rooms know of people, read as columns for rules to be asked of.
//!
//! ```text
//!   section of a room ── facts() ──▶ Pack::facts()      the catalogue rules are checked against
//!   room ── FactSource ──▶ read(people × days, known at) ──▶ Frame ──▶ rules::Program
//! ```
//!
//! A fact is declared by the section of the room that owns it ([`crate::packs::Section::facts`])
//! and read through that room's [`FactSource`], which the wing lists and the catalogue holds. Two
//! times are always given: the day on which something is true, and the instant up to which it was
//! known; the same two give the same columns for ever. Whether somebody who is not on a list is
//! *not so* or *unknown* is the source's to say: it knows what each list covers, until which day.
//!
//! | file         | what                                                                      |
//! |--------------|---------------------------------------------------------------------------|
//! | `frame.rs`   | [`Frame`]: columns for some people on one day                              |

mod frame;

use base::{Day, Instant, Result};
use rules::Fact;

pub use frame::Frame;

use crate::{Cx, packs::Pack};

/// What is asked of the sources: which people, true on which days, known at which instant.
pub struct Asked<'a> {
    /// Ids in ascending order, so that a source may read a range.
    pub people: &'a [String],
    /// In ascending order. One reading serves them all.
    pub days: &'a [Day],
    /// [`Instant::MAX`] for all that is known.
    pub known_at: Instant,
}

/// A room that knows facts.
pub trait FactSource: Sync {
    /// Whether the fact of this name is this room's, in a county of this pack.
    fn gives(&self, pack: &Pack, name: &str) -> bool;

    /// Sets the columns of `wanted`, which are all its own, in `frames`: one frame a day, with one
    /// row a person in the order of `asked.people`. A row about which nothing is known, or a fact
    /// that is not set, is unknown.
    fn read(&self, cx: &mut Cx, asked: &Asked, wanted: &[Fact], frames: &mut [Frame]) -> Result<()>;
}

/// Reads the facts in `wanted`, and no others, of some people for each of the days.
pub fn read(cx: &mut Cx, asked: &Asked, wanted: &[Fact]) -> Result<Vec<Frame>> {
    let mut frames: Vec<Frame> =
        asked.days.iter().map(|day| Frame::new(asked.people.to_vec(), *day)).collect();
    if asked.people.is_empty() {
        return Ok(frames);
    }
    let house = cx.house;
    let pack = house.packs.county(cx.county())?;
    for source in house.catalogue.sources() {
        let its: Vec<Fact> = wanted.iter().filter(|fact| source.gives(&pack, &fact.name)).cloned().collect();
        if !its.is_empty() {
            source.read(cx, asked, &its, &mut frames)?;
        }
    }
    Ok(frames)
}
