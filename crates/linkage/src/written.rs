//! What people write into cells, made plain.

use base::{Money, resident::Sex};

/// Full-width letters, digits and signs made half-width; spaces of all kinds made one kind; trimmed.
pub fn half_width(text: &str) -> String {
    let plain = |it: char| match it {
        '\u{3000}' | '\u{a0}' => ' ',
        '！'..='～' => char::from_u32(it as u32 - 0xfee0).unwrap_or(it),
        it => it,
    };
    let visible = |it: &char| !matches!(it, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}');
    text.chars().filter(visible).map(plain).collect::<String>().trim().to_owned()
}

/// The value of a Chinese numeral up to 99: `三十一`, `廿五`, `〇`.
pub fn numeral(text: &str) -> Option<u32> {
    let mut tens = None;
    let mut ones = None;
    for it in text.chars() {
        match it {
            '十' | '拾' => tens = Some(ones.take().unwrap_or(1)),
            '廿' => tens = Some(2),
            '卅' => tens = Some(3),
            it => {
                if ones.is_some() {
                    return None;
                }
                ones = Some(digit(it)?);
            }
        }
    }
    match (tens, ones) {
        (None, None) => None,
        (tens, ones) => Some(tens.unwrap_or(0) * 10 + ones.unwrap_or(0)),
    }
}

/// The value of one Chinese digit, everyday or of the kind that cannot be altered.
pub fn digit(it: char) -> Option<u32> {
    match it {
        '〇' | '零' | '○' | 'Ｏ' | 'O' | 'o' | '0' => Some(0),
        '一' | '壹' | '元' => Some(1),
        '二' | '贰' | '两' => Some(2),
        '三' | '叁' => Some(3),
        '四' | '肆' => Some(4),
        '五' | '伍' => Some(5),
        '六' | '陆' => Some(6),
        '七' | '柒' => Some(7),
        '八' | '捌' => Some(8),
        '九' | '玖' => Some(9),
        it => it.to_digit(10),
    }
}

/// Whether a cell says "as above": 同上, 〃, a quotation mark alone.
pub fn is_ditto(text: &str) -> bool {
    let text = text.trim();
    matches!(
        text,
        "同上" | "同前" | "上同" | "同" | "〃" | "″" | "〞" | "\"" | "”" | "“" | "''" | "，，" | ",,"
    ) || (!text.is_empty() && text.chars().all(|it| matches!(it, '〃' | '″' | '〞' | '"' | '”')))
}

/// Whether a cell says that there is nothing: a stroke, 无, 空.
pub fn is_blank(text: &str) -> bool {
    matches!(
        half_width(text).as_str(),
        "" | "/" | "\\" | "-" | "--" | "—" | "——" | "无" | "暂无" | "空" | "N/A" | "#N/A"
    )
}

/// Reads a tick, a cross and their many words; nothing when it is neither.
pub fn yes_no(text: &str) -> Option<bool> {
    match half_width(text).to_lowercase().as_str() {
        "是" | "有" | "对" | "√" | "✓" | "✔" | "☑" | "■" | "●" | "v" | "y" | "yes" | "true" | "1" | "已"
        | "在" => Some(true),
        "否" | "无" | "没有" | "不是" | "×" | "✗" | "✘" | "x" | "☐" | "□" | "○" | "n" | "no" | "false"
        | "0" | "未" => Some(false),
        _ => None,
    }
}

/// Reads a sex; `1` and `2` as the national code has them.
pub fn sex(text: &str) -> Option<Sex> {
    match half_width(text).to_lowercase().as_str() {
        "男" | "男性" | "m" | "male" | "1" => Some(Sex::Male),
        "女" | "女性" | "f" | "female" | "2" => Some(Sex::Female),
        _ => None,
    }
}

/// Reads an amount of yuan, with the words that stand around it.
pub fn money(text: &str) -> Option<Money> {
    let text = half_width(text).replace(' ', "");
    let text = text.trim_end_matches("/月").trim_end_matches("每月").trim_end_matches('整');
    let text = text.strip_prefix("人民币").unwrap_or(text);
    Money::parse(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_read() {
        let cases = [
            ("五", Some(5)),
            ("十", Some(10)),
            ("十二", Some(12)),
            ("二十", Some(20)),
            ("三十一", Some(31)),
            ("廿五", Some(25)),
            ("卅", Some(30)),
            ("甲", None),
            ("", None),
        ];
        for (text, value) in cases {
            assert_eq!(numeral(text), value, "{text}");
        }
    }

    #[test]
    fn marks_are_read() {
        for text in ["同上", " 〃 ", "〃〃", "\"", "”"] {
            assert!(is_ditto(text), "{text}");
        }
        assert!(!is_ditto("") && !is_ditto("同心村"));
        assert_eq!(
            (yes_no("√"), yes_no("否"), yes_no("Ｙ"), yes_no("也许")),
            (Some(true), Some(false), Some(true), None)
        );
        assert_eq!((sex("男性"), sex("２"), sex("不详")), (Some(Sex::Male), Some(Sex::Female), None));
        assert_eq!(
            (money("６０元/月"), money("人民币 1,200.50"), money("若干")),
            (Some(Money(6_000)), Some(Money(120_050)), None)
        );
        assert!(is_blank(" — ") && is_blank("无") && !is_blank("无名村"));
    }
}
