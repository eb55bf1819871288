//! Two texts line by line: what went, what came, and a few lines around. Pure.

use schemars::JsonSchema;
use serde::Serialize;

/// Lines shown around a change.
const AROUND: usize = 3;
/// Beyond so many lines on each side, what lies between the first and the last difference is one change.
const LINES_MAX: usize = 3_000;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Line {
    pub kind: Kind,
    /// Its number in the old text, and in the new one.
    pub old: Option<i64>,
    pub new: Option<i64>,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Same,
    Gone,
    New,
    /// Lines that are left out.
    Skip,
}

/// What differs; nothing when the texts are the same.
pub fn lines(old: &str, new: &str) -> Vec<Line> {
    let (was, is): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let head = was.iter().zip(&is).take_while(|(was, is)| was == is).count();
    let ends = was[head..].iter().rev().zip(is[head..].iter().rev());
    let tail = ends.take_while(|(was, is)| was == is).count();
    let (inner_was, inner_is) = (&was[head..was.len() - tail], &is[head..is.len() - tail]);
    if inner_was.is_empty() && inner_is.is_empty() {
        return Vec::new();
    }
    let mut all: Vec<Line> = Vec::new();
    let line = |kind, old: Option<usize>, new: Option<usize>, text: &str| Line {
        kind,
        old: old.map(|it| it as i64 + 1),
        new: new.map(|it| it as i64 + 1),
        text: text.to_owned(),
    };
    for (at, text) in was.iter().take(head).enumerate() {
        all.push(line(Kind::Same, Some(at), Some(at), text));
    }
    let (mut gone, mut came) = (0, 0);
    let same = common(inner_was, inner_is);
    for (until, up_to) in same.into_iter().chain([(inner_was.len(), inner_is.len())]) {
        while gone < until {
            all.push(line(Kind::Gone, Some(head + gone), None, inner_was[gone]));
            gone += 1;
        }
        while came < up_to {
            all.push(line(Kind::New, None, Some(head + came), inner_is[came]));
            came += 1;
        }
        if until < inner_was.len() {
            all.push(line(Kind::Same, Some(head + until), Some(head + up_to), inner_was[until]));
            (gone, came) = (until + 1, up_to + 1);
        }
    }
    for at in 0..tail {
        let (before, after) = (was.len() - tail + at, is.len() - tail + at);
        all.push(line(Kind::Same, Some(before), Some(after), was[before]));
    }
    around(all)
}

/// The longest list of lines that both have, by their places.
fn common(was: &[&str], is: &[&str]) -> Vec<(usize, usize)> {
    if LINES_MAX < was.len() || LINES_MAX < is.len() {
        return Vec::new();
    }
    let wide = is.len() + 1;
    let mut longest = vec![0_u16; (was.len() + 1) * wide];
    for old in (0..was.len()).rev() {
        for new in (0..is.len()).rev() {
            longest[old * wide + new] = if was[old] == is[new] {
                longest[(old + 1) * wide + new + 1] + 1
            } else {
                longest[(old + 1) * wide + new].max(longest[old * wide + new + 1])
            };
        }
    }
    let (mut old, mut new, mut pairs) = (0, 0, Vec::new());
    while old < was.len() && new < is.len() {
        if was[old] == is[new] {
            pairs.push((old, new));
            (old, new) = (old + 1, new + 1);
        } else if longest[old * wide + new + 1] <= longest[(old + 1) * wide + new] {
            old += 1;
        } else {
            new += 1;
        }
    }
    pairs
}

/// Leaves out what lies far from any change.
fn around(all: Vec<Line>) -> Vec<Line> {
    let changed: Vec<usize> = (0..all.len()).filter(|it| all[*it].kind != Kind::Same).collect();
    let near = |at: usize| changed.iter().any(|it| it.abs_diff(at) <= AROUND);
    let mut shown: Vec<Line> = Vec::new();
    for (at, line) in all.into_iter().enumerate() {
        if near(at) {
            shown.push(line);
        } else if shown.last().is_none_or(|it| it.kind != Kind::Skip) {
            shown.push(Line { kind: Kind::Skip, old: None, new: None, text: String::new() });
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marks(old: &str, new: &str) -> String {
        let mark = |it: &Line| match it.kind {
            Kind::Same => format!(" {}", it.text),
            Kind::Gone => format!("-{}", it.text),
            Kind::New => format!("+{}", it.text),
            Kind::Skip => "…".to_owned(),
        };
        lines(old, new).iter().map(mark).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn what_differs_stands_between_what_does_not() {
        assert_eq!(marks("a\nb\nc", "a\nb\nc"), "");
        assert_eq!(marks("a\nb\nc", "a\nx\nc"), " a\n-b\n+x\n c");
        assert_eq!(marks("", "a\nb"), "+a\n+b");
        assert_eq!(marks("a\nb\nc\nd", "b\nd\ne"), "-a\n b\n-c\n d\n+e");
        let long: String = (0..20).map(|it| format!("{it}\n")).collect();
        assert_eq!(
            marks(&long, &long.replace("10\n", "ten\n")),
            "…\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n…"
        );
    }

    proptest! {
        #[test]
        fn nothing_is_lost(a in prop::collection::vec("[a-c]", 0..12), b in prop::collection::vec("[a-c]", 0..12)) {
            let (old, new) = (a.join("\n"), b.join("\n"));
            let all = lines(&old, &new);
            let of = |kind: Kind| all.iter().filter(|it| it.kind == kind).count();
            // As many lines more as came, as many less as went.
            let (was, is) = (old.lines().count() as i64, new.lines().count() as i64);
            prop_assert_eq!(of(Kind::New) as i64 - of(Kind::Gone) as i64, is - was);
            for it in all.iter().filter(|it| it.kind == Kind::Gone) {
                prop_assert_eq!(old.lines().nth(it.old.unwrap() as usize - 1), Some(it.text.as_str()));
            }
            for it in all.iter().filter(|it| it.kind == Kind::New) {
                prop_assert_eq!(new.lines().nth(it.new.unwrap() as usize - 1), Some(it.text.as_str()));
            }
        }
    }
}
