//! Spans of days, and what becomes of those that are held when something new is said.
//!
//! A span holds its first day and not its last: `[from, to)`. Within a slot spans never overlap;
//! what is said last covers what was said before, and the uncovered rests stay.

use base::Day;

/// `from` is in, `to` is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    pub from: Day,
    pub to: Day,
}

impl Span {
    pub const ALWAYS: Span = Span { from: Day::FIRST, to: Day::LAST };

    /// The span, unless it ends before it begins or holds no day.
    pub fn new(from: Day, to: Day) -> Option<Span> {
        (from < to).then_some(Span { from, to })
    }

    pub fn since(from: Day) -> Span {
        Span { from, to: Day::LAST }
    }

    pub fn covers(self, day: Day) -> bool {
        self.from <= day && day < self.to
    }

    pub fn holds(self, other: Span) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    pub fn overlaps(self, other: Span) -> bool {
        self.from < other.to && other.from < self.to
    }

    /// What is left of `self` outside `cut`: nothing, one rest or two.
    pub fn without(self, cut: Span) -> Vec<Span> {
        if !self.overlaps(cut) {
            return vec![self];
        }
        let before = Span::new(self.from, cut.from.min(self.to));
        let after = Span::new(cut.to.max(self.from), self.to);
        before.into_iter().chain(after).collect()
    }

    pub fn is_open(self) -> bool {
        self.to == Day::LAST
    }
}

/// What becomes of the spans held when `said` is laid over them: the places of those that are
/// superseded, and the rests of them that are said again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlay {
    pub superseded: Vec<usize>,
    /// Which of the held spans the rest comes from, and the rest.
    pub rests: Vec<(usize, Span)>,
}

pub fn overlay(held: &[Span], said: Span) -> Overlay {
    let mut over = Overlay::default();
    for (place, span) in held.iter().enumerate().filter(|(_, span)| span.overlaps(said)) {
        over.superseded.push(place);
        over.rests.extend(span.without(said).into_iter().map(|rest| (place, rest)));
    }
    over
}

/// Whether `held` covers every day of `said`.
pub fn covered(held: &[Span], said: Span) -> bool {
    let rest = held
        .iter()
        .fold(vec![said], |rests, span| rests.into_iter().flat_map(|rest| rest.without(*span)).collect());
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn span(from: i64, to: i64) -> Span {
        Span::new(Day::from_number(from), Day::from_number(to)).unwrap()
    }

    #[track_caller]
    fn check(held: &[(i64, i64)], said: (i64, i64), superseded: &[usize], rests: &[(usize, i64, i64)]) {
        let held: Vec<Span> = held.iter().map(|(from, to)| span(*from, *to)).collect();
        let rests = rests.iter().map(|(place, from, to)| (*place, span(*from, *to))).collect();
        let want = Overlay { superseded: superseded.to_vec(), rests };
        assert_eq!(overlay(&held, span(said.0, said.1)), want);
    }

    #[test]
    fn what_is_said_last_covers_what_was_said_before() {
        check(&[], (0, 9), &[], &[]);
        check(&[(0, 9)], (9, 12), &[], &[]);
        check(&[(0, 9)], (5, 12), &[0], &[(0, 0, 5)]);
        check(&[(0, 9)], (3, 6), &[0], &[(0, 0, 3), (0, 6, 9)]);
        check(&[(0, 9)], (0, 9), &[0], &[]);
        check(&[(0, 3), (3, 6), (6, 9)], (1, 7), &[0, 1, 2], &[(0, 0, 1), (2, 7, 9)]);
    }

    fn spans() -> impl Strategy<Value = Vec<Span>> {
        prop::collection::vec((0_i64..60, 1_i64..30), 1..12)
            .prop_map(|pairs| pairs.into_iter().map(|(from, days)| span(from, from + days)).collect())
    }

    proptest! {
        /// Laying one over another, day by day the last word stands, and nothing overlaps.
        #[test]
        fn a_slot_is_what_was_said_last_of_each_day(said in spans()) {
            let mut held: Vec<(Span, usize)> = Vec::new();
            for (word, span) in said.iter().enumerate() {
                let spans: Vec<Span> = held.iter().map(|(span, _)| *span).collect();
                let over = overlay(&spans, *span);
                let rests: Vec<(Span, usize)> =
                    over.rests.iter().map(|(place, rest)| (*rest, held[*place].1)).collect();
                held = held
                    .into_iter()
                    .enumerate()
                    .filter(|(place, _)| !over.superseded.contains(place))
                    .map(|(_, it)| it)
                    .chain(rests)
                    .chain([(*span, word)])
                    .collect();
            }
            for (place, (one, _)) in held.iter().enumerate() {
                prop_assert!(held.iter().skip(place + 1).all(|(other, _)| !one.overlaps(*other)));
            }
            for number in 0..100 {
                let day = Day::from_number(number);
                let last = said.iter().rposition(|span| span.covers(day));
                let holds = held.iter().find(|(span, _)| span.covers(day)).map(|(_, word)| *word);
                prop_assert_eq!(holds, last);
            }
        }

        #[test]
        fn a_rest_and_its_cut_make_the_whole(held in spans(), cut in spans()) {
            let (whole, cut) = (held[0], cut[0]);
            let rests = whole.without(cut);
            for number in 0..100 {
                let day = Day::from_number(number);
                let in_rest = rests.iter().filter(|it| it.covers(day)).count();
                prop_assert_eq!(in_rest, usize::from(whole.covers(day) && !cut.covers(day)));
            }
        }

        #[test]
        fn covered_is_every_day_covered(held in spans(), said in spans()) {
            let each = (0..100)
                .map(Day::from_number)
                .all(|day| !said[0].covers(day) || held.iter().any(|it| it.covers(day)));
            prop_assert_eq!(covered(&held, said[0]), each);
        }
    }
}
