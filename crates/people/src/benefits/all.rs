//! Several benefits in one pass: the facts of all are read once, each benefit is decided, and what
//! they leave of one another is settled.

use std::collections::BTreeMap;

use base::{Instant, Month, Result};
use platform::{
    Cx,
    facts::{self, Asked, Frame},
};
use rules::{Column, Fact};

use super::{As, Decisions, Engine, Entered, decide::decide_as, facts as names, overlap::Plan};

/// How people entered each benefit: a row a person of the frame, or no row at all.
pub type Entries = BTreeMap<String, Vec<Entered>>;

/// Decides one month of some benefits and settles their overlaps. Each benefit sees how people
/// entered that benefit.
pub fn decide_all(
    engines: &[&Engine],
    plan: &Plan,
    frame: &Frame,
    month: Month,
    entries: &Entries,
    entry: As,
) -> BTreeMap<String, Decisions> {
    let decide = |engine: &&Engine| {
        let frame = entered(frame.clone(), entries.get(&engine.id).map_or(&[][..], Vec::as_slice));
        (engine.id.clone(), decide_as(engine, frame, month, entry))
    };
    let mut decided = engines.iter().map(decide).collect();
    plan.settle(month.last_day(), &mut decided, entry);
    decided
}

/// The facts that any of the benefits reads in these months, on each month's last day.
pub fn read_all(
    cx: &mut Cx,
    engines: &[&Engine],
    people: &[String],
    months: &[Month],
    known_at: Instant,
) -> Result<Vec<Frame>> {
    let days: Vec<_> = months.iter().map(|it| it.last_day()).collect();
    let mut wanted: BTreeMap<String, Fact> = BTreeMap::new();
    for fact in engines.iter().flat_map(|it| it.facts(months)) {
        wanted.entry(fact.name.clone()).or_insert(fact);
    }
    let wanted: Vec<Fact> = wanted.into_values().collect();
    facts::read(cx, &Asked { people, days: &days, known_at }, &wanted)
}

/// Says in a frame how its people entered a benefit.
pub(crate) fn entered(mut frame: Frame, entered: &[Entered]) -> Frame {
    if entered.is_empty() {
        return frame;
    }
    let column = |day: fn(&Entered) -> Option<base::Day>| {
        Column::lanes(entered.iter().map(|it| day(it).map(base::Day::number)))
    };
    frame.set(names::APPLIED, column(|it| it.applied_on));
    frame.set(names::APPROVED, column(|it| it.approved_on));
    frame.set(names::LEFT, column(|it| it.left_on));
    frame.set(names::GRANTED, Column::bools(entered.iter().map(|it| Some(it.granted))));
    frame
}
