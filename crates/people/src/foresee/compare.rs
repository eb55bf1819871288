//! Two texts of a benefit over the same people in one month: who gains, who loses, what it costs. Pure.

use std::collections::BTreeMap;

use base::{Money, Month};
use platform::facts::Frame;
use rules::{Fact, Truth};

use crate::benefits::{As, Code, Engine, Period, Plan, StopRule, decide_as, facts};

/// One of the two: the text in force, or the draft; with every benefit that overlaps it, as they would
/// all be decided together.
#[derive(Clone)]
pub struct Side<'a> {
    /// The benefit itself; `None` where there is no such benefit.
    pub own: Option<&'a Engine>,
    /// Those that it overlaps, near and far.
    pub others: Vec<&'a Engine>,
    pub plan: &'a Plan,
}

/// What a side makes of each row of a frame.
pub struct Worth {
    pub truth: Vec<Truth>,
    /// What is owed; where it is unknown whether anything is, what it would be.
    pub amount: Vec<Money>,
    pub reason: Vec<Code>,
    /// What the overlapping benefits come to beside it.
    pub beside: Vec<Money>,
}

/// Who was entitled by the text in force the month before: of what is given once, they have it.
pub struct Had(pub Vec<bool>);

impl Had {
    pub fn before(now: &Side, frame: &Frame, month: Month) -> Had {
        if !now.is_once() {
            return Had(Vec::new());
        }
        let before = now.decide(frame, month.plus(-1));
        Had(before.truth.iter().map(|it| *it == Truth::Yes).collect())
    }
}

/// The name of a fact of the way into one of several benefits.
pub(super) fn way_of(name: &str, benefit: &str) -> String {
    format!("{name} {benefit}")
}

/// The facts of how somebody came to a benefit: each benefit has its own.
pub(super) const WAYS: [&str; 4] = [facts::APPLIED, facts::APPROVED, facts::GRANTED, facts::LEFT];

impl<'a> Side<'a> {
    /// A benefit by itself.
    #[cfg(test)]
    pub fn alone(own: Option<&'a Engine>, plan: &'a Plan) -> Side<'a> {
        Side { own, others: Vec::new(), plan }
    }

    pub fn engines(&self) -> impl Iterator<Item = &'a Engine> + '_ {
        self.own.into_iter().chain(self.others.iter().copied())
    }

    /// Decides everything together. How people came to each benefit stands in the frame under
    /// [`way_of`] it.
    pub fn decide(&self, frame: &Frame, month: Month) -> Worth {
        let rows = frame.rows();
        let mut decided = BTreeMap::new();
        for engine in self.engines() {
            let mut frame = frame.clone();
            for way in WAYS {
                if let Some(column) = frame.column(&way_of(way, &engine.id)).cloned() {
                    frame.set(way, column);
                }
            }
            decided.insert(engine.id.clone(), decide_as(engine, frame, month, As::Entered));
        }
        self.plan.settle(month.last_day(), &mut decided, As::Entered);
        let mut worth = Worth {
            truth: vec![Truth::No; rows],
            amount: vec![Money::ZERO; rows],
            reason: vec![0; rows],
            beside: vec![Money::ZERO; rows],
        };
        if let Some(own) = self.own.and_then(|it| decided.remove(&it.id)) {
            (worth.truth, worth.amount, worth.reason) = (own.truth, own.amount, own.reason);
        }
        for other in decided.values() {
            for row in (0..rows).filter(|it| other.truth[*it] == Truth::Yes) {
                worth.beside[row] += other.amount[row];
            }
        }
        worth
    }

    /// Decides, and of what is given once in a life leaves out who had it before.
    pub fn decide_anew(&self, frame: &Frame, month: Month, had: &Had) -> Worth {
        let mut worth = self.decide(frame, month);
        if self.is_once() {
            for row in (0..frame.rows()).filter(|it| had.0.get(*it) == Some(&true)) {
                worth.amount[row] = Money::ZERO;
            }
        }
        worth
    }

    /// Whether it is given once in a life.
    pub(super) fn is_once(&self) -> bool {
        self.own.is_some_and(|it| it.benefit.period == Period::Once)
    }

    /// Whether the month of a death is owed still.
    pub(super) fn pays_month_of_death(&self) -> bool {
        self.own.is_none_or(|it| it.benefit.months.stop.value == StopRule::MonthAfter)
    }

    pub fn age_from(&self) -> Option<i64> {
        self.own.map(|it| it.benefit.age_from.value)
    }
}

/// Every fact that either side can read in these months, each once, the ways into benefits left out; and
/// the sex, by which people die.
pub fn facts_of(sides: &[Side], months: &[Month], sex: Option<&Fact>) -> Vec<Fact> {
    let mut all: Vec<Fact> = Vec::new();
    let read = sides.iter().flat_map(Side::engines).flat_map(|it| it.facts(months));
    for fact in read.chain(sex.cloned()) {
        // The age is made anew for each month.
        let made = [facts::AGE, facts::MONTH, facts::FIRST_DAY, facts::LAST_DAY];
        let left_out = made.contains(&fact.name.as_str()) || WAYS.contains(&fact.name.as_str());
        if !left_out && all.iter().all(|it| it.name != fact.name) {
            all.push(fact);
        }
    }
    all
}

/// The facts of the ways into each of the benefits.
pub fn ways_of(sides: &[Side]) -> Vec<Fact> {
    let mut all: Vec<Fact> = Vec::new();
    for engine in sides.iter().flat_map(Side::engines) {
        for way in WAYS {
            let kind = if way == facts::GRANTED { rules::Kind::Bool } else { rules::Kind::Day };
            let name = way_of(way, &engine.id);
            if all.iter().all(|it| it.name != name) {
                all.push(Fact::new(&name, kind));
            }
        }
    }
    all
}

/// How somebody fares under the draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fares {
    Gains,
    Loses,
    /// Receives the same.
    Same,
    /// One of the two cannot be decided.
    Undecided,
    /// Receives nothing, under neither.
    Neither,
}

impl Fares {
    pub fn of(now: (Truth, Money), draft: (Truth, Money)) -> Fares {
        let worth = |(truth, amount): (Truth, Money)| (truth == Truth::Yes, amount.0);
        match (now.0, draft.0) {
            (Truth::Unknown, _) | (_, Truth::Unknown) => Fares::Undecided,
            (Truth::No, Truth::No) => Fares::Neither,
            _ if worth(now) < worth(draft) => Fares::Gains,
            _ if worth(draft) < worth(now) => Fares::Loses,
            _ => Fares::Same,
        }
    }
}

/// People and fen of one place, or of all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub gains: i64,
    pub loses: i64,
    pub same: i64,
    pub undecided: i64,
    /// Who receives: under the text in force, under the draft.
    pub people: [i64; 2],
    pub fen: [i64; 2],
    /// What those would come to who cannot be decided under the draft.
    pub undecided_fen: i64,
    /// What the overlapping benefits come to beside it: now, under the draft.
    pub beside: [i64; 2],
}

impl Tally {
    pub fn add(&mut self, now: (Truth, Money), draft: (Truth, Money)) -> Fares {
        let fares = Fares::of(now, draft);
        match fares {
            Fares::Gains => self.gains += 1,
            Fares::Loses => self.loses += 1,
            Fares::Same => self.same += 1,
            Fares::Undecided => self.undecided += 1,
            Fares::Neither => (),
        }
        for (at, (truth, amount)) in [now, draft].into_iter().enumerate() {
            if truth == Truth::Yes {
                self.people[at] += 1;
                self.fen[at] += amount.0;
            }
        }
        if draft.0 == Truth::Unknown {
            self.undecided_fen += draft.1.0;
        }
        fares
    }

    pub fn join(&mut self, other: &Tally) {
        self.gains += other.gains;
        self.loses += other.loses;
        self.same += other.same;
        self.undecided += other.undecided;
        self.undecided_fen += other.undecided_fen;
        for at in 0..2 {
            self.people[at] += other.people[at];
            self.fen[at] += other.fen[at];
            self.beside[at] += other.beside[at];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_somebody_fares() {
        use Truth::{No, Unknown, Yes};
        let check = |now: (Truth, i64), draft: (Truth, i64), want| {
            assert_eq!(
                Fares::of((now.0, Money(now.1)), (draft.0, Money(draft.1))),
                want,
                "{now:?} {draft:?}"
            );
        };
        check((No, 0), (Yes, 100), Fares::Gains);
        check((No, 0), (Yes, 0), Fares::Gains);
        check((Yes, 100), (Yes, 200), Fares::Gains);
        check((Yes, 200), (Yes, 100), Fares::Loses);
        check((Yes, 100), (No, 0), Fares::Loses);
        check((Yes, 0), (No, 0), Fares::Loses);
        check((Yes, 100), (Yes, 100), Fares::Same);
        check((No, 0), (No, 0), Fares::Neither);
        check((Unknown, 100), (Yes, 100), Fares::Undecided);
        check((No, 0), (Unknown, 100), Fares::Undecided);
    }

    #[test]
    fn a_tally_is_the_sum_of_its_parts() {
        let mut tally = Tally::default();
        tally.add((Truth::Yes, Money(100)), (Truth::Yes, Money(300)));
        tally.add((Truth::Yes, Money(100)), (Truth::No, Money(0)));
        tally.add((Truth::No, Money(0)), (Truth::Unknown, Money(50)));
        let mut sum = Tally::default();
        sum.join(&tally);
        assert_eq!(sum, tally);
        assert_eq!((tally.gains, tally.loses, tally.undecided), (1, 1, 1));
        assert_eq!((tally.people, tally.fen, tally.undecided_fen), ([2, 1], [200, 300], 50));
    }
}
