//! The text of a book: out of the layers of a pack, or of one that is begun. Pure.

use base::{Result, error::OrBroken};
use toml_edit::{DocumentMut, Item, TableLike, value};

/// What a new book begins with.
const START: &str = include_str!("start.toml");

/// One text of those that the layers have, the most general first: a later one adds to an earlier one or
/// overrides it, key by key, as packs do. The first keeps its comments.
pub(super) fn piled<'t>(layers: impl IntoIterator<Item = &'t str>) -> Result<String> {
    let mut layers = layers.into_iter();
    let Some(first) = layers.next() else { return Ok(String::new()) };
    let mut whole: Option<DocumentMut> = None;
    for text in layers {
        let mut below = match whole.take() {
            Some(it) => it,
            None => first.parse().or_broken()?,
        };
        let above: DocumentMut = text.parse().or_broken()?;
        overlay(below.as_table_mut(), above.as_table());
        whole = Some(below);
    }
    Ok(whole.map_or_else(|| first.to_owned(), |it| it.to_string()))
}

fn overlay(below: &mut dyn TableLike, above: &dyn TableLike) {
    for (name, item) in above.iter() {
        if is_removal(item) {
            below.remove(name);
            continue;
        }
        let Some(held) = below.get_mut(name) else {
            below.insert(name, item.clone());
            continue;
        };
        match (held.as_table_like_mut(), item.as_table_like()) {
            (Some(below), Some(above)) => overlay(below, above),
            // In its place: the comment above the key stays.
            _ => *held = item.clone(),
        }
    }
}

/// `key = { remove = true }` takes away what an earlier layer has.
fn is_removal(item: &Item) -> bool {
    let table = item.as_table_like().filter(|it| it.len() == 1);
    table.and_then(|it| it.get("remove")).and_then(Item::as_bool) == Some(true)
}

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

/// A text as people send it: one kind of line end, one at its end.
pub(super) fn tidy(text: &str) -> String {
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_are_piled_key_by_key_and_comments_stay() {
        let first = "# why\nzh = \"A\"\n\n[state.open]\nzh = \"B\" # here\n\n[state.gone]\nzh = \"C\"\n";
        let second = "zh = \"D\"\n[state.open]\nen = \"E\"\n[state]\ngone = { remove = true }\nmore = { zh = \"F\" }\n";
        assert_eq!(piled([first]).unwrap(), first);
        let text = piled([first, second]).unwrap();
        assert!(text.starts_with("# why\nzh = \"D\"\n"), "{text}");
        assert!(text.contains("zh = \"B\" # here\nen = \"E\""), "{text}");
        let read: toml::Table = text.parse().unwrap();
        assert_eq!(read["state"]["more"]["zh"].as_str(), Some("F"));
        assert!(!read["state"].as_table().unwrap().contains_key("gone"));
        assert_eq!(piled([]).unwrap(), "");
    }

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
        assert_eq!(tidy("a\r\nb\r\n\r\n"), "a\nb\n");
    }
}
