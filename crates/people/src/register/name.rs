//! How a name is sorted and found: its pinyin, the initials of that, and the ends of all three,
//! so that a look-up by the beginning of a token finds any part of a name.

use std::collections::BTreeSet;

use base::name;
use pinyin::ToPinyin;

/// Surnames that are read otherwise than the same character elsewhere; not for people to read.
const SURNAMES: &[(char, &str)] = &[
    // not for people
    ('单', "shan"),
    ('仇', "qiu"),
    ('曾', "zeng"),
    ('解', "xie"),
    ('查', "zha"),
    ('朴', "piao"),
    ('区', "ou"),
    ('任', "ren"),
    ('盖', "ge"),
    ('华', "hua"),
    ('翟', "zhai"),
    ('尉', "wei"),
    ('乐', "yue"),
    ('缪', "miao"),
    ('宓', "mi"),
    ('折', "she"),
    ('冼', "xian"),
    ('繁', "po"),
    ('秘', "bi"),
    ('员', "yun"),
    ('覃', "qin"),
    ('洗', "xian"),
    ('召', "shao"),
];

/// A name as lists sort and searches find it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling {
    /// The name folded: `吉克阿呷`.
    pub key: String,
    /// `ji ke a xia`; what is not Chinese stands as it is.
    pub sort: String,
    /// `jkax`.
    pub initials: String,
}

pub fn spell(printed: &str) -> Spelling {
    let key = name::key(printed);
    let syllables = syllables(&key);
    let initials = syllables.iter().filter_map(|it| it.chars().next()).collect();
    Spelling { sort: syllables.join(" "), initials, key }
}

fn syllables(key: &str) -> Vec<String> {
    let mut syllables: Vec<String> = Vec::new();
    let mut latin = false;
    for (place, letter) in key.chars().enumerate() {
        let surname = (place == 0).then(|| SURNAMES.iter().find(|(it, _)| *it == letter)).flatten();
        let read = surname.map(|(_, read)| (*read).to_owned());
        match read.or_else(|| letter.to_pinyin().map(|it| it.plain().replace('ü', "v"))) {
            Some(read) => {
                syllables.push(read);
                latin = false;
            }
            None if letter.is_ascii_alphanumeric() && latin => {
                if let Some(last) = syllables.last_mut() {
                    last.push(letter);
                }
            }
            None => {
                syllables.push(letter.to_string());
                latin = letter.is_ascii_alphanumeric();
            }
        }
    }
    syllables
}

/// The tokens under which a person with these names is found.
pub fn tokens<'n>(names: impl IntoIterator<Item = &'n str>) -> BTreeSet<String> {
    let mut tokens = BTreeSet::new();
    for printed in names {
        let spelling = spell(printed);
        let ends = spelling.key.char_indices().map(|(at, _)| spelling.key[at..].to_owned());
        tokens.extend(ends);
        let syllables: Vec<&str> = spelling.sort.split(' ').filter(|it| !it.is_empty()).collect();
        tokens.extend((0..syllables.len()).map(|from| syllables[from..].concat()));
        tokens.insert(spelling.initials);
    }
    tokens.remove("");
    tokens
}

/// What is typed, as a token begins: folded, and without the spaces between syllables.
pub fn typed(text: &str) -> String {
    name::key(text)
}

/// The first text after all that begin with `prefix`.
pub fn after(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spelled() {
        let cases = [
            ("王秀英", "wang xiu ying", "wxy"),
            ("单于英", "shan yu ying", "syy"),
            ("吉克·阿呷", "ji ke a ga", "jkag"),
            ("吕布", "lv bu", "lb"),
            ("Anna Li", "annali", "a"),
            ("", "", ""),
        ];
        for (name, sort, initials) in cases {
            let spelling = spell(name);
            assert_eq!((spelling.sort.as_str(), spelling.initials.as_str()), (sort, initials), "{name}");
        }
    }

    #[test]
    fn any_part_of_a_name_begins_a_token() {
        let tokens = tokens(["王秀英"]);
        for typed_text in ["王", "秀英", "英", "wangxiu", "Xiu Ying", "wxy", "WX", "王 秀"] {
            let (from, to) = (typed(typed_text), after(&typed(typed_text)));
            assert!(tokens.iter().any(|it| from <= *it && *it < to), "{typed_text}");
        }
        assert!(!tokens.iter().any(|it| it.starts_with("li")));
    }
}
