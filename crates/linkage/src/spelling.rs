//! How names sound, and which spellings are one name.

use std::{collections::HashMap, sync::LazyLock};

use pinyin::ToPinyin;

/// Surnames read otherwise than the character alone: `单` is shan, `仇` is qiu.
static READINGS: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| pairs(include_str!("../data/readings.tsv")).collect());
/// A form of a character, and the form it is compared in.
static VARIANTS: LazyLock<HashMap<char, char>> =
    LazyLock::new(|| characters(include_str!("../data/variants.tsv")));
/// A surname, and the one that is written for it.
static CONFUSED: LazyLock<HashMap<char, char>> =
    LazyLock::new(|| characters(include_str!("../data/confused.tsv")));

fn pairs(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|it| !it.starts_with('#')).filter_map(|it| it.split_once('\t'))
}

fn characters(table: &'static str) -> HashMap<char, char> {
    let first = |it: &str| it.chars().next();
    pairs(table).filter_map(|(from, to)| first(from).zip(first(to))).collect()
}

/// The syllables of a name: one for each Chinese character, one for each run of Latin letters.
pub fn syllables(name: &str) -> Vec<String> {
    let letters: Vec<char> = base::name::key(name).chars().map(variant).collect();
    let mut syllables: Vec<String> = Vec::new();
    let mut at = 0;
    let surname: String = letters.iter().take(2).collect();
    if let (3.., Some(reading)) = (letters.len(), READINGS.get(surname.as_str())) {
        // A surname of two characters has two syllables; they are kept together.
        syllables.push((*reading).to_owned());
        at = 2;
    } else if let Some(reading) = letters.first().and_then(|it| READINGS.get(it.to_string().as_str())) {
        syllables.push((*reading).to_owned());
        at = 1;
    }
    let mut latin = false;
    for it in &letters[at..] {
        if it.is_ascii_alphanumeric() {
            match syllables.last_mut().filter(|_| latin) {
                Some(run) => run.push(*it),
                None => syllables.push(it.to_string()),
            }
            latin = true;
            continue;
        }
        latin = false;
        match it.to_pinyin() {
            Some(pinyin) => syllables.push(pinyin.plain().replace('ü', "v")),
            None => syllables.push(it.to_string()),
        }
    }
    syllables
}

/// `wang xiu ying`, for sorting and for names that sound alike.
pub fn sound(name: &str) -> String {
    syllables(name).join(" ")
}

/// `wxy`.
pub fn initials(name: &str) -> String {
    syllables(name).iter().filter_map(|it| it.chars().next()).collect()
}

/// The character in the form in which names are compared.
pub fn variant(it: char) -> char {
    VARIANTS.get(&it).copied().unwrap_or(it)
}

/// The name's key with variant characters made one.
pub fn folded(name: &str) -> String {
    base::name::key(name).chars().map(variant).collect()
}

/// Whether two names differ only in a surname that is written for the other: 萧 and 肖.
pub fn is_confused(one: &str, other: &str) -> bool {
    let plain = |name: &str| -> String {
        let letters = folded(name);
        let mut letters = letters.chars();
        let first = letters.next().map(|it| CONFUSED.get(&it).copied().unwrap_or(it));
        first.into_iter().chain(letters).collect()
    };
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surnames_have_their_own_readings() {
        let cases = [
            ("王秀英", "wang xiu ying", "wxy"),
            ("单国强", "shan guo qiang", "sgq"),
            ("仇英", "qiu ying", "qy"),
            ("曾解放", "zeng jie fang", "zjf"),
            ("解放军", "xie fang jun", "xfj"),
            ("尉迟恭", "yuchi gong", "yg"),
            ("尉国", "wei guo", "wg"),
            ("吕布", "lv bu", "lb"),
            ("吉克·阿呷", "ji ke a ga", "jkag"),
            ("Anna李", "anna li", "al"),
            ("", "", ""),
        ];
        for (name, spelled, letters) in cases {
            assert_eq!((sound(name).as_str(), initials(name).as_str()), (spelled, letters), "{name}");
        }
    }

    #[test]
    fn spellings_of_one_name_fold_together() {
        assert_eq!(folded("劉國華"), folded("刘国华"));
        assert_eq!(folded("吉克•阿呷"), folded("吉克 阿呷"));
        assert!(is_confused("萧红", "肖红") && is_confused("蕭紅", "肖红") && !is_confused("王红", "汪红"));
    }
}
