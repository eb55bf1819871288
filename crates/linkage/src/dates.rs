//! Dates as rosters spell them.
//!
//! `1940-3-5`, `1940.3.5`, `1940/03/05`, `19400305`, `1940年3月5日`, `一九四〇年三月五日`, the serial
//! number of a spreadsheet. What lacks a day or a month is told as such and not filled up; what could
//! be read in two ways is a fault.

use base::{Day, Month};

use crate::written::{digit, half_width, numeral};

/// A date as far as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    Day(Day),
    Month(Month),
    Year(i32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateFault {
    Empty,
    /// No date at all.
    Unreadable,
    /// `1940-2-30`, `1940-13-1`.
    NotInCalendar,
    /// `40.3.5`: which century is not ours to say.
    ShortYear,
    /// `3/5/1940`: the third of May or the fifth of March.
    Ambiguous,
    /// 农历: another calendar.
    Lunar,
}

impl DateFault {
    pub fn as_str(self) -> &'static str {
        match self {
            DateFault::Empty => "empty",
            DateFault::Unreadable => "unreadable",
            DateFault::NotInCalendar => "not-in-calendar",
            DateFault::ShortYear => "short-year",
            DateFault::Ambiguous => "ambiguous",
            DateFault::Lunar => "lunar",
        }
    }
}

impl Written {
    pub fn day(self) -> Option<Day> {
        match self {
            Written::Day(day) => Some(day),
            Written::Month(_) | Written::Year(_) => None,
        }
    }

    pub fn year(self) -> i32 {
        match self {
            Written::Day(day) => day.year(),
            Written::Month(month) => month.year(),
            Written::Year(year) => year,
        }
    }
}

/// Years that a roster can mean.
const YEARS: std::ops::RangeInclusive<i32> = 1850..=2150;
/// Days from Excel's own beginning: 1900-01-01 to 2099-12-31.
const SERIALS: std::ops::RangeInclusive<i64> = 1..=73_050;

pub fn read(text: &str) -> Result<Written, DateFault> {
    let text = half_width(text);
    let text = text
        .trim_end_matches("出生")
        .trim_end_matches("生")
        .trim_start_matches('公')
        .trim_start_matches("元前");
    if text.is_empty() {
        return Err(DateFault::Empty);
    }
    if ["农历", "阴历", "旧历", "腊月", "正月", "冬月", "初", "闰"].iter().any(|it| text.contains(it))
    {
        return Err(DateFault::Lunar);
    }
    let text = clockless(text);
    if text.bytes().all(|it| it.is_ascii_digit()) {
        return compact(text);
    }
    let parts = parts(text).ok_or(DateFault::Unreadable)?;
    let long = |it: &Part| it.digits == 4;
    match parts.as_slice() {
        [year] if long(year) => year_only(year.value),
        [year, month] if long(year) => year_month(year.value, month.value),
        [year, month, day] if long(year) => full(year.value, month.value, day.value),
        [first, second, year] if long(year) => match (first.value, second.value) {
            // Only one reading is in the calendar.
            (month @ 1..=12, day @ 13..=31) | (day @ 13..=31, month @ 1..=12) => full(year.value, month, day),
            (month, day) if month == day => full(year.value, month, day),
            _ => Err(DateFault::Ambiguous),
        },
        [year, _] | [year, _, _] if year.digits == 2 => Err(DateFault::ShortYear),
        _ => Err(DateFault::Unreadable),
    }
}

/// The text without a time of day: `1940-03-05 00:00:00`, `1940-03-05T00:00`.
fn clockless(text: &str) -> &str {
    let at = text.find([' ', 'T']).filter(|at| text[at + 1..].contains(':'));
    at.map_or(text, |at| text[..at].trim_end())
}

fn compact(digits: &str) -> Result<Written, DateFault> {
    let value: i64 = digits.parse().map_err(|_| DateFault::Unreadable)?;
    let number = |from: usize, to: usize| digits[from..to].parse::<i32>().unwrap_or(0);
    match digits.len() {
        8 => full(number(0, 4), number(4, 6), number(6, 8)),
        6 if YEARS.contains(&number(0, 4)) => year_month(number(0, 4), number(4, 6)),
        6 => Err(DateFault::ShortYear),
        4 => year_only(number(0, 4)),
        5 if SERIALS.contains(&value) => {
            Ok(Written::Day(Day::new(1899, 12, 30).ok_or(DateFault::Unreadable)?.plus_days(value)))
        }
        _ => Err(DateFault::Unreadable),
    }
}

struct Part {
    value: i32,
    digits: usize,
}

/// The numbers between signs and the words 年, 月, 日, 号.
fn parts(text: &str) -> Option<Vec<Part>> {
    let is_sign = |it: char| {
        matches!(
            it,
            '-' | '/'
                | '.'
                | '年'
                | '月'
                | '日'
                | '号'
                | '、'
                | ','
                | '。'
                | '·'
                | '—'
                | '–'
                | '~'
                | ' '
                | '\\'
        )
    };
    let mut parts = Vec::new();
    for piece in text.split(is_sign).filter(|it| !it.is_empty()) {
        let part = if piece.bytes().all(|it| it.is_ascii_digit()) {
            Part { value: piece.parse().ok()?, digits: piece.len() }
        } else {
            // 一九四〇 is read digit by digit, 二十一 as a numeral.
            let count = piece.chars().count();
            if 3 < count && !piece.contains(['十', '廿', '卅']) {
                let value = piece.chars().try_fold(0, |sum, it| Some(sum * 10 + digit(it)? as i32))?;
                Part { value, digits: count }
            } else {
                Part { value: numeral(piece)? as i32, digits: 2 }
            }
        };
        parts.push(part);
    }
    (!parts.is_empty()).then_some(parts)
}

fn year_only(year: i32) -> Result<Written, DateFault> {
    if YEARS.contains(&year) { Ok(Written::Year(year)) } else { Err(DateFault::Unreadable) }
}

fn year_month(year: i32, month: i32) -> Result<Written, DateFault> {
    match (YEARS.contains(&year), month) {
        (true, 1..=12) => Ok(Written::Month(Month::new(year, month))),
        _ => Err(DateFault::NotInCalendar),
    }
}

fn full(year: i32, month: i32, day: i32) -> Result<Written, DateFault> {
    let small = |it: i32| i8::try_from(it).map_err(|_| DateFault::NotInCalendar);
    if !YEARS.contains(&year) {
        return Err(DateFault::NotInCalendar);
    }
    let day =
        Day::new(i16::try_from(year).map_err(|_| DateFault::NotInCalendar)?, small(month)?, small(day)?);
    day.map(Written::Day).ok_or(DateFault::NotInCalendar)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_spellings_of_rosters_are_read() {
        let day = Ok(Written::Day(Day::new(1940, 3, 5).unwrap()));
        for text in [
            "1940-3-5",
            "1940-03-05",
            "1940/3/5",
            "1940.3.5",
            "1940.03.05",
            "19400305",
            "1940年3月5日",
            "1940年03月05号",
            "一九四〇年三月五日",
            "一九四零年三月五日",
            "一九四○年三月五日",
            "14675",
            "１９４０－３－５",
            "1940-03-05 00:00:00",
            "1940 3 5",
            "1940、3、5",
            " 1940年3月5日出生",
            "1940年三月五日",
        ] {
            assert_eq!(read(text), day, "{text}");
        }
        let month = Ok(Written::Month(Month::new(1940, 12)));
        for text in ["1940-12", "1940.12", "194012", "1940年12月", "一九四〇年十二月"] {
            assert_eq!(read(text), month, "{text}");
        }
        assert_eq!(read("一九三八年十二月二十五日"), Ok(Written::Day(Day::new(1938, 12, 25).unwrap())));
        assert_eq!(read("1940年"), Ok(Written::Year(1940)));
        assert_eq!(read("12/25/1938"), Ok(Written::Day(Day::new(1938, 12, 25).unwrap())));
    }

    #[test]
    fn what_cannot_be_known_is_a_fault() {
        let cases = [
            ("", DateFault::Empty),
            ("不详", DateFault::Unreadable),
            ("1940-2-30", DateFault::NotInCalendar),
            ("19401305", DateFault::NotInCalendar),
            ("40.3.5", DateFault::ShortYear),
            ("400305", DateFault::ShortYear),
            ("3/5/1940", DateFault::Ambiguous),
            ("农历1940年二月初五", DateFault::Lunar),
            ("99999", DateFault::Unreadable),
            ("194003051", DateFault::Unreadable),
        ];
        for (text, fault) in cases {
            assert_eq!(read(text), Err(fault), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_day_reads_back_in_every_spelling(number in -40_000_i64..20_000) {
            let day = Day::from_number(number);
            let (year, month, date) = (day.year(), day.month().of_year(), day.0.day());
            for text in [
                day.to_string(), format!("{year}.{month}.{date}"), format!("{year}年{month}月{date}日"),
                format!("{year}{month:02}{date:02}"), format!("{year}/{month:02}/{date:02}"),
            ] {
                prop_assert_eq!(read(&text), Ok(Written::Day(day)), "{}", text);
            }
        }

        #[test]
        fn any_text_is_read_without_harm(text in "\\PC{0,30}") {
            let _ = read(&text);
        }
    }
}
