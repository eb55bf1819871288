//! The resident number (公民身份号码, GB 11643): read as people write it, checked, masked.
//!
//! A number that is wrong is still read, with what is wrong about it: whoever takes it in marks it
//! and keeps it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Day;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Male,
    Female,
}

impl Sex {
    pub fn as_str(self) -> &'static str {
        match self {
            Sex::Male => "male",
            Sex::Female => "female",
        }
    }

    pub fn parse(text: &str) -> Option<Sex> {
        match text {
            "male" | "男" => Some(Sex::Male),
            "female" | "女" => Some(Sex::Female),
            _ => None,
        }
    }
}

/// What can be wrong with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NumberFault {
    /// Neither 18 nor 15 characters.
    Length,
    /// Something other than digits, or an X before the end.
    Digits,
    /// The birth date is not in the calendar.
    Date,
    /// The last character is not the one the others ask for.
    Check,
}

impl NumberFault {
    pub fn as_str(self) -> &'static str {
        match self {
            NumberFault::Length => "length",
            NumberFault::Digits => "digits",
            NumberFault::Date => "date",
            NumberFault::Check => "check",
        }
    }
}

/// A number as it was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResidentNumber {
    /// Eighteen characters when it could be read; else what was written, cleaned.
    pub text: String,
    /// From the number; nothing when the date is not in the calendar.
    pub born: Option<Day>,
    pub sex: Option<Sex>,
    pub fault: Option<NumberFault>,
    /// It was written with fifteen digits.
    pub upgraded: bool,
}

const LENGTH: usize = 18;
const OLD_LENGTH: usize = 15;

impl ResidentNumber {
    /// Reads a number as written: full-width digits, spaces, any kind of X, fifteen digits.
    pub fn read(written: &str) -> ResidentNumber {
        let text = clean(written);
        let length = text.chars().count();
        let unread = |fault| ResidentNumber {
            text: text.clone(),
            born: None,
            sex: None,
            fault: Some(fault),
            upgraded: false,
        };
        if length != LENGTH && length != OLD_LENGTH {
            return unread(NumberFault::Length);
        }
        let upgraded = length == OLD_LENGTH;
        let body = if upgraded { &text[..] } else { text.strip_suffix('X').unwrap_or(&text) };
        if !body.bytes().all(|it| it.is_ascii_digit()) {
            return unread(NumberFault::Digits);
        }
        // Fifteen digits were given to people born in 19xx only.
        let text = if upgraded {
            let longer = format!("{}19{}", &text[..6], &text[6..]);
            format!("{longer}{}", check_character(&longer))
        } else {
            text
        };
        let born = format!("{}-{}-{}", &text[6..10], &text[10..12], &text[12..14]).parse::<Day>().ok();
        let odd = (text.as_bytes()[16] - b'0') % 2 == 1;
        let fault = if born.is_none() {
            Some(NumberFault::Date)
        } else if text.ends_with(check_character(&text[..17])) {
            None
        } else {
            Some(NumberFault::Check)
        };
        let sex = Some(if odd { Sex::Male } else { Sex::Female });
        ResidentNumber { text, born, sex, fault, upgraded }
    }

    pub fn is_good(&self) -> bool {
        self.fault.is_none()
    }

    /// The first six digits: all that is ever shown.
    pub fn head(&self) -> String {
        self.text.chars().take(6).filter(char::is_ascii_digit).collect()
    }

    /// `513433************`.
    pub fn masked(&self) -> String {
        mask(&self.head())
    }
}

/// The first six digits, and stars for the rest.
pub fn mask(head: &str) -> String {
    if head.is_empty() { String::new() } else { format!("{head:*<LENGTH$}") }
}

/// The check character over the first seventeen digits (ISO 7064 MOD 11-2).
pub fn check_character(first: &str) -> char {
    let sum = first.bytes().take(17).fold(0_u32, |sum, digit| (sum + u32::from(digit - b'0')) * 2 % 11);
    match (12 - sum) % 11 {
        10 => 'X',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    }
}

fn clean(written: &str) -> String {
    let folded = |it: char| match it {
        '０'..='９' => char::from_u32(it as u32 - '０' as u32 + '0' as u32),
        // Latin, Cyrillic and Greek X, full width and not, and the sign of multiplication.
        'x' | 'X' | 'ｘ' | 'Ｘ' | 'х' | 'Х' | 'χ' | 'Χ' | '×' => Some('X'),
        // Spaces of all kinds, hyphens, quotation marks that keep a cell a text.
        it if it.is_whitespace() || it.is_control() => None,
        '-' | '－' | '—' | '\'' | '‘' | '’' | '`' | '"' | '“' | '”' | '\u{200b}' | '\u{feff}' => {
            None
        }
        it => Some(it),
    };
    written.chars().filter_map(folded).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let cases: &[(&str, &str, Option<NumberFault>)] = &[
            ("11010519491231002X", "11010519491231002X", None),
            (" 110105 19491231 002ｘ ", "11010519491231002X", None),
            ("'11010519491231002Х", "11010519491231002X", None),
            ("１１０１０５１９４９１２３１００２x", "11010519491231002X", None),
            ("440524188001010014", "440524188001010014", None),
            ("110105491231002", "11010519491231002X", None),
            ("110105194912310021", "110105194912310021", Some(NumberFault::Check)),
            ("110105194913310021", "110105194913310021", Some(NumberFault::Date)),
            ("1101051949123100", "1101051949123100", Some(NumberFault::Length)),
            ("11010519491231X021", "11010519491231X021", Some(NumberFault::Digits)),
            ("无", "无", Some(NumberFault::Length)),
            ("", "", Some(NumberFault::Length)),
        ];
        for (written, text, fault) in cases {
            let read = ResidentNumber::read(written);
            assert_eq!((read.text.as_str(), read.fault), (*text, *fault), "{written:?}");
        }
    }

    #[test]
    fn a_number_tells_birth_and_sex() {
        let read = ResidentNumber::read("11010519491231002X");
        assert_eq!(read.born, Day::new(1949, 12, 31));
        assert_eq!(read.sex, Some(Sex::Female));
        assert_eq!(read.masked(), "110105************");
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_harm(written in "\\PC{0,24}") {
            let read = ResidentNumber::read(&written);
            prop_assert!(read.head().len() <= 6);
        }

        #[test]
        fn one_wrong_digit_is_always_found(number in -40_000_i64..10_000, tail in 0_u32..1_000, at in 0_usize..17, by in 1_u8..10) {
            let day = Day::from_number(number).to_string().replace('-', "");
            let first = format!("513433{day}{tail:03}");
            let good = format!("{first}{}", check_character(&first));
            prop_assert!(ResidentNumber::read(&good).is_good());
            let mut wrong = good.into_bytes();
            wrong[at] = (wrong[at] - b'0' + by) % 10 + b'0';
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert!(!ResidentNumber::read(&wrong).is_good());
        }
    }
}
