//! Resident numbers (GB 11643): made, shortened to fifteen digits, spoilt.

use base::Day;

use crate::person::Sex;

/// The 18 characters for a place, a birth date and an order number whose parity is the sex.
pub(crate) fn number(code: &str, birth: Day, order: u32) -> String {
    let body = format!("{code}{}{order:03}", compact(birth));
    let check = check_character(&body);
    format!("{body}{check}")
}

/// An order number of the right parity: odd for men, even for women.
pub(crate) fn order(sex: Sex, turn: u32) -> u32 {
    (turn * 2 + u32::from(sex == Sex::Male)) % 1_000
}

pub(crate) fn compact(day: Day) -> String {
    day.to_string().replace('-', "")
}

pub(crate) fn check_character(body: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    char::from(b"10X98765432"[(sum % 11) as usize])
}

/// The number of before 1999: no century, no check character.
pub(crate) fn fifteen(number: &str) -> String {
    format!("{}{}", &number[..6], &number[8..17])
}

/// What a spreadsheet keeps of an 18-digit number: fifteen digits.
pub(crate) fn as_float(number: &str) -> Option<f64> {
    let digits: u64 = number.parse().ok()?;
    Some((digits / 1_000 * 1_000) as f64)
}

/// One digit of the order part wrong, so that the check character does not fit.
pub(crate) fn misread(number: &str, by: u8) -> String {
    let mut bytes = number.as_bytes().to_vec();
    let digit = bytes[15] - b'0';
    bytes[15] = b'0' + (digit + 1 + by % 8) % 10;
    String::from_utf8(bytes).unwrap_or_else(|_| number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_own_example_fits() {
        assert_eq!(check_character("11010519491231002"), 'X');
        let born = "1949-12-31".parse().unwrap();
        assert_eq!(number("110105", born, 2), "11010519491231002X");
        assert_eq!(fifteen("11010519491231002X"), "110105491231002");
        assert_ne!(misread("110105194912310021", 0), "110105194912310021");
    }
}
