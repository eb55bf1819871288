//! Number formats: from a stored number to the text that was on the screen.
//!
//! Only what a roster needs is followed: text, dates with and without a day, leading zeros, decimals,
//! percent. Anything else shows the shortest text of the number.

use base::Day;

use crate::cell::Kind;

/// Digits that a float keeps exactly; Excel itself stores no more.
const DIGITS_KEPT: f64 = 1e15;

/// How a number format shows a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    General,
    Text,
    /// Which of year, month, day, and clock are shown.
    Date {
        day: bool,
        clock: bool,
    },
    Clock,
    /// At least so many digits: postcodes and codes with leading zeros.
    Zeros(u8),
    Decimals(u8),
    Percent(u8),
}

/// A stored value made readable.
pub(crate) struct Shown {
    pub(crate) kind: Kind,
    pub(crate) text: String,
    pub(crate) lost_digits: bool,
}

/// The formats that have a number and no text, the Chinese date formats (27 to 36, 50 to 58) included.
pub(crate) fn builtin(id: u32) -> Shape {
    match id {
        2 | 4 | 7 | 8 | 39 | 40 | 44 => Shape::Decimals(2),
        9 => Shape::Percent(0),
        10 => Shape::Percent(2),
        14..=16 | 28..=31 | 50 | 51 | 53 | 54 | 58 => Shape::Date { day: true, clock: false },
        17 | 27 | 36 | 52 | 57 => Shape::Date { day: false, clock: false },
        18..=21 | 32..=35 | 45..=47 | 55 | 56 => Shape::Clock,
        22 => Shape::Date { day: true, clock: true },
        49 => Shape::Text,
        _ => Shape::General,
    }
}

/// Reads a format code such as `yyyy"年"m"月"d"日"` or `000000`.
pub(crate) fn shape(code: &str) -> Shape {
    let plain = letters(code.split(';').next().unwrap_or(""));
    if plain.trim() == "@" {
        return Shape::Text;
    }
    let has = |letter: char| plain.contains(letter);
    if has('y') || (has('d') && has('m')) || has('e') && has('m') && !has('0') {
        return Shape::Date { day: has('d'), clock: has('h') };
    }
    if has('h') || has('s') && has('m') {
        return Shape::Clock;
    }
    if has('d') && !has('0') && !has('#') {
        return Shape::Date { day: true, clock: false };
    }
    let number: String = plain.chars().filter(|it| matches!(it, '0' | '#' | '.' | '?' | '%')).collect();
    let decimals = number.split_once('.').map_or(0, |(_, tail)| tail.matches('0').count().min(15)) as u8;
    if number.ends_with('%') {
        return Shape::Percent(decimals);
    }
    if 0 < decimals {
        return Shape::Decimals(decimals);
    }
    let zeros = number.matches('0').count();
    if 1 < zeros && number.len() == zeros {
        return Shape::Zeros(zeros.min(30) as u8);
    }
    Shape::General
}

/// The code without quoted text, brackets, and escaped characters, in small letters.
fn letters(code: &str) -> String {
    let mut plain = String::new();
    let mut rest = code.chars();
    while let Some(it) = rest.next() {
        match it {
            '"' => {
                for quoted in rest.by_ref() {
                    if quoted == '"' {
                        break;
                    }
                }
            }
            '[' => {
                for inside in rest.by_ref() {
                    if inside == ']' {
                        break;
                    }
                }
            }
            '\\' | '_' | '*' => drop(rest.next()),
            it => plain.extend(it.to_lowercase()),
        }
    }
    // "General" and its Chinese name hold letters that would pass for parts of a date.
    if plain.trim() == "general" || plain.trim() == "g/通用格式" { String::new() } else { plain }
}

pub(crate) fn number(value: f64, shape: Shape, since_1904: bool) -> Shown {
    let lost_digits = DIGITS_KEPT <= value.abs();
    let plain = |text: String| Shown { kind: Kind::Number, text, lost_digits };
    if !value.is_finite() {
        return plain(String::new());
    }
    match shape {
        Shape::Date { day, clock } => match date(value, since_1904) {
            Some((date, seconds)) => {
                let mut text = date.to_string();
                if !day {
                    text.truncate(7);
                }
                if clock && 0 < seconds {
                    text.push(' ');
                    text.push_str(&clock_text(seconds));
                }
                Shown { kind: Kind::Date, text, lost_digits: false }
            }
            None => plain(general(value)),
        },
        Shape::Clock if (0.0..1.0).contains(&value) => plain(clock_text((value * 86_400.0).round() as i64)),
        Shape::Zeros(width) if value.fract() == 0.0 && !lost_digits => {
            plain(format!("{:0>width$}", general(value), width = usize::from(width)))
        }
        Shape::Decimals(places) if !lost_digits => plain(format!("{value:.*}", usize::from(places))),
        Shape::Percent(places) if !lost_digits => {
            plain(format!("{:.*}%", usize::from(places), value * 100.0))
        }
        _ => plain(general(value)),
    }
}

/// The shortest text; whole numbers in full, with zeros after the fifteenth digit as Excel shows them.
pub fn general(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if value.abs() < DIGITS_KEPT || 1e30 < value.abs() {
        return format!("{value}");
    }
    let scientific = format!("{value:.14e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let sign = if value < 0.0 { "-" } else { "" };
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    let places = exponent.parse::<usize>().unwrap_or(0) + 1;
    format!("{sign}{digits:0<places$}")
}

fn clock_text(seconds: i64) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60)
}

/// The day and the second of the day of an Excel serial number.
pub fn date(serial: f64, since_1904: bool) -> Option<(Day, i64)> {
    if !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let mut days = serial.floor() as i64;
    let mut seconds = ((serial - serial.floor()) * 86_400.0).round() as i64;
    if seconds == 86_400 {
        days += 1;
        seconds = 0;
    }
    // Excel believes that 1900 was a leap year; its day 60 never was.
    let start = match (since_1904, days) {
        (true, _) => Day::new(1904, 1, 1)?,
        (false, 61..) => Day::new(1899, 12, 30)?,
        (false, 60) => return Some((Day::new(1900, 3, 1)?, seconds)),
        (false, _) => Day::new(1899, 12, 31)?,
    };
    Some((start.plus_days(days), seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_recognised() {
        let date = Shape::Date { day: true, clock: false };
        let cases = [
            ("General", Shape::General),
            ("@", Shape::Text),
            ("yyyy/m/d", date),
            ("yyyy\"年\"m\"月\"d\"日\";@", date),
            ("[$-804]yyyy-mm-dd", date),
            ("yyyy\"年\"m\"月\"", Shape::Date { day: false, clock: false }),
            ("m/d/yyyy h:mm", Shape::Date { day: true, clock: true }),
            ("h:mm:ss", Shape::Clock),
            ("000000", Shape::Zeros(6)),
            ("0", Shape::General),
            ("#,##0.00_);[Red](#,##0.00)", Shape::Decimals(2)),
            ("0.0%", Shape::Percent(1)),
            ("[DBNum1]General", Shape::General),
            ("G/通用格式\"元\"", Shape::General),
        ];
        for (code, want) in cases {
            assert_eq!(shape(code), want, "{code}");
        }
    }

    #[test]
    fn numbers_show_as_on_the_screen() {
        #[track_caller]
        fn check(value: f64, shape: Shape, text: &str, lost: bool) {
            let shown = number(value, shape, false);
            assert_eq!((shown.text.as_str(), shown.lost_digits), (text, lost));
        }
        check(513_433_194_003_051_234_f64, Shape::General, "513433194003051000", true);
        check(513_433_400_305_123_f64, Shape::General, "513433400305123", false);
        check(6_217_003_970_001_234_567_f64, Shape::Zeros(1), "6217003970001230000", true);
        check(25.0, Shape::Decimals(2), "25.00", false);
        check(80.0, Shape::General, "80", false);
        check(0.1 + 0.2, Shape::Decimals(1), "0.3", false);
        check(615.0, Shape::Zeros(6), "000615", false);
        check(14_675.0, Shape::Date { day: true, clock: false }, "1940-03-05", false);
        check(14_675.0, Shape::Date { day: false, clock: false }, "1940-03", false);
        check(45_000.5, Shape::Date { day: true, clock: true }, "2023-03-15 12:00:00", false);
        check(1.0, Shape::Date { day: true, clock: false }, "1900-01-01", false);
        check(-5.0, Shape::Date { day: true, clock: false }, "-5", false);
        check(f64::NAN, Shape::General, "", false);
    }
}
