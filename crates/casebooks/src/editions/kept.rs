//! The text of a book as it is kept. Pure.

use base::{Result, error::OrBroken};
use sha2::{Digest, Sha256};

use crate::books::{Book, Ready};

/// A text that is kept, and its SHA-256.
pub struct Kept {
    pub(super) text: String,
    pub(super) digest: String,
}

/// Seen by nobody: no role has such a name.
const NOBODY: &str = "-";

/// The whole book with its lists of choices written out: a list of the pack may change, too.
pub(super) fn text(ready: &Ready) -> Result<String> {
    let mut book = ready.book.clone();
    for (id, field) in &mut book.field {
        if field.list_of.take().is_some() {
            field.choices = ready.choices(id).to_vec();
        }
        for column in field.columns.values_mut() {
            column.list_of = None;
        }
    }
    serde_json::to_string(&book).or_broken()
}

/// The same with its digest, made once for each book of a pack.
pub(super) fn of(ready: &Ready) -> Result<&Kept> {
    if let Some(known) = ready.kept.get() {
        return Ok(known);
    }
    let text = text(ready)?;
    Ok(ready.kept.get_or_init(|| Kept { digest: digest(&text), text }))
}

pub(super) fn read(text: &str) -> Result<Book> {
    serde_json::from_str(text).or_broken()
}

pub(super) fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|it| format!("{it:02x}")).collect()
}

/// What was hidden from a role since is hidden in old cases, too.
pub(super) fn hide(old: &mut Book, now: &Book) {
    for (id, field) in &mut old.field {
        let Some(see) = now.field.get(id).map(|it| &it.see).filter(|it| !it.is_empty()) else { continue };
        if field.see.is_empty() {
            field.see.clone_from(see);
        } else {
            field.see.retain(|it| see.contains(it));
        }
        if field.see.is_empty() {
            field.see.push(NOBODY.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: &str = include_str!("../books/small.toml");

    fn book() -> Book {
        let mut book: Book = toml::from_str(BOOK).unwrap();
        // That reader puts names in their own order; packs keep the order of the page.
        book.field.sort_by_key(|id, _| id != "spot");
        book
    }

    #[test]
    fn a_book_comes_back_as_it_was_kept() {
        let ready = Ready::make("it", book(), &rules::Catalogue::default(), &[]).unwrap();
        let kept = text(&ready).unwrap();
        let back = read(&kept).unwrap();
        assert_eq!(
            back.field.keys().collect::<Vec<_>>(),
            ["spot", "doors", "grade", "people"],
            "in the order of the page"
        );
        assert_eq!(back.field["people"].columns.keys().collect::<Vec<_>>(), ["name"]);
        let again = Ready::make("it", back, &rules::Catalogue::default(), &[]).unwrap();
        assert_eq!(digest(&text(&again).unwrap()), digest(&kept));
    }

    #[test]
    fn what_was_hidden_since_is_hidden_in_old_cases() {
        let check = |was: &[&str], is: &[&str], want: &[&str]| {
            let roles = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
            let (mut old, mut now) = (book(), book());
            old.field["spot"].see = roles(was);
            now.field["spot"].see = roles(is);
            hide(&mut old, &now);
            assert_eq!(old.field["spot"].see, roles(want));
        };
        check(&[], &[], &[]);
        check(&["a"], &[], &["a"]);
        check(&[], &["a"], &["a"]);
        check(&["a", "b"], &["b", "c"], &["b"]);
        check(&["a"], &["b"], &[NOBODY]);
    }
}
