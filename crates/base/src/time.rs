//! Instants, and the civil days and months a county office counts in.
//!
//! Days are civil days in Asia/Shanghai, which has stood at UTC+8 without summer time since 1992;
//! instants before that are never turned into days here.

use std::{fmt, str::FromStr};

use jiff::{civil, tz};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Microseconds since 1970, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Instant(pub i64);

const MICROS_PER_SECOND: i64 = 1_000_000;
const SHANGHAI_HOURS: i8 = 8;

impl Instant {
    /// Later than every instant that is written down: "known up to whenever".
    pub const MAX: Instant = Instant(i64::MAX);

    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Instant {
        Instant(self.0.saturating_add(seconds.saturating_mul(MICROS_PER_SECOND)))
    }

    #[must_use]
    pub fn plus_minutes(self, minutes: i64) -> Instant {
        self.plus_seconds(minutes * 60)
    }

    /// Whole seconds from `self` to `later`; zero when `later` is not later.
    pub fn seconds_until(self, later: Instant) -> i64 {
        (later.0 - self.0).max(0) / MICROS_PER_SECOND
    }

    /// The civil day in Asia/Shanghai.
    pub fn day(self) -> Day {
        Day(self.local().date())
    }

    /// `2026-11-22 14:05:09`, Shanghai time.
    pub fn shanghai(self) -> String {
        self.local().strftime("%Y-%m-%d %H:%M:%S").to_string()
    }

    /// RFC 3339 with the offset of Shanghai.
    pub fn rfc3339(self) -> String {
        format!("{}+08:00", self.local().strftime("%Y-%m-%dT%H:%M:%S%.6f"))
    }

    /// `2026-11-22T06:05:09Z`.
    pub fn utc(self) -> String {
        let stamp = jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        stamp.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// Reads RFC 3339, and nothing that is only like it: day, `T`, time to the second, offset.
    pub fn parse(text: &str) -> Option<Instant> {
        let (stamp, rest) = text.split_at_checked("0000-00-00T00:00:00".len())?;
        let part =
            rest.strip_prefix('.').map_or(rest, |it| it.trim_start_matches(|it: char| it.is_ascii_digit()));
        let zoned = part == "Z" || ["+00:00", "-00:00"].iter().any(|form| spelled(part, form));
        if !zoned || !spelled(stamp, "0000-00-00T00:00:00") {
            return None;
        }
        text.parse::<jiff::Timestamp>().ok().map(|it| Instant(it.as_microsecond()))
    }

    fn local(self) -> civil::DateTime {
        let stamp = jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        tz::Offset::constant(SHANGHAI_HOURS).to_datetime(stamp)
    }
}

/// Whether a text is like a form in which 0 stands for any digit.
fn spelled(text: &str, form: &str) -> bool {
    let like = |(is, form): (u8, u8)| if form == b'0' { is.is_ascii_digit() } else { is == form };
    text.len() == form.len() && text.bytes().zip(form.bytes()).all(like)
}

/// A civil day. In JSON and in tables `2026-11-22`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub civil::Date);

impl JsonSchema for Day {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }
}

impl Day {
    /// Before every day that is written down: "since whenever".
    pub const FIRST: Day = Day(civil::Date::constant(1, 1, 1));
    /// After every day that is written down: "until further notice".
    pub const LAST: Day = Day(civil::Date::constant(9999, 12, 31));

    /// The day, if the calendar has it.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Day> {
        civil::Date::new(year, month, day).ok().map(Day)
    }

    pub fn year(self) -> i32 {
        i32::from(self.0.year())
    }

    pub fn month(self) -> Month {
        Month::new(self.year(), i32::from(self.0.month()))
    }

    #[must_use]
    pub fn plus_days(self, days: i64) -> Day {
        let days = self.number() + days;
        Day::from_number(days)
    }

    /// The same day of the year `years` later; 29 February becomes 1 March in common years.
    #[must_use]
    pub fn plus_years(self, years: i32) -> Day {
        let year = i16::try_from(self.year() + years).unwrap_or(9999);
        civil::Date::new(year, self.0.month(), self.0.day())
            .map_or_else(|_| Day(civil::Date::constant(year, 3, 1)), Day)
    }

    /// Days from 1970-01-01; what columns of days hold.
    pub fn number(self) -> i64 {
        self.0.since(civil::Date::constant(1970, 1, 1)).map_or(0, |span| i64::from(span.get_days()))
    }

    pub fn from_number(days: i64) -> Day {
        let days = days.clamp(-700_000, 2_900_000);
        let span = jiff::Span::new().days(days);
        Day(civil::Date::constant(1970, 1, 1).saturating_add(span))
    }

    /// Days from `self` to `later`, negative when `later` is earlier.
    pub fn days_until(self, later: Day) -> i64 {
        later.number() - self.number()
    }

    /// Completed years of somebody born on `self`, as of `on`. Born on 29 February, the birthday
    /// is 1 March in common years. Negative before birth.
    pub fn age_on(self, on: Day) -> i32 {
        let years = on.year() - self.year();
        if on < self.plus_years(years) { years - 1 } else { years }
    }

    /// The midnight that begins this day in Shanghai.
    pub fn starts_at(self) -> Instant {
        Instant((self.number() * 24 - i64::from(SHANGHAI_HOURS)) * 3_600 * MICROS_PER_SECOND)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl FromStr for Day {
    type Err = ();

    /// Reads `2026-11-22` only; what people write is read by the room that takes it in.
    fn from_str(text: &str) -> Result<Day, ()> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return Err(());
        }
        let number = |range: std::ops::Range<usize>| {
            bytes[range].iter().try_fold(0_i16, |sum, digit| {
                digit.is_ascii_digit().then(|| sum * 10 + i16::from(digit - b'0'))
            })
        };
        let (year, month, day) = (number(0..4).ok_or(())?, number(5..7).ok_or(())?, number(8..10).ok_or(())?);
        Day::new(year, month as i8, day as i8).ok_or(())
    }
}

/// A civil month. In JSON and in tables `2026-11`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

impl Month {
    /// `month` is 1 to 12; other values count on into other years.
    pub fn new(year: i32, month: i32) -> Month {
        Month(year * 12 + month - 1)
    }

    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// 1 to 12.
    pub fn of_year(self) -> i32 {
        self.0.rem_euclid(12) + 1
    }

    #[must_use]
    pub fn plus(self, months: i32) -> Month {
        Month(self.0 + months)
    }

    /// Months from `self` to `later`, negative when `later` is earlier.
    pub fn until(self, later: Month) -> i32 {
        later.0 - self.0
    }

    pub fn first_day(self) -> Day {
        let year = i16::try_from(self.year().clamp(1, 9999)).unwrap_or(1);
        Day(civil::Date::constant(year, self.of_year() as i8, 1))
    }

    pub fn last_day(self) -> Day {
        self.plus(1).first_day().plus_days(-1)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.of_year())
    }
}

impl FromStr for Month {
    type Err = ();

    fn from_str(text: &str) -> Result<Month, ()> {
        let first: Day = format!("{text}-01").parse()?;
        Ok(first.month())
    }
}

impl Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Month, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|()| serde::de::Error::custom("a month is written 2026-11"))
    }
}

impl JsonSchema for Month {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Month".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "month", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$" })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn ages_turn_on_the_birthday() {
        let cases = [
            ("1946-11-22", "2026-11-21", 79),
            ("1946-11-22", "2026-11-22", 80),
            ("1944-02-29", "2023-02-28", 78),
            ("1944-02-29", "2023-03-01", 79),
            ("1944-02-29", "2024-02-28", 79),
            ("1944-02-29", "2024-02-29", 80),
            ("2027-01-01", "2026-12-31", -1),
        ];
        for (born, on, age) in cases {
            assert_eq!(day(born).age_on(day(on)), age, "{born} on {on}");
        }
    }

    #[test]
    fn days_begin_at_midnight_in_shanghai() {
        assert_eq!(day("2026-11-22").starts_at().shanghai(), "2026-11-22 00:00:00");
        assert_eq!(Instant(day("2026-11-22").starts_at().0 - 1).day(), day("2026-11-21"));
        assert_eq!(Instant::parse("2026-11-22T00:00:00+08:00"), Some(day("2026-11-22").starts_at()));
        for wrong in [
            "2026-11-22",
            "2026-11-22T00:00+08:00",
            "2026-11-22 00:00:00Z",
            "20261122T000000Z",
            "2026-11-22T00:00:00",
            "2026-11-22T00:00:00+08",
            "2026-11-31T00:00:00Z",
            "yesterday",
            "二〇二六",
        ] {
            assert_eq!(Instant::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Instant::parse("2026-11-21T16:00:00.000Z"), Some(day("2026-11-22").starts_at()));
    }

    #[test]
    fn months_know_their_days() {
        let month: Month = "2024-02".parse().unwrap();
        assert_eq!(month.last_day(), day("2024-02-29"));
        assert_eq!(month.plus(-2).to_string(), "2023-12");
        assert_eq!(month.until("2025-01".parse().unwrap()), 11);
        assert!("2024-13".parse::<Month>().is_err());
    }

    proptest! {
        #[test]
        fn numbers_and_texts_read_back(number in -100_000_i64..100_000) {
            let it = Day::from_number(number);
            prop_assert_eq!(it.number(), number);
            prop_assert_eq!(it.to_string().parse::<Day>(), Ok(it));
            prop_assert_eq!(it.starts_at().day(), it);
        }

        #[test]
        fn an_age_grows_by_one_a_year(number in -40_000_i64..0, years in 0_i32..120) {
            let born = Day::from_number(number);
            let birthday = born.plus_years(years);
            prop_assert_eq!(born.age_on(birthday), years);
            prop_assert_eq!(born.age_on(birthday.plus_days(-1)), years - 1);
        }
    }
}
