//! Numbers of people that stand in free text: a safety net under what a book declares. Pure.

use base::resident::{self, ResidentNumber};

/// Digits of a number that nobody publishes of a person: old and new resident numbers, cards.
const LONG: std::ops::RangeInclusive<usize> = 15..=19;
const RESIDENT: usize = 18;
const MOBILE: usize = 11;

/// The text without resident numbers; of a narrative also without mobile and card numbers. A short
/// field that a book declares public may be an office's own number, and stays.
pub(super) fn hidden(text: &str, narrative: bool) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let mut end = at;
        while end < chars.len() && digit(chars[end]).is_some() {
            end += 1;
        }
        if end == at {
            out.push(chars[at]);
            at += 1;
            continue;
        }
        // The check character of a resident number may be an X.
        let x = end - at == RESIDENT - 1 && chars.get(end).is_some_and(|it| matches!(it, 'x' | 'X' | 'Ｘ'));
        end += usize::from(x);
        let mut plain: String = chars[at..end].iter().filter_map(|it| digit(*it)).collect();
        if x {
            plain.push('X');
        }
        out.push_str(&run(&plain, &chars[at..end], narrative));
        at = end;
    }
    out
}

fn run(plain: &str, written: &[char], narrative: bool) -> String {
    let length = plain.chars().count();
    if length == RESIDENT && ResidentNumber::read(plain).is_good() || narrative && LONG.contains(&length) {
        return resident::mask(&plain[..6]);
    }
    if narrative && length == MOBILE && plain.starts_with('1') {
        return format!("{}****{}", &plain[..3], &plain[MOBILE - 4..]);
    }
    written.iter().collect()
}

/// A digit, also one of full width.
fn digit(it: char) -> Option<char> {
    match it {
        '0'..='9' => Some(it),
        '\u{ff10}'..='\u{ff19}' => char::from_digit(it as u32 - 0xff10, 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_hidden_and_other_figures_stay() {
        let good = format!("51343319470815001{}", resident::check_character("51343319470815001"));
        let cases = [
            (format!("王某（{good}）"), false, "王某（513433************）"),
            (format!("王某{good}"), true, "王某513433************"),
            ("电话１３８１２３４５６７８。".to_owned(), true, "电话138****5678。"),
            ("0834-6722103".to_owned(), true, "0834-6722103"),
            ("13812345678".to_owned(), false, "13812345678"),
            ("卡号6222021234567890123".to_owned(), true, "卡号622202************"),
            (
                "凉府发〔2022〕7号，2026-11-22，金额1200.50".to_owned(),
                true,
                "凉府发〔2022〕7号，2026-11-22，金额1200.50",
            ),
            ("统一代码 911234567890123456".to_owned(), false, "统一代码 911234567890123456"),
            (String::new(), true, ""),
        ];
        for (text, narrative, want) in cases {
            assert_eq!(hidden(&text, narrative), want, "{text}");
        }
    }
}
