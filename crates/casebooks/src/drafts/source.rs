//! The text of a book that is begun, and its edition. Pure.

use base::{Result, error::OrBroken};
use toml_edit::{DocumentMut, Item, value};

/// What a new book begins with.
const START: &str = include_str!("start.toml");

/// A new book's text.
pub(super) fn begun(zh: &str, en: &str, group: &str) -> Result<String> {
    let mut document: DocumentMut = START.parse().or_broken()?;
    for (name, text) in [("zh", zh), ("en", en), ("group", group)] {
        document[name] = value(text);
    }
    Ok(document.to_string())
}

/// The same text under another edition; one that cannot be read stays as it is.
pub(super) fn with_edition(text: &str, edition: i64) -> String {
    let Ok(mut document) = text.parse::<DocumentMut>() else { return text.to_owned() };
    match document.get_mut("edition").and_then(Item::as_value_mut) {
        // What stands beside it, such as a comment, stays.
        Some(held) => {
            let around = held.decor().clone();
            *held = edition.into();
            *held.decor_mut() = around;
        }
        None => {
            // Beside the other keys of the book, above its tables.
            document.insert("edition", value(edition));
        }
    }
    document.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edition_is_raised_where_it_stands() {
        let check = |text: &str, want: &str| assert_eq!(with_edition(text, 4), want);
        check("zh = \"A\"\nedition = 1 # once\n[state.a]\n", "zh = \"A\"\nedition = 4 # once\n[state.a]\n");
        check("zh = \"A\"\n[state.a]\nx = 1\n", "zh = \"A\"\nedition = 4\n[state.a]\nx = 1\n");
        check("zh = ", "zh = ");
    }

    #[test]
    fn a_new_book_takes_any_name() {
        let text = begun("引号\"和\\", "It's \"new\"", "supervision").unwrap();
        let read: toml::Table = text.parse().unwrap();
        assert_eq!(read["zh"].as_str(), Some("引号\"和\\"));
        assert_eq!(read["en"].as_str(), Some("It's \"new\""));
    }
}
