//! What a book of claims must have: the fields that the program fills, what became of a claim, and steps
//! that tell of it.

use casebooks::books::{Book, Books, Sort};
use platform::packs::Check;

use super::{fields, told::KIND};

/// The fields, whether the program fills them, and the choices that must be among theirs.
const NEEDED: &[(&str, Sort, bool, &[&str])] = &[
    (fields::BENEFIT, Sort::Choice, true, &[]),
    (fields::MONTH, Sort::Month, true, &[]),
    (fields::PERIOD, Sort::Text, true, &[]),
    (fields::SUM, Sort::Money, true, &[]),
    (fields::COST, Sort::Money, true, &[]),
    (fields::UNITS, Sort::Whole, true, &[]),
    (fields::RATE, Sort::Money, true, &[]),
    (fields::FACTS, Sort::Text, true, &[]),
    (fields::PACK, Sort::Text, true, &[]),
    (fields::OUTCOME, Sort::Choice, false, &["approved", "paid", "refused", "withdrawn", "returned"]),
    (fields::DECIDED_ON, Sort::Date, false, &[]),
    (fields::PAID_ON, Sort::Date, false, &[]),
    (fields::VOUCHER, Sort::Text, false, &[]),
    (fields::TAKEN_BACK, Sort::Money, false, &[]),
];

/// What the book of a facility's benefit must be, with the benefit among what can be claimed.
pub(crate) fn check_book(path: &str, id: &str, book: &str, check: &mut Check<'_>) {
    let Some(books) = check.other::<Books>() else { return };
    let known: Vec<String> = books.0.keys().cloned().collect();
    let Some(it) = books.0.get(book) else {
        return check.reference(path, "casebook", book, known.iter().map(String::as_str));
    };
    let choices = it.field.get(fields::BENEFIT).map(|it| it.choices.clone()).unwrap_or_default();
    let lacking = lacking(it);
    for field in &lacking {
        check.fault(path, "providers-book-lacks").arg("book", book).arg("field", field);
    }
    if lacking.is_empty() && choices.iter().all(|it| it.id != id) {
        check.fault(path, "applications-book-lacks-benefit").arg("book", book).arg("benefit", id);
    }
}

/// The fields that a book lacks, or has of another kind.
fn lacking(book: &Book) -> Vec<&'static str> {
    let fits = |(id, sort, program, choices): &(&str, Sort, bool, &[&str])| {
        book.field.get(*id).is_some_and(|it| {
            let has = |wanted: &&str| it.choices.iter().any(|choice| choice.id == **wanted);
            it.sort == *sort && it.program == *program && choices.iter().all(has)
        })
    };
    let tells = book.step.values().any(|it| it.tells.as_deref() == Some(KIND));
    let missing = NEEDED.iter().filter(|it| !fits(it)).map(|it| it.0);
    let facility = (book.subject != "facility").then_some("subject");
    missing.chain(facility).chain((!tells).then_some("tells")).collect()
}
