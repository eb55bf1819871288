//! A stay: somebody's days in one bed, and what it must not be. Pure.
//!
//! A stay holds its first day and not the day on which it ends: whoever goes or dies that day is not
//! counted for it, and the bed is free for the next on the same day.

use base::{Day, Fault, Instant};

use super::bed::{Bed, Status};
use crate::register::interval::Span;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    pub id: String,
    pub facility: String,
    pub bed: String,
    pub person: String,
    pub span: Span,
}

/// Days on which somebody who has a bed sleeps elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leave {
    pub id: String,
    pub person: String,
    pub kind: String,
    pub span: Span,
    /// When it was first written down.
    pub first_at: Instant,
}

/// What was found beside a bed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Found {
    /// Whoever is said to lie there; of a bed that is said to be free: nobody.
    AsSaid,
    Empty,
    Another,
}

impl Found {
    pub fn as_str(self) -> &'static str {
        match self {
            Found::AsSaid => "as-said",
            Found::Empty => "empty",
            Found::Another => "another",
        }
    }

    pub fn parse(text: &str) -> Option<Found> {
        [Found::AsSaid, Found::Empty, Found::Another].into_iter().find(|it| it.as_str() == text)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    pub id: String,
    pub bed: String,
    pub day: Day,
    pub at: Instant,
    /// Who was said to lie there then.
    pub person: Option<String>,
    pub found: Found,
    /// Somebody looked into it, and the days count all the same.
    pub dismissed: bool,
}

/// Why a stay cannot be: what is wrong with its days, in this bed, for this person. `others` are all
/// stays of the bed and of the person, but for the one that is said anew.
pub fn against(
    span: Span,
    person: &str,
    bed: &Bed,
    others: &[Stay],
    died: Option<Day>,
    today: Day,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    if today < span.from {
        faults.push(Fault::new("from", "beds-day-ahead"));
    }
    if !span.is_open() && today < span.to {
        faults.push(Fault::new("to", "beds-day-ahead"));
    }
    if let Some(day) = bed.states.first_other(span, &Status::InUse) {
        faults.push(Fault::new("bed", "beds-bed-not-in-use").arg("day", day));
    }
    for it in others.iter().filter(|it| it.span.overlaps(span)) {
        let key = match (it.bed == bed.id, it.span.is_open()) {
            (true, true) => "beds-bed-taken",
            (true, false) => "beds-bed-taken-until",
            (false, true) => "beds-person-elsewhere",
            (false, false) => "beds-person-elsewhere-until",
        };
        if it.bed == bed.id || it.person == person {
            faults.push(Fault::new("from", key).arg("from", it.span.from).arg("to", it.span.to));
        }
    }
    if let Some(died) = died.filter(|died| *died < span.to) {
        let path = if died <= span.from { "from" } else { "to" };
        faults.push(Fault::new(path, "beds-after-death").arg("day", died));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: i64) -> Day {
        Day::from_number(number)
    }

    fn bed() -> Bed {
        let mut bed = Bed { id: "b".into(), ..Bed::default() };
        bed.states.say(day(10), Status::InUse);
        bed.states.say(day(50), Status::OutOfService);
        bed.states.say(day(60), Status::InUse);
        bed
    }

    #[test]
    fn nobody_lies_in_two_beds_and_no_two_in_one() {
        let stay = |bed: &str, person: &str, from, to| Stay {
            id: "s".into(),
            facility: "f".into(),
            bed: bed.into(),
            person: person.into(),
            span: Span::new(day(from), day(to)).unwrap(),
        };
        let open = |from| Span::since(day(from));
        let span = |from, to| Span::new(day(from), day(to)).unwrap();
        let check = |span: Span, others: &[Stay], died: Option<i64>, want: &[&str]| {
            let faults = against(span, "p", &bed(), others, died.map(day), day(100));
            let keys: Vec<&str> = faults.iter().map(|it| it.key.as_ref()).collect();
            assert_eq!(keys, want, "{span:?}");
        };
        check(open(60), &[], None, &[]);
        check(open(40), &[], None, &["beds-bed-not-in-use"]);
        check(span(9, 20), &[], None, &["beds-bed-not-in-use"]);
        check(span(10, 50), &[], None, &[]);
        check(open(101), &[], None, &["beds-day-ahead"]);
        check(span(60, 102), &[], None, &["beds-day-ahead"]);
        // The bed is free on the day on which somebody leaves it.
        check(span(20, 30), &[stay("b", "q", 10, 20), stay("b", "q", 30, 40)], None, &[]);
        check(span(20, 30), &[stay("b", "q", 10, 21)], None, &["beds-bed-taken-until"]);
        check(span(20, 30), &[stay("c", "p", 29, 40)], None, &["beds-person-elsewhere-until"]);
        check(span(20, 30), &[stay("c", "p", 30, 40)], None, &[]);
        check(span(20, 30), &[], Some(30), &[]);
        check(span(20, 30), &[], Some(29), &["beds-after-death"]);
        check(open(60), &[], Some(70), &["beds-after-death"]);
    }
}
