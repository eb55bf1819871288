//! Decides a month for many people: facts in columns → decisions in columns. Pure.

use base::{Money, Month};
use platform::facts::Frame;
use rules::{Bits, Column, Program, Truth};

use super::{
    engine::{Edition, Engine},
    facts,
    month::{Dates, MonthRules, Stand},
    reason::{self, Code, MonthReason},
};

/// What a benefit owes each person of a frame for a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decisions {
    pub month: Month,
    pub truth: Vec<Truth>,
    /// What is owed; where it is unknown whether anything is, what it would be.
    pub amount: Vec<Money>,
    /// Row of the rate table; [`Engine::tier`] gives its name.
    pub tier: Vec<Option<u16>>,
    /// Why; [`super::Reason::of`] reads it, [`super::explain`] expands it.
    pub reason: Vec<Code>,
    /// Owed, and held back because nobody has seen the person for too long.
    pub held: Bits,
}

/// Whether a month's payment goes on, given what is decided and whether the person is paid already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    Pay,
    /// Nothing stops because a fact is unknown: payment goes on and somebody finds out (待核实).
    PayAndVerify,
    /// A new entrant waits until it is known.
    Wait,
    Stop,
    Refuse,
}

/// The rule about the unknown.
pub fn treat(decided: Truth, paid_already: bool) -> Treatment {
    match (decided, paid_already) {
        (Truth::Yes, _) => Treatment::Pay,
        (Truth::Unknown, true) => Treatment::PayAndVerify,
        (Truth::Unknown, false) => Treatment::Wait,
        (Truth::No, true) => Treatment::Stop,
        (Truth::No, false) => Treatment::Refuse,
    }
}

/// How the way to a benefit is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum As {
    /// As it is: who has not applied where one must, or is not approved, is owed nothing.
    Entered,
    /// As if it were granted already: what somebody would be owed.
    Granted,
}

/// Decides `month` as it is. `frame` holds the facts of the month's last day; how somebody entered
/// stands in it as [`facts::APPLIED`], [`facts::APPROVED`] and [`facts::GRANTED`] where there is any.
pub fn decide(engine: &Engine, frame: Frame, month: Month) -> Decisions {
    decide_as(engine, frame, month, As::Entered)
}

/// Decides `month` as it is, or as it would be.
pub fn decide_as(engine: &Engine, frame: Frame, month: Month, entry: As) -> Decisions {
    let rows = frame.rows();
    let edition = engine.on(month.last_day());
    let rules = MonthRules::new(&engine.benefit, month, entry);
    let mut decisions = Decisions {
        month,
        truth: vec![Truth::No; rows],
        amount: vec![Money::ZERO; rows],
        tier: vec![None; rows],
        reason: vec![0; rows],
        held: Bits::none(rows),
    };
    let mut judged = Judged::new(&frame, &rules);
    for (row, stand) in judged.stands.iter().enumerate() {
        if let Stand::Not(why) = stand {
            decisions.reason[row] = why.code();
        }
    }
    let frame = judged.frame(frame, edition, month);
    let answers = edition.condition.answers(&frame.columns_of(&edition.condition), rows, Some(&judged.open));
    let asked = judged.open.clone();
    for row in asked.rows() {
        let truth = match (answers.yes.get(row), answers.no.get(row)) {
            (true, _) => Truth::Yes,
            (_, true) => Truth::No,
            _ => Truth::Unknown,
        };
        decisions.truth[row] = truth;
        decisions.reason[row] = reason::condition(answers.reason[row]);
        judged.open.set(row, truth != Truth::No);
    }
    rate(engine, edition, &judged.tier_frame(frame, edition), month, &judged.open, &mut decisions);
    for row in judged.open.rows() {
        let held = rules.lost(&judged.dates[row]) && decisions.truth[row] == Truth::Yes;
        decisions.held.set(row, held);
    }
    decisions
}

/// Finds the rate of everybody who is owed or may be.
fn rate(engine: &Engine, edition: &Edition, frame: &Frame, month: Month, open: &Bits, found: &mut Decisions) {
    let Some(rates) = &engine.rates else { return };
    let rates = rates.on(month.last_day());
    let number = |program: &Option<Program>| {
        let values = program.as_ref().map(|it| it.values(&frame.columns_of(it), frame.rows(), Some(open)));
        // Without a measure there is one rate; without a number of times it is given once.
        move |row: usize, other: i64| match &values {
            Some(values) => values.known.get(row).then(|| values.lanes[row]),
            None => Some(other),
        }
    };
    let (measured, times) = (number(&edition.measure), number(&edition.times));
    for row in open.rows() {
        let measure = measured(row, 0);
        let rate = measure.and_then(|it| rates.find(it));
        let amount = rate.zip(times(row, 1)).and_then(|((amount, place), times)| {
            let fen = amount.0.checked_mul(times.max(0))?;
            Some((Money(fen), place))
        });
        match amount {
            Some((amount, place)) => {
                found.amount[row] = amount;
                found.tier[row] = u16::try_from(place).ok();
                if found.truth[row] == Truth::Yes {
                    found.reason[row] = reason::rate(place);
                }
            }
            None if found.truth[row] == Truth::Yes => {
                let none = measure.is_some() && rate.is_none();
                let why = if none { MonthReason::NoRate } else { MonthReason::TierUnknown };
                found.truth[row] = if none { Truth::No } else { Truth::Unknown };
                found.reason[row] = why.code();
            }
            None => (),
        }
    }
}

/// The rows of a frame as the month rules see them.
pub(crate) struct Judged {
    pub(crate) dates: Vec<Dates>,
    pub(crate) stands: Vec<Stand>,
    /// Rows that the condition is still to be asked of.
    pub(crate) open: Bits,
}

impl Judged {
    pub(crate) fn new(frame: &Frame, rules: &MonthRules) -> Judged {
        let column = |name| frame.column(name);
        let columns = [
            facts::BORN,
            facts::DIED,
            facts::MOVED,
            facts::APPLIED,
            facts::APPROVED,
            facts::LOST,
            facts::LEFT,
        ]
        .map(column);
        let granted = column(facts::GRANTED);
        let mut judged = Judged { dates: Vec::new(), stands: Vec::new(), open: Bits::none(frame.rows()) };
        for row in 0..frame.rows() {
            let lane = |place: usize| columns[place].and_then(|it| it.lane(row));
            let dates = Dates {
                born: lane(0),
                died: lane(1),
                moved: lane(2),
                applied: lane(3),
                approved: lane(4),
                lost: lane(5),
                left: lane(6),
                granted: granted.and_then(|it| it.truth(row)) == Some(true),
            };
            let stand = rules.stand(&dates);
            judged.open.set(row, matches!(stand, Stand::Judge { .. }));
            judged.dates.push(dates);
            judged.stands.push(stand);
        }
        judged
    }

    /// The frame of the last day made into that of each person's own day: the age on it, and who
    /// died or moved inside the month was still there.
    pub(crate) fn frame(&self, mut frame: Frame, edition: &Edition, month: Month) -> Frame {
        let rows = frame.rows();
        for program in edition.programs() {
            frame.complete(program.facts());
        }
        self.set_age(&mut frame, |stand| match stand {
            Stand::Judge { on, .. } => Some(*on),
            Stand::Not(_) => None,
        });
        self.still_there(&mut frame, facts::ALIVE, |it| it.died);
        self.still_there(&mut frame, facts::HERE, |it| it.moved);
        let same = |lane: i64| Column::known_lanes(vec![lane; rows]);
        let number = i64::from(Month::new(0, 1).until(month));
        frame.set(facts::MONTH, same(number));
        frame.set(facts::FIRST_DAY, same(month.first_day().number()));
        frame.set(facts::LAST_DAY, same(month.last_day().number()));
        frame
    }

    /// Whoever died or moved inside the month was alive, or registered here, on the day judged.
    fn still_there(&self, frame: &mut Frame, name: &str, ended: impl Fn(&Dates) -> Option<i64>) {
        let Some(column) = frame.column(name) else { return };
        if self.dates.iter().all(|it| ended(it).is_none()) {
            return;
        }
        let there =
            |row: usize| if ended(&self.dates[row]).is_some() { Some(true) } else { column.truth(row) };
        let column = Column::bools((0..self.dates.len()).map(there));
        frame.set(name, column);
    }

    /// The same frame on the day whose tier counts.
    pub(crate) fn tier_frame(&self, mut frame: Frame, edition: &Edition) -> Frame {
        let reads_age = edition.measure.iter().any(|it| it.facts().iter().any(|it| it.name == facts::AGE));
        let apart = |stand: &Stand| matches!(stand, Stand::Judge { on, tier_on } if on != tier_on);
        if reads_age && self.stands.iter().any(apart) {
            self.set_age(&mut frame, |stand| match stand {
                Stand::Judge { tier_on, .. } => Some(*tier_on),
                Stand::Not(_) => None,
            });
        }
        frame
    }

    fn set_age(&self, frame: &mut Frame, day: impl Fn(&Stand) -> Option<i64>) {
        let age = |(dates, stand): (&Dates, &Stand)| Some(rules::age_on(dates.born?, day(stand)?));
        let ages = Column::lanes(self.dates.iter().zip(&self.stands).map(age));
        frame.set(facts::AGE, ages);
    }
}
