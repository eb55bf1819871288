//! Reads facts and decides: the way from people and months to decisions.

use base::{Error, Instant, Month, Result};
use platform::{Cx, facts::Frame};

use super::{As, Decisions, Engine, Engines, Entries, all, overlap::Plan};
use crate::entry;

/// How an entrant came to a benefit; absent days are `None`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entered {
    pub applied_on: Option<base::Day>,
    pub approved_on: Option<base::Day>,
    /// Granted, after an application or without one.
    pub granted: bool,
    /// When what was granted was given up.
    pub left_on: Option<base::Day>,
    /// On the way in: neither granted nor over.
    pub open: bool,
    /// When it was declined or refused, if that is how it stands.
    pub closed_on: Option<base::Day>,
}

/// Decides some months for some people, one answer a month with one row a person; what other
/// benefits leave of this one is settled. `people` are ids in ascending order; `entered` has a row
/// for each of them, or is empty when nobody entered.
pub fn decide_months(
    cx: &mut Cx,
    benefit: &str,
    people: &[String],
    months: &[Month],
    known_at: Instant,
    entered: &[Entered],
) -> Result<Vec<Decisions>> {
    let pack = cx.house.packs.county(cx.county())?;
    let (engines, plan) = (pack.made::<Engines>(), pack.made::<Plan>());
    let mut behind: Vec<&str> =
        months.iter().flat_map(|month| plan.behind(benefit, month.last_day())).collect();
    behind.sort_unstable();
    behind.dedup();
    let mut entries = Entries::from([(benefit.to_owned(), entered.to_vec())]);
    for other in behind.iter().filter(|it| **it != benefit) {
        entries.insert((*other).to_owned(), entry::entered(cx, other, people)?);
    }
    let engines = behind.iter().map(|it| engines.get(it)).collect::<Result<Vec<_>>>()?;
    let frames = all::read_all(cx, &engines, people, months, known_at)?;
    let decided = frames.iter().zip(months).map(|(frame, month)| {
        let mut all = all::decide_all(&engines, &plan, frame, *month, &entries, As::Entered);
        all.remove(benefit).ok_or_else(|| Error::missing("benefit"))
    });
    decided.collect()
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
    let frames = all::read_all(cx, &[engine], people, months, known_at)?;
    Ok(frames.into_iter().map(|frame| all::entered(frame, entered)).collect())
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
