//! One elder's line of a month's roll, from what is decided and what already stands. Pure.
//!
//! What the engine says of each month is the *target*; what obligations say is what *stands*.
//! The line is the difference: adjustments of what is owed, what this run pays for, what was paid
//! too much, and how the month differs from the last one.

use base::{Money, Month};

/// What the engine decided for one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    pub month: Month,
    pub answer: Answer,
    /// The key of why, in the language files or the pack.
    pub reason: String,
    /// The tier of the rate table, such as `80-89`.
    pub tier: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Owed(Money),
    NotOwed,
    /// Not owed, and no longer among those the benefit is about: died, or registered elsewhere.
    Gone,
    /// Owed, and held back because nobody has seen them for too long.
    Held,
    /// Facts that would decide it.
    Unknown(Vec<String>),
}

/// An obligation as it stands, drafts of other runs included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub month: Month,
    pub owed: Money,
    /// Held by instructions that are not withdrawn.
    pub instructed: Money,
    pub paid: Money,
}

/// Where an elder stood in the last month's run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Last {
    pub status: Status,
    pub amount: Money,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    Due,
    Pending,
    Suspended,
    Ineligible,
    /// Died or moved away: told as stopped once, and not counted among those on the roll.
    Gone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    Same,
    New,
    Stopped,
    Changed,
    Suspended,
    Resumed,
    Pending,
}

macro_rules! words {
    ($kind:ty: $($variant:ident = $word:literal),*) => {
        impl $kind {
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            pub fn read(word: &str) -> Option<$kind> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

words!(Status: Due = "due", Pending = "pending", Suspended = "suspended", Ineligible = "ineligible",
    Gone = "gone");
words!(Change: Same = "same", New = "new", Stopped = "stopped", Changed = "changed",
    Suspended = "suspended", Resumed = "resumed", Pending = "pending");

/// Everything a line is made from.
pub struct Given<'g> {
    /// Month by month upwards; the last is the run's own month.
    pub decided: &'g [Decided],
    pub standing: &'g [Standing],
    /// The first month that a suspension holds back, with its reason.
    pub held: Option<(Month, &'g str)>,
    /// Why an entrant waits: not applied for yet, under notice, declined.
    pub waits: Option<&'g str>,
    pub last: Option<&'g Last>,
    /// Months that one payment is for; the run's own month is the last of them.
    pub period: i32,
}

impl Given<'_> {
    /// The first month of the period that ends with this one.
    fn begins(&self, current: Month) -> Month {
        current.plus(1 - self.period)
    }
}

/// A change of one obligation and what is paid for it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjust {
    pub month: Month,
    pub amount: Money,
    pub pay: Money,
    pub rate: Money,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub status: Status,
    pub change: Change,
    pub reason: String,
    pub tier: Option<String>,
    pub unknown: Vec<String>,
    pub before: Money,
    pub amount: Money,
    /// Back-pay, and its part that is due for earlier calendar years.
    pub arrears: Money,
    pub arrears_months: i64,
    pub prior: Money,
    pub adjust: Vec<Adjust>,
    /// Months whose payment exceeds what is now owed.
    pub excess: Vec<(Month, Money)>,
}

/// Draws the line. `None` for somebody the benefit has never been about: not owed now, not paid
/// last month, nothing standing.
pub fn draw(given: &Given) -> Option<Line> {
    let current = given.decided.last()?;
    let (status, reason, unknown) = judge(given, current);
    let last_amount = given.last.map_or(Money::ZERO, |it| it.amount);
    let mut line = Line {
        status,
        change: Change::Same,
        reason,
        tier: current.tier.clone(),
        unknown,
        before: last_amount,
        amount: Money::ZERO,
        arrears: Money::ZERO,
        arrears_months: 0,
        prior: Money::ZERO,
        adjust: Vec::new(),
        excess: Vec::new(),
    };
    for decided in given.decided {
        month(&mut line, given, decided, current.month);
    }
    left_open(&mut line, given, current.month);
    line.change = change(status, given.last, line.amount);
    let out = |status: Status| matches!(status, Status::Ineligible | Status::Gone);
    let silent = out(line.status) && given.last.is_none_or(|it| out(it.status)) && line.adjust.is_empty();
    if silent { None } else { Some(line) }
}

/// Whether somebody not owed belongs on the roll all the same; the caller knows the population.
pub fn keep_ineligible(decided: &[Decided]) -> Option<Line> {
    let current = decided.last()?;
    (current.answer == Answer::NotOwed).then(|| Line {
        status: Status::Ineligible,
        change: Change::Same,
        reason: current.reason.clone(),
        tier: current.tier.clone(),
        unknown: Vec::new(),
        before: Money::ZERO,
        amount: Money::ZERO,
        arrears: Money::ZERO,
        arrears_months: 0,
        prior: Money::ZERO,
        adjust: Vec::new(),
        excess: Vec::new(),
    })
}

fn judge(given: &Given, current: &Decided) -> (Status, String, Vec<String>) {
    let was_paid = given.last.is_some_and(|it| it.status == Status::Due);
    let held = given.held.filter(|(since, _)| *since <= current.month);
    match (&current.answer, held, given.waits) {
        (Answer::NotOwed, ..) => (Status::Ineligible, current.reason.clone(), Vec::new()),
        (Answer::Gone, ..) => (Status::Gone, current.reason.clone(), Vec::new()),
        (Answer::Held, ..) => (Status::Suspended, "runs-held-unreachable".to_owned(), Vec::new()),
        (_, Some((_, why)), _) => (Status::Suspended, why.to_owned(), Vec::new()),
        (_, None, Some(why)) => (Status::Pending, why.to_owned(), Vec::new()),
        (Answer::Owed(_), None, None) => (Status::Due, current.reason.clone(), Vec::new()),
        // Unknown never stops somebody already being paid; a new entrant waits.
        (Answer::Unknown(facts), None, None) if was_paid => {
            (Status::Due, current.reason.clone(), facts.clone())
        }
        (Answer::Unknown(facts), None, None) => (Status::Pending, current.reason.clone(), facts.clone()),
    }
}

fn change(status: Status, last: Option<&Last>, now: Money) -> Change {
    match (status, last.map(|it| it.status)) {
        (Status::Due, Some(Status::Due)) if last.is_some_and(|it| it.amount != now) => Change::Changed,
        (Status::Due, Some(Status::Due)) => Change::Same,
        (Status::Due, Some(Status::Suspended)) => Change::Resumed,
        (Status::Due, _) => Change::New,
        (Status::Suspended, Some(Status::Suspended))
        | (Status::Pending, Some(Status::Pending))
        | (Status::Ineligible | Status::Gone, None | Some(Status::Ineligible | Status::Gone)) => Change::Same,
        (Status::Suspended, _) => Change::Suspended,
        (Status::Pending, _) => Change::Pending,
        (Status::Ineligible | Status::Gone, Some(_)) => Change::Stopped,
    }
}

fn month(line: &mut Line, given: &Given, decided: &Decided, current: Month) {
    let standing = given.standing.iter().find(|it| it.month == decided.month);
    let none =
        Standing { month: decided.month, owed: Money::ZERO, instructed: Money::ZERO, paid: Money::ZERO };
    let standing = *standing.unwrap_or(&none);
    let held = given.held.is_some_and(|(since, _)| since <= decided.month);
    let target = match &decided.answer {
        Answer::NotOwed | Answer::Gone => Money::ZERO,
        Answer::Held => return,
        // Held or waiting: nothing is added, and what stands is left as it is.
        _ if held || given.waits.is_some() => return,
        Answer::Owed(amount) => *amount,
        Answer::Unknown(_) if decided.month == current && line.status == Status::Due => {
            given.last.map_or(standing.owed, |it| Money(it.amount.0 / i64::from(given.period)))
        }
        Answer::Unknown(_) => return,
    };
    let begins = given.begins(current);
    if begins <= decided.month && line.status == Status::Due {
        line.amount += target;
    }
    let amount = target - standing.owed;
    let pay = Money((target - standing.instructed).0.max(0));
    if target < standing.paid {
        line.excess.push((decided.month, standing.paid - target));
    }
    if amount == Money::ZERO && pay == Money::ZERO {
        return;
    }
    if decided.month < begins && Money::ZERO < pay {
        line.arrears += pay;
        line.arrears_months += 1;
        if decided.month.year() < current.year() {
            line.prior += pay;
        }
    }
    let reason = decided.reason.clone();
    line.adjust.push(Adjust { month: decided.month, amount, pay, rate: target, reason });
}

/// Arrears of months that are not decided any more: history left them open, or their payment
/// failed long ago. They are paid to whoever is paid now.
fn left_open(line: &mut Line, given: &Given, current: Month) {
    if line.status != Status::Due {
        return;
    }
    for it in given.standing {
        let decided = given.decided.iter().any(|decided| decided.month == it.month);
        let pay = it.owed - it.instructed;
        if decided || pay.0 <= 0 || given.begins(current) <= it.month {
            continue;
        }
        line.arrears += pay;
        line.arrears_months += 1;
        if it.month.year() < current.year() {
            line.prior += pay;
        }
        let (amount, rate, reason) = (Money::ZERO, it.owed, "runs-left-open".to_owned());
        line.adjust.push(Adjust { month: it.month, amount, pay, rate, reason });
    }
    line.adjust.sort_by_key(|it| it.month);
}

#[cfg(test)]
mod tests;
