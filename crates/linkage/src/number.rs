//! Resident numbers against each other.

use base::resident::ResidentNumber;

/// Digits that a number cell keeps of eighteen.
pub const KEPT_DIGITS: usize = 15;

/// How two numbers stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Likeness {
    Same,
    /// One lost its last digits in a number cell; what is left is the other's.
    Prefix,
    /// One digit is wrong, missing or too many, or two neighbours are exchanged.
    Slip,
    /// Two digits are wrong.
    TwoSlips,
    Different,
}

/// The digits that are left of a number that went through a number cell: eighteen, zeros at the end.
/// Nothing when the number may be whole. Whether the cell was a number is the stronger sign; this one
/// finds numbers that were turned into text afterwards.
pub fn lost(text: &str) -> Option<&str> {
    let whole = text.len() == 18 && text.bytes().all(|it| it.is_ascii_digit());
    (whole && text.ends_with("000") && !ResidentNumber::read(text).is_good()).then(|| &text[..KEPT_DIGITS])
}

pub fn likeness(one: &str, other: &str) -> Likeness {
    if one == other {
        return Likeness::Same;
    }
    let left = |it| lost(it);
    match (left(one), left(other)) {
        (Some(kept), None) if other.starts_with(kept) => return Likeness::Prefix,
        (None, Some(kept)) if one.starts_with(kept) => return Likeness::Prefix,
        _ => (),
    }
    match strsim::osa_distance(one, other) {
        0 => Likeness::Same,
        1 => Likeness::Slip,
        2 if 9 < one.len() => Likeness::TwoSlips,
        _ => Likeness::Different,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_alike_in_the_ways_they_go_wrong() {
        let good = "11010519491231002X";
        let cases = [
            ("11010519491231002X", Likeness::Same),
            ("110105194912310000", Likeness::Prefix),
            ("11010519491231020X", Likeness::Slip),
            ("1101051949123102X", Likeness::Slip),
            ("11010519491231003X", Likeness::Slip),
            ("11010519491213003X", Likeness::TwoSlips),
            ("513433194003051239", Likeness::Different),
        ];
        for (other, want) in cases {
            assert_eq!(likeness(good, other), want, "{other}");
            assert_eq!(likeness(other, good), want, "{other} turned round");
        }
        assert_eq!(lost("513433194003051000"), Some("513433194003051"));
        assert_eq!(lost(good), None);
    }
}
