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
pub(super) fn lines(old: &str, new: &str) -> Vec<Line> {
    let (a, b): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (inner_a, inner_b) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    if inner_a.is_empty() && inner_b.is_empty() {
        return Vec::new();
    }
    let mut all: Vec<Line> = Vec::new();
    let line = |kind, old: Option<usize>, new: Option<usize>, text: &str| Line {
        kind,
        old: old.map(|it| it as i64 + 1),
        new: new.map(|it| it as i64 + 1),
        text: text.to_owned(),
    };
    for at in 0..head {
        all.push(line(Kind::Same, Some(at), Some(at), a[at]));
    }
    let (mut i, mut j) = (0, 0);
    let same = common(inner_a, inner_b);
    for (x, y) in same.into_iter().chain([(inner_a.len(), inner_b.len())]) {
        while i < x {
            all.push(line(Kind::Gone, Some(head + i), None, inner_a[i]));
            i += 1;
        }
        while j < y {
            all.push(line(Kind::New, None, Some(head + j), inner_b[j]));
            j += 1;
        }
        if x < inner_a.len() {
            all.push(line(Kind::Same, Some(head + x), Some(head + y), inner_a[x]));
            (i, j) = (x + 1, y + 1);
        }
    }
    for at in 0..tail {
        let (x, y) = (a.len() - tail + at, b.len() - tail + at);
        all.push(line(Kind::Same, Some(x), Some(y), a[x]));
    }
    around(all)
}

/// The longest list of lines that both have, by their places.
fn common(a: &[&str], b: &[&str]) -> Vec<(usize, usize)> {
    if LINES_MAX < a.len() || LINES_MAX < b.len() {
        return Vec::new();
    }
    let wide = b.len() + 1;
    let mut longest = vec![0_u16; (a.len() + 1) * wide];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i * wide + j] = if a[i] == b[j] {
                longest[(i + 1) * wide + j + 1] + 1
            } else {
                longest[(i + 1) * wide + j].max(longest[i * wide + j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if longest[i * wide + j + 1] <= longest[(i + 1) * wide + j] {
            i += 1;
        } else {
            j += 1;
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
