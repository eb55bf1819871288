//! Bed-days: how many days of a span somebody lay in a bed, by the type that was valid on each day, and
//! which of them are not sure and why. Pure; a day is counted by whole spans, not one by one.
//!
//! ```text
//!   stay's days ── away on a leave that does not count ─▶ not claimed
//!              └─▶ claimed ── dead, doubled, bed not in use, a scan against it ─▶ contested, with the reason
//!                         └─▶ verified, by type
//! ```

use std::collections::{BTreeMap, HashMap};

use base::Day;
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    bed::Bed,
    pack::BedRules,
    stay::{Found, Leave, Scan, Stay},
};
use crate::register::interval::Span;

/// All that is claimed, and what speaks against it.
#[derive(Clone, Debug, Default)]
pub struct Claims {
    pub beds: HashMap<String, Bed>,
    pub stays: Vec<Stay>,
    pub leaves: Vec<Leave>,
    pub scans: Vec<Scan>,
    /// By person, reported or confirmed.
    pub deaths: HashMap<String, Day>,
    /// The facility whose stays are counted; all when nothing is said.
    pub only: Option<String>,
}

/// Why days are not counted. The order is that in which one is told: the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    Died,
    /// The same person is said to lie in another bed, too.
    Twice,
    NotInUse,
    ScanEmpty,
    ScanAnother,
}

/// What the days of a stay come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Came {
    /// The type of the bed.
    Verified(String),
    Contested(Reason),
    /// The kind of leave.
    Away(String),
}

/// A part of a stay all days of which come to the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'c> {
    pub stay: &'c Stay,
    pub span: Span,
    pub came: Came,
}

impl Part<'_> {
    pub fn days(&self) -> i64 {
        self.span.from.days_until(self.span.to)
    }
}

/// The sums of some parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Verified, by type.
    pub verified: BTreeMap<String, i64>,
    pub contested: i64,
    pub away: i64,
}

impl Sums {
    pub fn add(&mut self, part: &Part<'_>) {
        match &part.came {
            Came::Verified(kind) => match self.verified.get_mut(kind) {
                Some(days) => *days += part.days(),
                None => {
                    self.verified.insert(kind.clone(), part.days());
                }
            },
            Came::Contested(_) => self.contested += part.days(),
            Came::Away(_) => self.away += part.days(),
        }
    }

    /// Verified days of nursing beds, or of the others.
    pub fn of(&self, rules: &BedRules, nursing: bool) -> i64 {
        self.verified.iter().filter(|it| rules.nursing(it.0) == nursing).map(|it| it.1).sum()
    }

    pub fn claimed(&self) -> i64 {
        self.verified.values().sum::<i64>() + self.contested
    }
}

/// The claims as they are looked up for one stay after the other.
pub struct Looked<'c> {
    claims: &'c Claims,
    rules: &'c BedRules,
    leaves: HashMap<&'c str, Vec<&'c Leave>>,
    /// By bed, in the order in which they were made.
    scans: HashMap<&'c str, Vec<&'c Scan>>,
    /// Of people with more than one.
    stays: HashMap<&'c str, Vec<&'c Stay>>,
}

impl<'c> Looked<'c> {
    pub fn new(claims: &'c Claims, rules: &'c BedRules) -> Looked<'c> {
        let mut looked = Looked {
            claims,
            rules,
            leaves: HashMap::new(),
            scans: HashMap::new(),
            stays: HashMap::with_capacity(claims.stays.len()),
        };
        for it in &claims.leaves {
            looked.leaves.entry(&it.person).or_default().push(it);
        }
        for it in claims.scans.iter().filter(|it| !it.dismissed) {
            looked.scans.entry(&it.bed).or_default().push(it);
        }
        looked.scans.values_mut().for_each(|it| it.sort_by_key(|it| (it.day, it.at, it.id.as_str())));
        for it in &claims.stays {
            looked.stays.entry(&it.person).or_default().push(it);
        }
        looked.stays.retain(|_, it| 1 < it.len());
        looked
    }

    /// The parts of all stays within a span, in the order of the stays.
    pub fn parts(&self, window: Span) -> Vec<Part<'c>> {
        let mut parts = Vec::with_capacity(self.claims.stays.len());
        let only = self.claims.only.as_ref();
        for stay in self.claims.stays.iter().filter(|it| only.is_none_or(|only| it.facility == *only)) {
            self.of_stay(stay, window, &mut parts);
        }
        parts
    }

    fn of_stay(&self, stay: &'c Stay, window: Span, parts: &mut Vec<Part<'c>>) {
        let Some(span) = Span::new(stay.span.from.max(window.from), stay.span.to.min(window.to)) else {
            return;
        };
        let bed = self.claims.beds.get(&stay.bed);
        let away = self.away(stay);
        let doubts = self.doubts(stay);
        let mut cuts = vec![span.from, span.to];
        let mut cut = |day: Day| cuts.extend(Some(day).filter(|it| span.covers(*it)));
        if let Some(bed) = bed {
            bed.types.days().for_each(&mut cut);
            bed.states.days().for_each(&mut cut);
        }
        for it in away.iter().map(|it| it.0).chain(doubts.iter().map(|it| it.0)) {
            cut(it.from);
            cut(it.to);
        }
        cuts.sort_unstable();
        cuts.dedup();
        let begun = parts.len();
        for pair in cuts.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            let came = came(from, bed, &away, &doubts);
            match parts[begun..].last_mut() {
                Some(last) if last.came == came => last.span.to = to,
                _ => parts.push(Part { stay, span: Span { from, to }, came }),
            }
        }
    }

    /// Days on a leave that are none of residence.
    fn away(&self, stay: &Stay) -> Vec<(Span, &'c str)> {
        let of = self.leaves.get(stay.person.as_str()).map_or(&[][..], Vec::as_slice);
        let of = of.iter().filter_map(|it| {
            let counted = self.rules.leave.get(&it.kind).map_or(0, |it| it.counted_days);
            let from = it.span.from.plus_days(counted);
            Some((Span::new(from, it.span.to)?, it.kind.as_str()))
        });
        of.filter(|it| it.0.overlaps(stay.span)).collect()
    }

    fn doubts(&self, stay: &Stay) -> Vec<(Span, Reason)> {
        let mut doubts = Vec::new();
        if let Some(died) = self.claims.deaths.get(&stay.person) {
            doubts.extend(Span::new(*died, stay.span.to).map(|it| (it, Reason::Died)));
        }
        for other in self.stays.get(stay.person.as_str()).into_iter().flatten() {
            let both = Span::new(stay.span.from.max(other.span.from), stay.span.to.min(other.span.to));
            doubts.extend(both.filter(|_| other.id != stay.id).map(|it| (it, Reason::Twice)));
        }
        self.scanned(stay, &mut doubts);
        doubts
    }

    /// From a scan that speaks against the stay until one that speaks for it, or to its end.
    fn scanned(&self, stay: &Stay, doubts: &mut Vec<(Span, Reason)>) {
        let scans = self.scans.get(stay.bed.as_str()).map_or(&[][..], Vec::as_slice);
        let mut doubt: Option<(Day, Reason)> = None;
        let span = Span { from: self.begun(stay), to: stay.span.to };
        for scan in scans.iter().filter(|it| span.covers(it.day)) {
            let same = scan.person.as_deref() == Some(stay.person.as_str());
            let said = match scan.found {
                Found::AsSaid if same => None,
                // Nobody was said to lie there when the scan was made, and nobody did.
                Found::AsSaid if scan.person.is_none() => Some(Reason::ScanEmpty),
                Found::Empty if self.explained(stay, scan) => continue,
                Found::Empty => Some(Reason::ScanEmpty),
                Found::AsSaid | Found::Another => Some(Reason::ScanAnother),
            };
            match (said, doubt) {
                (None, Some((from, reason))) => {
                    doubts.extend(Span::new(from, scan.day).map(|it| (it, reason)));
                    doubt = None;
                }
                (Some(reason), None) => doubt = Some((scan.day, reason)),
                _ => (),
            }
        }
        if let Some((from, reason)) = doubt {
            doubts.extend(Span::new(from, stay.span.to).map(|it| (it, reason)));
        }
    }

    /// When somebody came into the bed in which a stay goes on: nobody gets rid of a look at it by ending
    /// the stay and beginning it anew.
    fn begun(&self, stay: &Stay) -> Day {
        let mut of: Vec<&Stay> = self.stays.get(stay.person.as_str()).cloned().unwrap_or_default();
        of.retain(|it| it.bed == stay.bed);
        let mut begun = stay.span.from;
        while let Some(it) = of.iter().find(|it| it.span.from < begun && begun <= it.span.to) {
            begun = it.span.from;
        }
        begun
    }

    /// Whether somebody was known to be on leave when the bed was found empty.
    fn explained(&self, stay: &Stay, scan: &Scan) -> bool {
        let of = self.leaves.get(stay.person.as_str()).map_or(&[][..], Vec::as_slice);
        of.iter().any(|it| it.span.covers(scan.day) && it.first_at <= scan.at)
    }
}

fn came(day: Day, bed: Option<&Bed>, away: &[(Span, &str)], doubts: &[(Span, Reason)]) -> Came {
    let doubt = doubts.iter().filter(|it| it.0.covers(day)).map(|it| it.1).min();
    let doubt = match bed {
        Some(bed) if bed.in_use(day) => doubt,
        _ => Some(doubt.map_or(Reason::NotInUse, |it| it.min(Reason::NotInUse))),
    };
    match (doubt, away.iter().find(|it| it.0.covers(day)), bed.and_then(|it| it.types.on(day))) {
        // The dead are on no leave.
        (Some(Reason::Died), ..) => Came::Contested(Reason::Died),
        (_, Some((_, kind)), _) => Came::Away((*kind).to_owned()),
        (Some(reason), ..) => Came::Contested(reason),
        (None, None, Some(kind)) => Came::Verified(kind.clone()),
        (None, None, None) => Came::Contested(Reason::NotInUse),
    }
}

/// The sums of each facility.
pub fn by_facility<'c>(parts: &[Part<'c>]) -> BTreeMap<&'c str, Sums> {
    let mut sums: BTreeMap<&str, Sums> = BTreeMap::new();
    for part in parts {
        sums.entry(&part.stay.facility).or_default().add(part);
    }
    sums
}

/// How many of these beds are in use on the days of a span, together.
pub fn usable_days<'b>(beds: impl Iterator<Item = &'b Bed>, window: Span) -> i64 {
    let of = |bed: &Bed| {
        let mut cuts: Vec<Day> = bed.states.days().filter(|it| window.covers(*it)).collect();
        cuts.extend([window.from, window.to]);
        cuts.sort_unstable();
        let spans = cuts.windows(2).filter(|it| bed.in_use(it[0]));
        spans.map(|it| it[0].days_until(it[1])).sum::<i64>()
    };
    beds.map(of).sum()
}

#[cfg(test)]
#[path = "tests/count.rs"]
mod tests;
