//! The period that a claim is for. Pure.

use base::{Day, Month};

use crate::benefits::Period;

/// The period of a month, as it stands in a claim.
pub(super) fn key(period: Period, month: Month) -> String {
    match period {
        Period::Month => month.to_string(),
        Period::Quarter => format!("{}-Q{}", month.year(), (month.of_year() + 2) / 3),
        Period::Year => month.year().to_string(),
        Period::Once => "once".to_owned(),
    }
}

/// Whether what is counted in the period can be counted yet: a month or a quarter when it is over, a year
/// or a lifetime as soon as it has begun.
pub(super) fn is_ripe(period: Period, month: Month, today: Day) -> bool {
    match period {
        Period::Month => month < today.month(),
        Period::Quarter => period.ends_with(month) && month < today.month(),
        Period::Year | Period::Once => month <= today.month(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_for_a_period_that_can_be_counted() {
        for (period, month, today, want, ripe) in [
            (Period::Month, "2026-11", "2026-11-30", "2026-11", false),
            (Period::Month, "2026-11", "2026-12-01", "2026-11", true),
            (Period::Quarter, "2026-11", "2027-03-01", "2026-Q4", false),
            (Period::Quarter, "2026-12", "2027-01-01", "2026-Q4", true),
            (Period::Quarter, "2026-01", "2026-12-01", "2026-Q1", false),
            (Period::Year, "2026-11", "2026-11-01", "2026", true),
            (Period::Year, "2026-12", "2026-11-01", "2026", false),
            (Period::Once, "2026-11", "2026-11-01", "once", true),
        ] {
            let (month, today) = (month.parse().expect("a month"), today.parse().expect("a day"));
            assert_eq!(key(period, month), want);
            assert_eq!(is_ripe(period, month, today), ripe, "{want} {today}");
        }
    }
}
