//! Names of people, folded for comparing and searching. What is printed stays as it was written.

/// The name without spaces and interpuncts, full-width letters made plain, in small letters:
/// `吉克·阿呷`, `吉克•阿呷` and `吉克 阿呷` are one.
pub fn key(name: &str) -> String {
    name.chars().filter_map(fold).flat_map(char::to_lowercase).collect()
}

/// The name as it is kept for print: outer spaces gone, inner ones too where they only pad a
/// Chinese name (`王 英`), the interpunct as written.
pub fn printed(name: &str) -> String {
    let trimmed = name.trim_matches(|it: char| it.is_whitespace() || is_invisible(it));
    let latin = trimmed.chars().any(|it| it.is_ascii_alphabetic());
    trimmed.chars().filter(|it| !is_invisible(*it) && (latin || !it.is_whitespace())).collect()
}

/// Whether `it` is one of the many signs that are written for the interpunct of a name.
pub fn is_interpunct(it: char) -> bool {
    matches!(it, '·' | '•' | '・' | '･' | '‧' | '∙' | '⋅' | '●' | '.' | '．' | '。' | '﹒' | '､')
}

/// One character of a name masked: `王*英`, `王*`, `吉*·**`.
pub fn masked(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let last = letters.len().saturating_sub(1);
    let keeps_last = 2 < letters.len() && !letters.iter().any(|it| is_interpunct(*it));
    let shown = |(place, it): (usize, &char)| {
        if place == 0 || is_interpunct(*it) || (keeps_last && place == last) { *it } else { '*' }
    };
    letters.iter().enumerate().map(shown).collect()
}

fn is_invisible(it: char) -> bool {
    it.is_control() || matches!(it, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}')
}

fn fold(it: char) -> Option<char> {
    if it.is_whitespace() || is_invisible(it) || is_interpunct(it) {
        return None;
    }
    match it {
        '！'..='～' => char::from_u32(it as u32 - 0xfee0),
        it => Some(it),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_has_one_key() {
        for written in ["吉克·阿呷", "吉克•阿呷", " 吉克 阿呷", "吉克．阿呷", "吉克・阿\u{200b}呷"]
        {
            assert_eq!(key(written), "吉克阿呷", "{written:?}");
        }
        assert_eq!(key("Ｗａｎｇ Ｙing"), "wangying");
        // A character outside GBK and outside the first plane stays itself.
        assert_eq!(key("𬭬 华"), "𬭬华");
    }

    #[test]
    fn print_keeps_the_interpunct() {
        assert_eq!(printed("　王　英 "), "王英");
        assert_eq!(printed("吉克·阿呷"), "吉克·阿呷");
        assert_eq!(printed("Anna Li "), "Anna Li");
    }

    #[test]
    fn a_mask_hides_what_is_not_needed() {
        let cases = [("王秀英", "王*英"), ("王英", "王*"), ("吉克·阿呷", "吉*·**"), ("", ""), ("王", "王")];
        for (name, want) in cases {
            assert_eq!(masked(name), want);
        }
    }
}
