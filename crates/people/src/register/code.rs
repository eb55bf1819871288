//! The one code of a person (一人一码): seven digits counted up, and one that checks them
//! (ISO 7064 MOD 11,10), so that one wrong digit or two exchanged are noticed when it is read out.

/// The code of the `count`-th person of a county: `00000013` from 1.
pub fn code(count: i64) -> String {
    let digits = format!("{count:07}");
    let check = check_digit(&digits);
    format!("{digits}{check}")
}

/// The code as typed, if its check digit agrees. Spaces and hyphens do not count.
pub fn read(typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter(|it| !matches!(it, ' ' | '-')).collect();
    let whole = 8 <= digits.len() && digits.bytes().all(|it| it.is_ascii_digit());
    let (first, check) = digits.split_at_checked(digits.len().saturating_sub(1))?;
    (whole && check_digit(first).to_string() == check).then_some(digits)
}

fn check_digit(digits: &str) -> u32 {
    let product = digits.bytes().fold(10_u32, |product, digit| {
        let sum = (product + u32::from(digit - b'0')) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back() {
        for count in [1, 42, 9_999_999, 12_345_678] {
            assert_eq!(read(&code(count)), Some(code(count)));
        }
        assert_eq!(read(" 0000-0018 "), read("00000018"));
    }

    #[test]
    fn a_slip_is_noticed() {
        let good = code(1_234_567);
        for place in 0..good.len() {
            for by in 1..10 {
                let mut wrong = good.clone().into_bytes();
                wrong[place] = (wrong[place] - b'0' + by) % 10 + b'0';
                assert_eq!(read(&String::from_utf8(wrong).unwrap()), None, "{place} {by}");
            }
        }
    }
}
