//! Reads facts and decides: the way from people and months to decisions.

use base::{Instant, Month, Result};
use platform::{
    Cx,
    facts::{self, Asked, Frame},
};
use rules::Column;

use super::{Decisions, Engine, Engines, decide, facts as names};

/// How an entrant came to a benefit; absent days are `None`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entered {
    pub applied_on: Option<base::Day>,
    pub approved_on: Option<base::Day>,
}

/// Decides some months for some people, one answer a month with one row a person. `people` are
/// ids in ascending order; `entered` has a row for each of them, or is empty when the benefit's
/// month rules do not ask for it.
pub fn decide_months(
    cx: &mut Cx,
    benefit: &str,
    people: &[String],
    months: &[Month],
    known_at: Instant,
    entered: &[Entered],
) -> Result<Vec<Decisions>> {
    let pack = cx.house.packs.county(cx.county())?;
    let engines = pack.made::<Engines>();
    let engine = engines.get(benefit)?;
    let frames = read(cx, engine, people, months, known_at, entered)?;
    Ok(frames.into_iter().zip(months).map(|(frame, month)| decide::decide(engine, frame, *month)).collect())
}

/// The facts of each month's last day.
pub(crate) fn read(
    cx: &mut Cx,
    engine: &Engine,
    people: &[String],
    months: &[Month],
    known_at: Instant,
    entered: &[Entered],
) -> Result<Vec<Frame>> {
    let days: Vec<_> = months.iter().map(|it| it.last_day()).collect();
    let asked = Asked { people, days: &days, known_at };
    let mut frames = facts::read(cx, &asked, &engine.facts(months))?;
    if !entered.is_empty() {
        let column = |day: fn(&Entered) -> Option<base::Day>| {
            Column::lanes(entered.iter().map(|it| day(it).map(base::Day::number)))
        };
        let (applied, approved) = (column(|it| it.applied_on), column(|it| it.approved_on));
        for frame in &mut frames {
            frame.set(names::APPLIED, applied.clone());
            frame.set(names::APPROVED, approved.clone());
        }
    }
    Ok(frames)
}

/// The unknown facts that would decide a month, for each of some people.
pub(crate) fn unknown_facts(
    cx: &mut Cx,
    benefit: &str,
    people: &[String],
    month: Month,
    known_at: Instant,
) -> Result<Vec<Vec<String>>> {
    let pack = cx.house.packs.county(cx.county())?;
    let engines = pack.made::<Engines>();
    let engine = engines.get(benefit)?;
    let frames = read(cx, engine, people, &[month], known_at, &[])?;
    let Some(frame) = frames.first() else { return Ok(Vec::new()) };
    let missing = |row| super::explain(engine, frame, row, month).missing;
    Ok((0..people.len()).map(|row| missing(row).into_iter().map(|it| it.name).collect()).collect())
}
