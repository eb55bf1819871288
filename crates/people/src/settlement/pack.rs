//! The pack's section `settlement`: the casebook of services elsewhere and its fields.

use casebooks::books::{Book, Books, Sort};
use platform::packs::{Check, Section};
use serde::Deserialize;

/// `settlement.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settlement {
    pub book: String,
    /// A choice: `here` for elders of others whom we serve, `there` for ours whom others serve.
    pub direction: String,
    pub here: String,
    pub there: String,
    /// The other area, as bills name it.
    pub partner: String,
    /// What is served: a choice whose ids both areas use.
    pub service: String,
    /// The number under which the other area authorised it.
    pub authorisation: String,
    /// The table of months, its column of the month and that of the sum.
    pub months: String,
    pub month: String,
    pub sum: String,
}

impl Section for Settlement {
    const NAME: &'static str = "settlement";

    fn check(&self, check: &mut Check<'_>) {
        let Some(books) = check.other::<Books>() else { return };
        let known: Vec<String> = books.0.keys().cloned().collect();
        let book = books.0.get(&self.book).cloned();
        check.reference("book", "casebook", &self.book, known.iter().map(String::as_str));
        let Some(book) = book else { return };
        for (key, field, sort) in [
            ("direction", &self.direction, Sort::Choice),
            ("partner", &self.partner, Sort::Text),
            ("service", &self.service, Sort::Choice),
            ("authorisation", &self.authorisation, Sort::Text),
            ("months", &self.months, Sort::Table),
        ] {
            self.field(check, &book, key, field, sort);
        }
        let choices = book.field.get(&self.direction).map(|it| it.choices.clone()).unwrap_or_default();
        for (key, choice) in [("here", &self.here), ("there", &self.there)] {
            check.reference(key, "choice", choice, choices.iter().map(|it| it.id.as_str()));
        }
        let Some(table) = book.field.get(&self.months) else { return };
        for (key, column, sort) in [("month", &self.month, Sort::Month), ("sum", &self.sum, Sort::Money)] {
            check.reference(key, "field", column, table.columns.keys().map(String::as_str));
            if table.columns.get(column).is_some_and(|it| it.sort != sort) {
                check.fault(key, "settlement-other-sort").arg("field", column);
            }
        }
    }
}

impl Settlement {
    fn field(&self, check: &mut Check<'_>, book: &Book, key: &str, field: &str, sort: Sort) {
        check.reference(key, "field", field, book.field.keys().map(String::as_str));
        if book.field.get(field).is_some_and(|it| it.sort != sort) {
            check.fault(key, "settlement-other-sort").arg("field", field).arg("book", &self.book);
        }
    }
}
