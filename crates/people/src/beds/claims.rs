//! Loads what is claimed and what speaks against it, as known at an instant.

use std::collections::HashMap;

use base::{Day, Instant, Month, Result};
use platform::Cx;

use super::{count::Claims, table};
use crate::register::{self, interval::Span, table::merge};

/// The days of a month that have begun by `until`.
pub(super) fn days_of(month: Month, until: Day) -> Option<Span> {
    Span::new(month.first_day(), month.last_day().min(until).plus_days(1))
}

/// The last day about which something could be known at an instant.
pub(super) fn last_day(cx: &Cx, known_at: Instant) -> Day {
    if known_at < cx.now { known_at.day() } else { cx.today() }
}

/// The claims of one facility, or of all, that have a day in a span. Stays of the same people elsewhere
/// are among them: they make days doubtful.
pub(super) fn load(cx: &mut Cx, facility: Option<&str>, window: Span, known_at: Instant) -> Result<Claims> {
    let own = table::Asked { facility, known_at };
    // A stay that ended on the first day may go on in another piece.
    let wider = Span { from: window.from.plus_days(-1), to: window.to };
    let mut claims = Claims {
        beds: table::beds(cx, own)?,
        stays: table::stays(cx, table::Asked { facility: None, known_at }, wider)?,
        // A leave may go on in the home into which somebody moved.
        leaves: table::leaves(cx, table::Asked { facility: None, known_at }, window.to)?,
        scans: table::scans(cx, own, window.to)?.into_iter().map(|it| it.scan).collect(),
        ..Claims::default()
    };
    merged(cx, &mut claims, known_at)?;
    claims.only = facility.map(str::to_owned);
    let ours = claims.stays.iter().filter(|it| facility.is_none_or(|facility| it.facility == facility));
    let mut people: Vec<String> = ours.map(|it| it.person.clone()).collect();
    people.sort_unstable();
    people.dedup();
    claims.deaths = register::deaths(cx, &people, known_at)?;
    Ok(claims)
}

/// Two records that turned out to be one person's are one person.
fn merged(cx: &mut Cx, claims: &mut Claims, known_at: Instant) -> Result<()> {
    let kept: HashMap<String, String> = merge::known(cx, known_at)?.into_iter().collect();
    if kept.is_empty() {
        return Ok(());
    }
    let of = |person: &mut String| {
        // One after the other was merged; a circle would be a fault of the register and ends here.
        for _ in 0..kept.len() {
            match kept.get(person) {
                Some(by) => person.clone_from(by),
                None => return,
            }
        }
    };
    claims.stays.iter_mut().for_each(|it| of(&mut it.person));
    claims.leaves.iter_mut().for_each(|it| of(&mut it.person));
    claims.scans.iter_mut().for_each(|it| it.person.iter_mut().for_each(of));
    Ok(())
}
