//! Which area a cell means: today's name, an old one, a village inside an address.

use base::Day;
use linkage::written::half_width;
use platform::areas::{Atlas, Level};

/// Names proposed for one that nothing bears.
const LIKE_MAX: usize = 3;

/// What a text came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The area that is there today, and whether the name was one of before.
    One {
        path: String,
        old_name: bool,
    },
    /// Several bear the name.
    Many(Vec<String>),
    None,
}

/// Where addresses are parted: each part ends with one of these. Not for people to read.
const ENDS: &[&str] = &[
    // not for people
    "自治州",
    "社区",
    "街道",
    "村委会",
    "居委会",
    "省",
    "市",
    "州",
    "县",
    "区",
    "镇",
    "乡",
    "村",
    "组",
    "社",
];

/// The area of one name within `within`; `level` goes before others of the name.
pub fn find(atlas: &Atlas, text: &str, within: &str, level: Level, on: Day) -> Found {
    let whole = half_width(text).replace(' ', "");
    if whole.is_empty() {
        return Found::None;
    }
    match named(atlas, &whole, within, level, on) {
        Found::None => in_address(atlas, &whole, within, on),
        found => found,
    }
}

fn named(atlas: &Atlas, name: &str, within: &str, level: Level, on: Day) -> Found {
    let mut found = atlas.by_name(within, name, on);
    // The first of each question that some pass narrows the list to those that do.
    for passes in [
        |it: &platform::areas::Found, _: Level| !it.former,
        |it: &platform::areas::Found, _: Level| it.exact,
        |it: &platform::areas::Found, level: Level| it.area.level == level,
    ] {
        if found.iter().any(|it| passes(it, level)) {
            found.retain(|it| passes(it, level));
        }
    }
    let old_name = found.first().is_some_and(|it| it.former);
    let today = |path: &str| atlas.today(path, on).map_or(path, |it| it.path.as_str()).to_owned();
    let mut paths: Vec<String> = found.iter().map(|it| today(&it.area.path)).collect();
    paths.sort();
    paths.dedup();
    match paths.len() {
        0 => Found::None,
        1 => Found::One { path: paths.remove(0), old_name },
        _ => Found::Many(paths),
    }
}

/// 冕宁县泸沽镇长征村3组: each part that is known narrows where the next is looked for.
fn in_address(atlas: &Atlas, text: &str, within: &str, on: Day) -> Found {
    let mut deepest = Found::None;
    let mut within = within.to_owned();
    for part in parts(text) {
        match named(atlas, part, &within, Level::Village, on) {
            Found::One { path, old_name } => {
                within.clone_from(&path);
                deepest = Found::One { path, old_name };
            }
            Found::Many(paths) if deepest == Found::None => deepest = Found::Many(paths),
            _ => (),
        }
    }
    deepest
}

fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let ends = ENDS.iter().filter_map(|it| rest.find(it).map(|at| (at, it.len())));
        // The nearest end, and of those that begin there the longest; a name has a character before it.
        let nearest = ends.filter(|(at, _)| 0 < *at).min_by_key(|(at, length)| (*at, usize::MAX - length));
        let (part, after) = nearest.map_or((rest, ""), |(at, length)| rest.split_at(at + length));
        parts.push(part);
        rest = after;
    }
    parts
}

/// Names within `within` that look or sound like `text`, best first.
pub fn like(atlas: &Atlas, text: &str, within: &str, on: Day) -> Vec<String> {
    let text = half_width(text).replace(' ', "");
    let stem = atlas.stem(&text);
    if stem.is_empty() {
        return Vec::new();
    }
    let sound = linkage::spelling::sound(stem);
    let mut near: Vec<(bool, &str)> = Vec::new();
    for area in atlas.under(within).iter().filter(|it| it.holds_on(on)) {
        let other = atlas.stem(&area.name_zh);
        let shares = other.chars().filter(|it| stem.contains(*it)).count();
        let alike = linkage::spelling::sound(other) == sound;
        if alike || (0 < shares && other.chars().count() <= shares + 1) {
            near.push((!alike, &area.name_zh));
        }
    }
    near.sort_unstable();
    near.into_iter().take(LIKE_MAX).map(|it| it.1.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_parted_at_their_ends() {
        assert_eq!(parts("冕宁县泸沽镇长征村3组"), ["冕宁县", "泸沽镇", "长征村", "3组"]);
        assert_eq!(parts("长征社区居委会"), ["长征社区", "居委会"]);
        assert_eq!(parts("某地"), ["某地"]);
    }
}
