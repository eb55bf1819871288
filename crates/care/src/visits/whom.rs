//! Whom an act is about, and where: whoever is to be seen belongs to the village that sees them.

use base::{Day, Error, Fault, Result};
use people::register::{self, lean::Lean};
use platform::{Cx, Place};

use super::{pack::Visits, table::duty};

/// Somebody, with the area whose worker sees them.
pub(super) struct Whom {
    pub(super) person: Lean,
    pub(super) area: String,
    /// Empty where no tier says how often.
    pub(super) tier: String,
}

pub(super) fn find(cx: &mut Cx, person: &str) -> Result<Whom> {
    let it = register::lean::one(cx, person)?;
    let duty = duty::of_person(cx, person)?;
    let area = match &duty {
        Some(duty) => duty.area.clone(),
        None if it.living.is_empty() => it.registered.clone(),
        None => it.living.clone(),
    };
    Ok(Whom { person: it, area, tier: duty.map_or_else(String::new, |it| it.tier) })
}

pub(super) fn place(cx: &mut Cx, person: &str) -> Result<Place> {
    let it = find(cx, person)?;
    if it.area.is_empty() {
        return Ok(Place::Person { registered: it.person.registered, living: it.person.living });
    }
    Ok(Place::Area(it.area))
}

/// What is wrong with the day and the hour at which something is said to have been done.
pub(super) fn when(cx: &Cx, it: &Lean, day: Day, clock: &str) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    let pack = cx.house.packs.county(cx.county())?;
    let oldest = pack.get::<Visits>().oldest_days.value;
    if it.merged {
        faults.push(Fault::new("person", "visits-person-merged"));
    }
    if cx.today() < day {
        faults.push(Fault::new("day", "visits-day-in-future"));
    }
    if day < cx.today().plus_days(-oldest) {
        faults.push(Fault::new("day", "visits-too-long-ago").arg("days", oldest));
    }
    if it.died && it.died_on.is_some_and(|died| died < day) {
        faults.push(Fault::new("day", "visits-after-death"));
    }
    if !clock.is_empty() && !is_clock(clock) {
        faults.push(Fault::new("clock", "visits-not-a-time"));
    }
    Ok(faults)
}

/// `HH:MM`.
/// The time of day of an act: what enters today's without a time was done now.
pub(super) fn clock(cx: &Cx, day: Option<Day>, clock: &str) -> String {
    let now = clock.is_empty() && day.is_none_or(|it| it == cx.today());
    if now { cx.now.shanghai().chars().skip(11).take(5).collect() } else { clock.to_owned() }
}

fn is_clock(text: &str) -> bool {
    let Some((hour, minute)) = text.split_once(':') else { return false };
    let number = |text: &str, below: u8| text.len() == 2 && text.parse::<u8>().is_ok_and(|it| it < below);
    number(hour, 24) && number(minute, 60)
}

/// Ids are made where the thing is done: they have the form of all ids.
pub(super) fn id(id: &str) -> Result<()> {
    let fits = id.len() == 36 && id.chars().all(|it| it == '-' || it.is_ascii_hexdigit());
    if fits { Ok(()) } else { Err(Error::invalid("id", "visits-not-an-id")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_and_ids_have_a_form() {
        for (text, fits) in
            [("09:05", true), ("23:59", true), ("24:00", false), ("9:05", false), ("0905", false)]
        {
            assert_eq!(is_clock(text), fits, "{text}");
        }
        assert!(id("0198a5b0-0000-7000-8000-000000000001").is_ok());
        assert!(id("0198a5b0").is_err());
    }
}
