//! Offset in an expression → line and column in the pack file, for whoever has to mend it.

use serde::Serialize;

/// A place in a file as editors count: lines from 1, columns from 1 in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// The place of a byte offset in `text`.
pub fn position(text: &str, offset: usize) -> Position {
    let before: String = text.char_indices().take_while(|(at, _)| *at < offset).map(|(_, it)| it).collect();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    Position { line, column }
}

/// Where a byte offset in the value of a TOML string lies in the string as it stands in the file.
/// `raw` begins with the opening quote; escapes and the newline after `"""` are counted.
pub fn in_toml_string(raw: &str, offset: usize) -> usize {
    let (quote, escapes) = match raw {
        _ if raw.starts_with("\"\"\"") => (3, true),
        _ if raw.starts_with("'''") => (3, false),
        _ if raw.starts_with('"') => (1, true),
        _ if raw.starts_with('\'') => (1, false),
        _ => (0, false),
    };
    let mut at = quote;
    if quote == 3 {
        let rest = &raw[at..];
        at += if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
    }
    let mut decoded = 0;
    while decoded < offset {
        let mut rest = raw[at..].chars();
        let Some(first) = rest.next() else { break };
        if !(escapes && first == '\\') {
            (at, decoded) = (at + first.len_utf8(), decoded + first.len_utf8());
            continue;
        }
        let digits = match rest.next() {
            Some('u') => 4,
            Some('U') => 8,
            Some('x') => 2,
            Some(it) if it.is_whitespace() => {
                // A backslash at the end of a line swallows the blanks that follow.
                let blank = raw[at + 1..].chars().take_while(|it| it.is_whitespace());
                at += 1 + blank.map(char::len_utf8).sum::<usize>();
                continue;
            }
            _ => 0,
        };
        let code = raw.get(at + 2..at + 2 + digits).and_then(|it| u32::from_str_radix(it, 16).ok());
        decoded += code.and_then(char::from_u32).map_or(1, char::len_utf8);
        at += 2 + digits;
    }
    at.min(raw.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_characters() {
        let text = "年龄 = 1\n条件 = \"x\"\n";
        assert_eq!(position(text, 0), Position { line: 1, column: 1 });
        assert_eq!(position(text, text.find('x').unwrap()), Position { line: 2, column: 7 });
    }

    #[test]
    fn escapes_move_the_place() {
        let cases = [
            (r#""a == 1""#, 2, 3),
            (r#""a == \"x\" && b""#, 5, 6),
            (r#""a == \"x\" && b""#, 6, 8),
            (r#""\u4e2d = b""#, 3, 7),
            ("'a == \"x\"'", 6, 7),
            ("\"\"\"\na && b\"\"\"", 2, 6),
            ("\"\"\"\\\n   a && b\"\"\"", 2, 10),
        ];
        for (raw, offset, at) in cases {
            assert_eq!(in_toml_string(raw, offset), at, "{raw} at {offset}");
        }
    }
}
