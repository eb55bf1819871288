//! Money in whole fen, never in floats.

use std::{fmt, iter, ops};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An amount in fen (1/100 yuan). In JSON the whole number of fen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(pub i64);

/// Says `format: fen`, by which a form knows to read yuan.
impl JsonSchema for Money {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Money".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "format": "fen" })
    }
}

impl Money {
    pub const ZERO: Money = Money(0);

    /// `self * numerator / denominator`, halves away from zero.
    #[must_use]
    pub fn share(self, numerator: i64, denominator: i64) -> Money {
        assert!(0 < denominator, "a share needs a positive denominator");
        let product = i128::from(self.0) * i128::from(numerator);
        let half = i128::from(denominator) / 2 * product.signum();
        let fen = (product + half) / i128::from(denominator);
        Money(i64::try_from(fen).expect("a share fits in 64 bits"))
    }

    /// Reads yuan as people write them: `25`, `1,234.5`, `￥60.00`, `60元`. Nothing finer than fen.
    pub fn parse(text: &str) -> Option<Money> {
        let text = text.trim().trim_start_matches(['¥', '￥']).trim_end_matches('元').trim();
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (yuan, fen) = text.split_once('.').unwrap_or((text, ""));
        let digits: String = yuan.chars().filter(|it| *it != ',' && *it != '，').collect();
        let all_digits = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
        let fen = fen.trim_end_matches('0');
        if digits.is_empty() || !all_digits(&digits) || 2 < fen.len() || !all_digits(fen) {
            return None;
        }
        let fen: i64 = format!("{fen:0<2}").parse().ok()?;
        let total = digits.parse::<i64>().ok()?.checked_mul(100)?.checked_add(fen)?;
        Some(Money(if negative { -total } else { total }))
    }

    /// Digits grouped by thousands, two decimals: `10,714.00`.
    pub fn grouped(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        let yuan = (fen / 100).to_string();
        let mut grouped = String::new();
        for (place, digit) in yuan.chars().enumerate() {
            if 0 < place && (yuan.len() - place).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        format!("{sign}{grouped}.{:02}", fen % 100)
    }
}

impl ops::Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0 + other.0)
    }
}

impl ops::Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0 - other.0)
    }
}

impl ops::Mul<i64> for Money {
    type Output = Money;
    fn mul(self, times: i64) -> Money {
        Money(self.0 * times)
    }
}

impl ops::AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        self.0 += other.0;
    }
}

impl ops::SubAssign for Money {
    fn sub_assign(&mut self, other: Money) {
        self.0 -= other.0;
    }
}

impl ops::Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(-self.0)
    }
}

impl iter::Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, ops::Add::add)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", fen / 100, fen % 100)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn shares_round_half_away_from_zero() {
        assert_eq!(Money(101).share(1, 2), Money(51));
        assert_eq!(Money(-101).share(1, 2), Money(-51));
    }

    #[test]
    fn prints_yuan_and_fen() {
        assert_eq!(Money(-5).to_string(), "-0.05");
        assert_eq!(Money(123_456).to_string(), "1234.56");
        assert_eq!(Money(1_071_400_00).grouped(), "1,071,400.00");
        assert_eq!(Money(-99_900).grouped(), "-999.00");
    }

    #[test]
    fn reads_what_people_write() {
        let cases: &[(&str, Option<i64>)] = &[
            ("25", Some(2_500)),
            ("25.5", Some(2_550)),
            ("￥1,234.50", Some(123_450)),
            (" 60元 ", Some(6_000)),
            ("-3.05", Some(-305)),
            ("25.005", None),
            ("25.500", Some(2_550)),
            ("", None),
            ("二十五", None),
            ("1e3", None),
        ];
        for (text, fen) in cases {
            assert_eq!(Money::parse(text), fen.map(Money), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back(fen in -1_000_000_000_000_i64..1_000_000_000_000) {
            prop_assert_eq!(Money::parse(&Money(fen).to_string()), Some(Money(fen)));
            prop_assert_eq!(Money::parse(&Money(fen).grouped()), Some(Money(fen)));
        }
    }
}
