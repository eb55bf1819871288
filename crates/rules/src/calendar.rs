//! Days, months and ages as plain numbers, fast enough for a million rows.
//!
//! Days count from 1970-01-01, months from January of the year 0, as [`base::Day`] and
//! [`base::Month`] do; the algorithm is Howard Hinnant's. Tests hold it to `base`.

/// Year, month (1–12) and day of a day's number, in the Gregorian calendar.
pub fn civil(day: i64) -> (i64, i64, i64) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, of_year - (153 * shifted_month + 2) / 5 + 1)
}

/// The number of a day; `month` is 1–12, and `day` may run past the end of the month.
pub fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted_month = if 2 < month { month - 3 } else { month + 9 };
    let of_year = (153 * shifted_month + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year - 719_468
}

/// Completed years on `on` of somebody born on `born`. A birthday on 29 February falls on 1 March
/// in common years, which comparing month and day gives without a special case.
pub fn age_on(born: i64, on: i64) -> i64 {
    let (born_year, born_month, born_day) = civil(born);
    let (year, month, day) = civil(on);
    year - born_year - i64::from((month, day) < (born_month, born_day))
}

/// The same day `years` later; 29 February becomes 1 March in common years.
pub(crate) fn plus_years(day: i64, years: i64) -> i64 {
    let (year, month, of_month) = civil(day);
    days_from_civil(year + years, month, of_month)
}

/// The month of a day, counted from January of the year 0.
pub(crate) fn month_of(day: i64) -> i64 {
    let (year, month, _) = civil(day);
    year * 12 + month - 1
}

pub(crate) fn first_day(month: i64) -> i64 {
    days_from_civil(month.div_euclid(12), month.rem_euclid(12) + 1, 1)
}

pub(crate) fn last_day(month: i64) -> i64 {
    first_day(month + 1) - 1
}

#[cfg(test)]
mod tests {
    use base::{Day, Month};
    use proptest::prelude::*;

    use super::*;

    fn month(number: i64) -> Month {
        Month::new(0, 1).plus(number as i32)
    }

    proptest! {
        #[test]
        fn agrees_with_base(number in -60_000_i64..60_000, years in 0_i64..120, born in -60_000_i64..20_000) {
            let day = Day::from_number(number);
            prop_assert_eq!(days_from_civil(civil(number).0, civil(number).1, civil(number).2), number);
            prop_assert_eq!(plus_years(number, years), day.plus_years(years as i32).number());
            prop_assert_eq!(age_on(born, number), i64::from(Day::from_number(born).age_on(day)));
            prop_assert_eq!(month(month_of(number)), day.month());
            prop_assert_eq!(first_day(month_of(number)), day.month().first_day().number());
            prop_assert_eq!(last_day(month_of(number)), day.month().last_day().number());
        }
    }
}
