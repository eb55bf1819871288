//! Text with places in braces: the form of a number, and the text of a letter. Pure.

/// A piece of such a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    Plain(&'t str),
    /// `{name}` or `{name:width}`, and where it begins.
    Place {
        name: &'t str,
        width: usize,
        at: usize,
    },
}

/// Widest serial number.
const WIDTH_MAX: usize = 9;

/// Cuts a text into its pieces. A brace that is not closed is plain text.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('{').map(|it| at + it) {
        let Some(close) = text[open..].find('}').map(|it| open + it) else { break };
        if at < open {
            pieces.push(Piece::Plain(&text[at..open]));
        }
        let inner = &text[open + 1..close];
        let (name, width) = inner.split_once(':').unwrap_or((inner, "0"));
        let width = width.trim().parse().unwrap_or(0).min(WIDTH_MAX);
        pieces.push(Piece::Place { name: name.trim(), width, at: open });
        at = close + 1;
    }
    if at < text.len() {
        pieces.push(Piece::Plain(&text[at..]));
    }
    pieces
}

/// The names of the places of a text.
pub fn places(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).into_iter().filter_map(|it| match it {
        Piece::Place { name, .. } => Some(name),
        Piece::Plain(_) => None,
    })
}

/// Fills the places; `fill` is given a name and a width.
pub fn filled(text: &str, mut fill: impl FnMut(&str, usize) -> String) -> String {
    pieces(text)
        .into_iter()
        .map(|it| match it {
            Piece::Plain(text) => text.to_owned(),
            Piece::Place { name, width, .. } => fill(name, width),
        })
        .collect()
}

/// A part of a letter: plain, or one that is left out when a place in it stays empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause<'t> {
    pub text: &'t str,
    pub optional: bool,
}

/// Where an optional part of a letter begins and ends.
const OPTIONAL: (&str, &str) = ("[[", "]]");

/// Cuts a letter into its clauses; nothing where the marks do not pair.
pub fn clauses(text: &str) -> Option<Vec<Clause<'_>>> {
    let (begin, end) = OPTIONAL;
    let mut clauses = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(begin) {
        let (inner, tail) = after.split_once(end)?;
        if before.contains(end) || inner.contains(begin) {
            return None;
        }
        clauses.push(Clause { text: before, optional: false });
        clauses.push(Clause { text: inner, optional: true });
        rest = tail;
    }
    if rest.contains(end) {
        return None;
    }
    clauses.push(Clause { text: rest, optional: false });
    Some(clauses)
}

/// Fills a letter. An optional part of which a place stays empty is left out, and its line with it
/// when nothing else stands there.
pub fn letter(text: &str, mut fill: impl FnMut(&str) -> String) -> String {
    let Some(clauses) = clauses(text) else { return filled(text, |name, _| fill(name)) };
    let mut letter = String::new();
    let mut left_out = false;
    for clause in clauses {
        let mut empty = false;
        let said = filled(clause.text, |name, _| {
            let value = fill(name);
            empty |= value.trim().is_empty();
            value
        });
        if clause.optional && empty {
            left_out = letter.is_empty() || letter.ends_with('\n');
            continue;
        }
        letter.push_str(if left_out { said.strip_prefix('\n').unwrap_or(&said) } else { &said });
        left_out = false;
    }
    letter
}

/// What the form of a number may name.
pub const NUMBER_PLACES: [&str; 3] = ["year", "month", "serial"];

/// Within which period the serials of a form begin anew: a year only where the number says the year,
/// or the second year would give the numbers of the first.
pub fn period(form: &str, year: i32) -> String {
    if places(form).any(|it| it == "year") { year.to_string() } else { String::new() }
}

/// A case's number by its book's form.
pub fn number(form: &str, year: i16, month: i8, serial: i64) -> String {
    filled(form, |name, width| match name {
        "year" => year.to_string(),
        "month" => format!("{month:02}"),
        _ => format!("{serial:0width$}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_filled_by_their_form() {
        assert_eq!(number("隐患〔{year}〕{serial:4}号", 2026, 10, 7), "隐患〔2026〕0007号");
        assert_eq!(number("{serial}", 2026, 10, 12_345), "12345");
    }

    #[test]
    fn serials_begin_anew_only_where_the_number_says_the_year() {
        assert_eq!(period("〔{year}〕{serial:4}", 2026), "2026");
        assert_eq!(period("{month}-{serial:4}", 2026), "", "a month comes again");
    }

    #[test]
    fn a_part_of_a_letter_without_its_value_is_left_out() {
        let fill = |name: &str| if name == "day" { "5".to_owned() } else { String::new() };
        for (text, want) in [
            ("a[[, by {day}]].", "a, by 5."),
            ("a[[, by {who}]].", "a."),
            ("a[[, {day} by {who}]].", "a."),
            ("1\n[[by {who}]]\n2", "1\n2"),
            ("1\n[[by {who}]] x\n2", "1\n x\n2"),
            ("1\n[[by {day}]]\n2", "1\nby 5\n2"),
            ("{who}", ""),
            ("a]] {day} [[", "a]] 5 [["),
        ] {
            assert_eq!(letter(text, fill), want, "{text}");
        }
        for text in ["[[a", "a]]", "[[a [[b]] c]]"] {
            assert_eq!(clauses(text), None, "{text}");
        }
    }

    #[test]
    fn a_brace_that_is_not_closed_is_plain() {
        assert_eq!(pieces("a{b"), [Piece::Plain("a{b")]);
        assert_eq!(places("{a}-{b:3}").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(filled("一{x}二", |_, _| "·".into()), "一·二");
    }
}
