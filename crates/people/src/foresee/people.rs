//! Reads the register once, chunk by chunk: who they are, where they belong, the facts of a day.

use base::{Day, Instant, Result};
use platform::{
    Cx, Scope,
    facts::{self, Asked, Frame},
};
use rules::{Column, Fact};

use super::compare::way_of;
use crate::{
    benefits::{
        Entered,
        facts::{APPLIED, APPROVED, GRANTED, LEFT},
    },
    entry,
    register::lean::{self, Lean},
};

/// People of one reading: what is read of them lies in memory until it is columns.
const CHUNK: i64 = 4_000;

/// What is read of everybody.
pub(super) struct Wanted<'a> {
    /// The benefits whose ways in are read.
    pub(super) benefits: &'a [String],
    pub(super) facts: &'a [Fact],
    /// The last day of birth that matters.
    pub(super) born_by: Day,
    pub(super) day: Day,
}

/// Hands the people of the scope to `each`, some at a time, with their facts on a day.
pub(super) fn read(
    cx: &mut Cx,
    scope: &Scope,
    wanted: &Wanted,
    mut each: impl FnMut(&[Lean], &Frame),
) -> Result<()> {
    let mut after = String::new();
    loop {
        let mut people = lean::after(cx, Some(wanted.born_by), &after, CHUNK)?;
        let Some(last) = people.last().map(|it| it.id.clone()) else { return Ok(()) };
        people.retain(|it| scope.covers_person(&it.registered, &it.living));
        after = last;
        let ids: Vec<String> = people.iter().map(|it| it.id.clone()).collect();
        if ids.is_empty() {
            continue;
        }
        let asked = Asked { people: &ids, days: &[wanted.day], known_at: Instant::MAX };
        let Some(mut frame) = facts::read(cx, &asked, wanted.facts)?.pop() else { continue };
        for benefit in wanted.benefits {
            let entered = entry::entered(cx, benefit, &ids)?;
            let column = |day: fn(&Entered) -> Option<Day>| {
                Column::lanes(entered.iter().map(|it| day(it).map(Day::number)))
            };
            frame.set(&way_of(APPLIED, benefit), column(|it| it.applied_on));
            frame.set(&way_of(APPROVED, benefit), column(|it| it.approved_on));
            frame.set(&way_of(LEFT, benefit), column(|it| it.left_on));
            let granted = Column::bools(entered.iter().map(|it| Some(it.granted)));
            frame.set(&way_of(GRANTED, benefit), granted);
        }
        each(&people, &frame);
    }
}
