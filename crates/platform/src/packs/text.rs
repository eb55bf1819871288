//! The text of one file of a pack, out of the layers that have it. Pure.

use base::{Result, error::OrBroken};
use toml_edit::{DocumentMut, Item, TableLike};

/// One text of those that the layers have, the most general first: a later one adds to an earlier one or
/// overrides it, key by key, as packs do. The first keeps its comments.
pub fn piled<'t>(layers: impl IntoIterator<Item = &'t str>) -> Result<String> {
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

/// A text as people send it: one kind of line end, one at its end.
pub fn tidy(text: &str) -> String {
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
    fn a_text_ends_each_line_alike() {
        assert_eq!(tidy("a\r\nb\r\n\r\n"), "a\nb\n");
    }
}
