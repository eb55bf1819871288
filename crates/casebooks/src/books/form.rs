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
    fn a_brace_that_is_not_closed_is_plain() {
        assert_eq!(pieces("a{b"), [Piece::Plain("a{b")]);
        assert_eq!(places("{a}-{b:3}").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(filled("一{x}二", |_, _| "·".into()), "一·二");
    }
}
