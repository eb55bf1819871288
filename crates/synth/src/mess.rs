//! What careless hands do to a cell: digits, spaces, interpuncts, dates.

use base::Day;

use crate::{
    draw::Draw,
    layout::{DATE_STYLES, DateStyle},
    number,
};

/// A cell of a roster.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Written {
    Text(String),
    /// A number cell with its format.
    Number(f64, &'static str),
}

impl Written {
    pub(crate) fn text(text: impl Into<String>) -> Written {
        Written::Text(text.into())
    }
}

/// What happened to a row, as the truth names it.
pub(crate) type Messes = Vec<&'static str>;

/// How a resident number is typed. `keep` where nothing may be lost for good.
pub(crate) fn number_cell(number: &str, draw: &mut Draw, messes: &mut Messes) -> Written {
    let mut text = number.to_owned();
    if let Some(body) = number.strip_suffix('X') {
        let typed = ["X", "x", "Ｘ", "Х", "х"][draw.weighted(&[0.7, 0.18, 0.06, 0.03, 0.03])];
        if typed != "X" {
            messes.push("number_x");
            text = format!("{body}{typed}");
        }
    } else if draw.happens(0.006) {
        messes.push("number_float");
        let value = number::as_float(number).unwrap_or_default();
        return Written::Number(value, if draw.happens(0.5) { "0" } else { "General" });
    }
    match draw.unit() {
        it if it < 0.004 => {
            messes.push("number_full_width");
            text = text.chars().map(full_width).collect();
        }
        it if it < 0.012 => {
            messes.push("number_spaces");
            text = format!("{} {} {}", &number[..6], &number[6..14], &number[14..]);
        }
        it if it < 0.020 => {
            messes.push("number_apostrophe");
            text = format!("'{text}");
        }
        it if it < 0.0225 => {
            messes.push("number_15");
            text = number::fifteen(number);
        }
        it if it < 0.0232 => {
            messes.push("number_misread");
            text = number::misread(number, draw.below(8) as u8);
        }
        it if it < 0.0245 => {
            messes.push("number_missing");
            text = String::new();
        }
        _ => (),
    }
    Written::Text(text)
}

fn full_width(character: char) -> char {
    match character {
        '0'..='9' | 'X' | 'x' => char::from_u32(character as u32 + 0xfee0).unwrap_or(character),
        other => other,
    }
}

pub(crate) fn name_cell(name: &str, spaced: bool, draw: &mut Draw, messes: &mut Messes) -> String {
    let mut text = name.to_owned();
    if name.contains('·') {
        let point =
            ["·", "•", "．", ".", "‧", "・", ""][draw.weighted(&[0.4, 0.15, 0.1, 0.15, 0.05, 0.05, 0.1])];
        if point != "·" {
            messes.push("name_interpunct");
            text = name.replace('·', point);
        }
    }
    let characters: Vec<char> = text.chars().collect();
    if characters.len() == 2 && (spaced || draw.happens(0.02)) {
        messes.push("name_spaced");
        let gap = if draw.happens(0.6) { "　" } else { "  " };
        text = format!("{}{gap}{}", characters[0], characters[1]);
    } else if draw.happens(0.004) {
        messes.push("name_spaces");
        text = format!(" {text} ");
    }
    if draw.happens(0.006) {
        let typed = alike(&text);
        if typed != text {
            messes.push("name_typo");
            text = typed;
        }
    }
    text
}

/// A character that sounds or looks the same.
fn alike(name: &str) -> String {
    const PAIRS: &[(char, char)] = &[
        ('秀', '绣'),
        ('英', '瑛'),
        ('芳', '方'),
        ('华', '花'),
        ('明', '名'),
        ('志', '智'),
        ('兰', '蓝'),
        ('珍', '贞'),
    ];
    for (right, wrong) in PAIRS {
        if name.chars().skip(1).any(|it| it == *right) {
            return name.replacen(*right, &wrong.to_string(), 1);
        }
    }
    name.to_owned()
}

pub(crate) fn date_cell(day: Day, usual: DateStyle, draw: &mut Draw, messes: &mut Messes) -> Written {
    let mut day = day;
    if draw.happens(0.002) {
        messes.push("birth_differs");
        day = day.plus_days(draw.between(20, 700));
    }
    let style = if draw.happens(0.03) { *draw.pick(&DATE_STYLES) } else { usual };
    let (year, month, date) =
        (day.year(), day.month().of_year(), day.month().first_day().days_until(day) + 1);
    if draw.happens(0.004) {
        messes.push("birth_month_only");
        return Written::Text(format!("{year}年{month}月"));
    }
    match style {
        DateStyle::Dashes => Written::Text(day.to_string()),
        DateStyle::Slashes => Written::Text(format!("{year}/{month}/{date}")),
        DateStyle::Chinese => Written::Text(format!("{year}年{month}月{date}日")),
        DateStyle::Compact => Written::Text(number::compact(day)),
        DateStyle::Dots => Written::Text(format!("{year}.{month}.{date}")),
        DateStyle::Serial => Written::Number(serial(day), "yyyy/m/d"),
    }
}

/// Days as Excel counts them, whose 1900 has a 29 February.
pub(crate) fn serial(day: Day) -> f64 {
    let days = day.number() + 25_569;
    (if days < 61 { days - 1 } else { days }) as f64
}
