//! A grant as an account of units: when they are issued, what may be used, what expires; pure.
//!
//! What somebody is granted for the months of an allocation is issued period by period. A use is taken
//! from the bucket of its day: of one period, or where the pack lets units be carried over, of the whole
//! span. What is left of a bucket some days after its end expires.

use base::{Day, Month};

use crate::benefits::Period;

/// How units are issued and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    pub issue: Period,
    pub carry_over: bool,
    /// Uses may be entered for so many days after the end of a bucket.
    pub late_days: i64,
}

/// Units that become usable on `from`, in the bucket that is named by its first and last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Issue {
    pub from: Day,
    pub bucket: Bucket,
    pub quantity: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bucket {
    pub from: Day,
    pub to: Day,
}

impl Bucket {
    pub fn holds(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }
}

/// What a benefit that gives `quantity` each period comes to over some months: a period that is not
/// whole counts as one.
pub fn of_span(quantity: i64, period: Period, from: Month, to: Month) -> i64 {
    let months = i64::from(from.until(to) + 1).max(0);
    match period {
        Period::Once => quantity,
        _ => quantity * ((months + i64::from(period.months()) - 1) / i64::from(period.months())),
    }
}

impl Terms {
    /// The issues of a span, the earliest first; together they are exactly `quantity`.
    pub fn issues(&self, from: Month, to: Month, quantity: i64) -> Vec<Issue> {
        let step = if self.issue == Period::Once { i32::MAX } else { self.issue.months() };
        let months = from.until(to) + 1;
        let mut issues = Vec::new();
        let (mut at, mut given) = (0, 0);
        while at < months {
            let end = at.saturating_add(step).min(months);
            // What does not divide falls to the later periods; nothing is lost.
            let until = quantity * i64::from(end) / i64::from(months);
            let period = Bucket { from: from.plus(at).first_day(), to: from.plus(end - 1).last_day() };
            let whole = Bucket { from: from.first_day(), to: to.last_day() };
            let bucket = if self.carry_over { whole } else { period };
            issues.push(Issue { from: period.from, bucket, quantity: until - given });
            given = until;
            at = end;
        }
        issues
    }

    /// Whether what is left of a bucket has expired by a day; of whoever the grant ended for, it is the
    /// day of that end that counts.
    pub fn is_over(&self, ends_on: Day, ended_on: Option<Day>, today: Day) -> bool {
        let end = ended_on.map_or(ends_on, |it| it.min(ends_on));
        end.plus_days(self.late_days) < today
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_year_is_issued_by_its_periods() {
        let told = |issue, carry_over, quantity| {
            let terms = Terms { issue, carry_over, late_days: 10 };
            let all = terms.issues(month("2026-01"), month("2026-12"), quantity);
            all.iter()
                .map(|it| (it.from.to_string(), it.bucket.to.to_string(), it.quantity))
                .collect::<Vec<_>>()
        };
        let some = |all: &[(&str, &str, i64)]| -> Vec<(String, String, i64)> {
            all.iter().map(|it| (it.0.to_owned(), it.1.to_owned(), it.2)).collect()
        };
        let quarters = [("2026-01-01", "2026-03-31", 7), ("2026-04-01", "2026-06-30", 8)];
        assert_eq!(told(Period::Quarter, false, 30)[..2], some(&quarters));
        assert_eq!(told(Period::Year, false, 30), some(&[("2026-01-01", "2026-12-31", 30)]));
        assert_eq!(told(Period::Once, false, 30), some(&[("2026-01-01", "2026-12-31", 30)]));
        let carried = told(Period::Month, true, 24);
        assert_eq!((carried.len(), &carried[4]), (12, &some(&[("2026-05-01", "2026-12-31", 2)])[0]));
    }

    #[test]
    fn what_a_span_comes_to() {
        let cases = [
            (2, Period::Month, "2026-01", "2026-12", 24),
            (2, Period::Month, "2026-11", "2026-12", 4),
            (6, Period::Quarter, "2026-11", "2026-12", 6),
            (30, Period::Year, "2026-01", "2026-12", 30),
            (30, Period::Year, "2026-01", "2027-12", 60),
            (1, Period::Once, "2026-01", "2027-12", 1),
        ];
        for (quantity, period, from, to, want) in cases {
            assert_eq!(of_span(quantity, period, month(from), month(to)), want, "{period:?} {from} {to}");
        }
    }

    #[test]
    fn what_is_left_expires_after_the_days_to_enter_uses() {
        let terms = Terms { issue: Period::Month, carry_over: false, late_days: 10 };
        let cases = [
            ("2026-11-30", None, "2026-12-10", false),
            ("2026-11-30", None, "2026-12-11", true),
            ("2026-11-30", Some("2026-11-05"), "2026-11-15", false),
            ("2026-11-30", Some("2026-11-05"), "2026-11-16", true),
            ("2026-11-30", Some("2026-12-05"), "2026-12-11", true),
        ];
        for (ends, ended, today, want) in cases {
            let over = terms.is_over(day(ends), ended.map(day), day(today));
            assert_eq!(over, want, "{ends} {ended:?} {today}");
        }
    }

    proptest! {
        #[test]
        fn the_issues_are_the_whole_and_do_not_overlap(
            from in 0..400i32, months in 1..40i32, quantity in 0..2_000i64, kind in 0..4u8, carry in any::<bool>(),
        ) {
            let issue = [Period::Month, Period::Quarter, Period::Year, Period::Once][usize::from(kind)];
            let terms = Terms { issue, carry_over: carry, late_days: 0 };
            let from = Month::new(2000, 1).plus(from);
            let all = terms.issues(from, from.plus(months - 1), quantity);
            prop_assert_eq!(all.iter().map(|it| it.quantity).sum::<i64>(), quantity);
            prop_assert!(all.iter().all(|it| 0 <= it.quantity && it.bucket.holds(it.from)));
            if !carry {
                prop_assert!(all.windows(2).all(|two| two[0].bucket.to.plus_days(1) == two[1].bucket.from));
            }
        }
    }
}
