//! Month rules: on which day a person-month is judged, or why it is not judged at all. Pure.
//!
//! ```text
//!            start = birth_month          start = month_after_birth
//!   ──────┬────────────────────┬──   ──┬───────────────────────┬──
//!         │ month        last ◀┤       ├ last day of           │ month
//!         │             day    │       ▶ the month before      │
//!   a death or move inside the month brings the day forward to it (stop = month_after),
//!   or leaves nothing to judge (stop = month_of)
//! ```
//!
//! Judged on that one day, a condition such as `person.age >= 80` holds for a month exactly when
//! it held on some day of it (`birth_month`) or already before it (`month_after_birth`).

use base::{Day, Month};

use super::{
    decide::As,
    kind::Route,
    reason::MonthReason,
    section::{BackPay, Benefit, StartRule, StopRule, TierRule},
};

/// The month rules of a benefit with one month put in.
#[derive(Clone, Debug)]
pub(crate) struct MonthRules {
    first: i64,
    last: i64,
    before_policy: bool,
    start: StartRule,
    stop: StopRule,
    tier: TierRule,
    age_from: i64,
    month: Month,
    lost_months: Option<i32>,
    entry: As,
    by_case: bool,
}

/// What month rules need to know of a person; days by number, absent or unknown is `None`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Dates {
    pub(crate) born: Option<i64>,
    pub(crate) died: Option<i64>,
    /// First day registered elsewhere.
    pub(crate) moved: Option<i64>,
    pub(crate) applied: Option<i64>,
    pub(crate) approved: Option<i64>,
    pub(crate) lost: Option<i64>,
    /// When what was granted was given up.
    pub(crate) left: Option<i64>,
    /// Whether the benefit was granted, after an application or without one.
    pub(crate) granted: bool,
}

/// How a person-month stands before the condition is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stand {
    /// Judge it on the first day, take the tier of the second.
    Judge { on: i64, tier_on: i64 },
    /// Nothing is owed, whatever the condition says.
    Not(MonthReason),
}

impl MonthRules {
    pub(crate) fn new(benefit: &Benefit, month: Month, entry: As) -> MonthRules {
        MonthRules {
            first: month.first_day().number(),
            last: month.last_day().number(),
            before_policy: month < benefit.since.value.month(),
            start: benefit.months.start.value,
            stop: benefit.months.stop.value,
            tier: benefit.months.tier_change.value,
            age_from: benefit.age_from.value,
            month,
            lost_months: benefit.months.lost_contact.as_ref().map(|it| it.value),
            entry,
            by_case: benefit.route == Route::Case,
        }
    }

    pub(crate) fn stand(&self, dates: &Dates) -> Stand {
        if self.before_policy {
            return Stand::Not(MonthReason::BeforePolicy);
        }
        let ended = match (dates.died, dates.moved) {
            (Some(died), Some(moved)) if moved < died => Some((moved, MonthReason::MovedAway)),
            (Some(died), _) => Some((died, MonthReason::Died)),
            (None, Some(moved)) => Some((moved, MonthReason::MovedAway)),
            (None, None) => None,
        };
        let still_owed = match self.stop {
            StopRule::MonthAfter => self.first,
            StopRule::MonthOf => self.last + 1,
        };
        if let Some((_, why)) = ended.filter(|(day, _)| *day < still_owed) {
            return Stand::Not(why);
        }
        if let Some(why) = self.waits(dates) {
            return Stand::Not(why);
        }
        let before = self.first - 1;
        let end = ended.map_or(i64::MAX, |(day, _)| day);
        let on = if self.start == StartRule::MonthAfterBirth { before } else { self.last }.min(end);
        let tier_on = match self.tier {
            // Who comes of age in this very month had no tier before it.
            TierRule::NextMonth
                if dates.born.is_some_and(|it| self.age_from <= rules::age_on(it, before)) =>
            {
                before.min(on)
            }
            TierRule::BirthMonth | TierRule::NextMonth => on,
        };
        match dates.born {
            Some(born) if rules::age_on(born, on) < self.age_from => Stand::Not(MonthReason::TooYoung),
            _ => Stand::Judge { on, tier_on },
        }
    }

    fn waits(&self, dates: &Dates) -> Option<MonthReason> {
        if self.entry == As::Granted {
            return None;
        }
        let begun = |day: i64| Day::from_number(day).month() < self.month;
        match (self.start, dates.applied, dates.approved) {
            (StartRule::MonthAfterApplication, None, _) => Some(MonthReason::NotApplied),
            (StartRule::MonthAfterApplication, Some(day), _) if !begun(day) => {
                Some(MonthReason::AfterApplication)
            }
            (StartRule::MonthAfterApproval, _, None) => Some(MonthReason::NotApproved),
            (StartRule::MonthAfterApproval, _, Some(day)) if !begun(day) => Some(MonthReason::AfterApproval),
            // What is applied for in a casebook is owed to whom it was granted.
            _ if self.by_case && dates.left.is_some_and(begun) => Some(MonthReason::GivenUp),
            _ if self.by_case && !dates.granted => Some(MonthReason::NotApproved),
            _ => None,
        }
    }

    /// Whether the payment is held back because nobody has seen the person for too long.
    pub(crate) fn lost(&self, dates: &Dates) -> bool {
        self.lost_months
            .zip(dates.lost)
            .is_some_and(|(months, since)| Day::from_number(since).month().plus(months) <= self.month)
    }
}

/// The first month for which somebody who enters in `entry` can be paid in the run of that month.
pub fn back_pay_from(benefit: &Benefit, entry: Month) -> Month {
    let policy = benefit.since.value.month();
    match benefit.months.back_pay.value {
        BackPay::None => entry,
        BackPay::Limited(months) => entry.plus(-months).max(policy),
        BackPay::SinceEligible | BackPay::SincePolicyStart => policy,
    }
}

/// The latest day of birth of anybody the benefit can be about in `month`.
pub fn born_by(benefit: &Benefit, month: Month) -> Day {
    // A birthday on 29 February falls on 1 March, so nobody born later is old enough.
    month.last_day().plus_years(-(benefit.age_from.value as i32))
}
