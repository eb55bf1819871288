//! The pack's section `applications`: which book keeps them. The book is checked for the fields that
//! this room reads.

use casebooks::books::{Book, Books, Sort};
use platform::packs::{Check, Section};
use serde::Deserialize;

use super::{decided::KIND, fields};

/// `applications.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Applications {
    /// The casebook in which people apply.
    pub book: String,
}

/// What a book must have that tells this room, with the choices that it must know.
const NEEDED: &[(&str, Sort, &[&str])] = &[
    (fields::BENEFIT, Sort::Choice, &[]),
    (fields::APPLIED_ON, Sort::Date, &[]),
    (fields::DECIDED_ON, Sort::Date, &[]),
    (fields::REASONS, Sort::Text, &[]),
    (fields::OUTCOME, Sort::Choice, &["approved", "refused", "withdrawn"]),
];

impl Section for Applications {
    const NAME: &'static str = "applications";
    const HEARS: &'static [&'static str] = &[KIND];

    fn check(&self, check: &mut Check<'_>) {
        let Some(books) = check.other::<Books>() else { return };
        let known: Vec<String> = books.0.keys().cloned().collect();
        let lacking = books.0.get(&self.book).map(lacking).unwrap_or_default();
        check.reference("book", "casebook", &self.book, known.iter().map(String::as_str));
        for field in lacking {
            check.fault("book", "applications-book-lacks").arg("book", &self.book).arg("field", field);
        }
    }
}

/// What a benefit's book must be: one that there is, with the fields, the choices and the step that this
/// room knows, and with the benefit among what can be applied for.
pub(crate) fn check_book(path: &str, id: &str, book: &str, check: &mut Check<'_>) {
    let Some(books) = check.other::<Books>() else { return };
    let known: Vec<String> = books.0.keys().cloned().collect();
    let Some(it) = books.0.get(book) else {
        return check.reference(path, "casebook", book, known.iter().map(String::as_str));
    };
    let choices = it.field.get(fields::BENEFIT).map(|it| it.choices.clone()).unwrap_or_default();
    let lacking = lacking(it);
    for field in &lacking {
        check.fault(path, "applications-book-lacks").arg("book", book).arg("field", field);
    }
    if lacking.is_empty() && choices.iter().all(|it| it.id != id) {
        check.fault(path, "applications-book-lacks-benefit").arg("book", book).arg("benefit", id);
    }
}

/// The fields that a book lacks, or has of another kind.
fn lacking(book: &Book) -> Vec<&'static str> {
    let fits = |(id, sort, choices): &(&str, Sort, &[&str])| {
        book.field.get(*id).is_some_and(|it| {
            let has = |wanted: &&str| it.choices.iter().any(|choice| choice.id == **wanted);
            it.sort == *sort && choices.iter().all(has)
        })
    };
    let open = book.subject == "person" && book.step.values().any(|it| it.tells.as_deref() == Some(KIND));
    let missing = NEEDED.iter().filter(|it| !fits(it)).map(|it| it.0);
    missing.chain((!open).then_some("tells")).collect()
}
