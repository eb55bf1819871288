//! Amounts in words (大写金额), as the rules for payment documents (支付结算办法, 正确填写票据和结算凭证的基本规定)
//! have them. A notation like digits, the same in both languages.

use base::Money;

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const PLACES: [Option<char>; 4] = [None, Some('拾'), Some('佰'), Some('仟')];
const GROUPS: [Option<char>; 4] = [None, Some('万'), Some('亿'), Some('兆')];
const YUAN: char = '元';
const JIAO: char = '角';
const FEN: char = '分';
const WHOLE: char = '整';
const MINUS: char = '负';

/// The amount in words.
pub fn capital(amount: Money) -> String {
    let mut words = String::new();
    if amount.0 < 0 {
        words.push(MINUS);
    }
    let fen = amount.0.unsigned_abs();
    let (yuan, jiao, fen) = (fen / 100, fen / 10 % 10, fen % 10);
    if 0 < yuan {
        whole(yuan, &mut words);
        words.push(YUAN);
    }
    match (jiao, fen) {
        (0, 0) => {
            if yuan == 0 {
                words.extend([DIGITS[0], YUAN]);
            }
            words.push(WHOLE);
        }
        (jiao, 0) => words.extend([DIGITS[jiao as usize], JIAO, WHOLE]),
        (0, fen) => {
            if 0 < yuan {
                words.push(DIGITS[0]);
            }
            words.extend([DIGITS[fen as usize], FEN]);
        }
        (jiao, fen) => words.extend([DIGITS[jiao as usize], JIAO, DIGITS[fen as usize], FEN]),
    }
    words
}

/// A positive whole number; zeros between digits are said once, at the end not at all.
fn whole(number: u64, words: &mut String) {
    let groups = [
        number % 10_000,
        number / 10_000 % 10_000,
        number / 100_000_000 % 10_000,
        number / 1_000_000_000_000,
    ];
    let mut begun = false;
    let mut gap = false;
    for (group, name) in groups.iter().zip(GROUPS).rev() {
        let mut any = false;
        for (place, name) in PLACES.iter().enumerate().rev() {
            let digit = group / 10_u64.pow(place as u32) % 10;
            if digit == 0 {
                gap = begun;
                continue;
            }
            if gap {
                words.push(DIGITS[0]);
            }
            (begun, gap, any) = (true, false, true);
            words.push(DIGITS[(digit % 10) as usize]);
            words.extend(*name);
        }
        if any {
            words.extend(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_read_as_on_a_cheque() {
        let cases = [
            (0, "零元整"),
            (100, "壹元整"),
            (1_000, "壹拾元整"),
            (10_500, "壹佰零伍元整"),
            (2_500, "贰拾伍元整"),
            (100_100_00, "壹拾万零壹佰元整"),
            (1_409_50, "壹仟肆佰零玖元伍角整"),
            (6_007_14, "陆仟零柒元壹角肆分"),
            (1_680_32, "壹仟陆佰捌拾元叁角贰分"),
            (325_04, "叁佰贰拾伍元零肆分"),
            (107_000_53, "壹拾万零柒仟元伍角叁分"),
            (10_000_000_000, "壹亿元整"),
            (10_000_000_100, "壹亿零壹元整"),
            (40, "肆角整"),
            (3, "叁分"),
            (-2_500, "负贰拾伍元整"),
        ];
        for (fen, words) in cases {
            assert_eq!(capital(Money(fen)), words, "{fen}");
        }
    }

    /// Reads the words back.
    fn read(words: &str) -> i64 {
        let (mut total, mut group, mut digit) = (0, 0, 0);
        for it in words.chars() {
            if let Some(value) = DIGITS.iter().position(|known| *known == it) {
                digit = value as i64;
                continue;
            }
            match it {
                '拾' => group += digit * 10,
                '佰' => group += digit * 100,
                '仟' => group += digit * 1_000,
                '万' => total += (group + digit) * 10_000 * 100,
                '亿' => total += (group + digit) * 100_000_000 * 100,
                '元' => total += (group + digit) * 100,
                '角' => total += digit * 10,
                '分' => total += digit,
                _ => (),
            }
            digit = 0;
            if matches!(it, '万' | '亿' | '元') {
                group = 0;
            }
        }
        total
    }

    proptest! {
        #[test]
        fn words_read_back(fen in 0_i64..900_000_000_000) {
            prop_assert_eq!(read(&capital(Money(fen))), fen);
        }
    }
}
