//! What is wrong in the declaration of a casebook, each fault at its own line.
//!
//! | file        | what                                                         |
//! |-------------|--------------------------------------------------------------|
//! | `fields.rs` | one field: what its sort takes, choices, columns              |
//! | `steps.rs`  | states and steps: the graph, deadlines, who takes them         |
//! | `rest.rs`   | letters, links, facts, figures, publication, periods           |

mod fields;
mod rest;
mod steps;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use platform::{access::roles::Roles, packs::Check, terms::CodeRow};
use rules::{Catalogue, Kind};

use super::{Book, Books, Groups, facts, field::Choice, form, shelf::choices_of};

/// What the checks of one book share.
struct Of<'b> {
    books: &'b Books,
    id: &'b str,
    book: &'b Book,
    roles: Vec<String>,
    facts: Catalogue,
    codes: Vec<CodeRow>,
}

pub(super) fn book(books: &Books, id: &str, book: &Book, check: &mut Check<'_>) {
    let codes: Vec<CodeRow> = check.rows::<CodeRow>().map(<[CodeRow]>::to_vec).unwrap_or_default();
    let roles = check.other::<Roles>().map(|it| it.role.keys().cloned().collect()).unwrap_or_default();
    let facts = facts::catalogue(book, check.facts(), &|field| choices_of(field, &codes));
    let of = Of { books, id, book, roles, facts, codes };
    of.itself(check);
    of.fields(check);
    of.states(check);
    of.steps(check);
    of.rest(check);
}

impl Of<'_> {
    fn itself(&self, check: &mut Check<'_>) {
        let (id, book) = (self.id, self.book);
        if !is_name(id) {
            check.fault(id, "casebooks-not-a-name").arg("written", id);
        }
        if let Some(groups) = check.other::<Groups>() {
            let known: Vec<String> = groups.group.keys().cloned().collect();
            let known = known.iter().map(String::as_str);
            check.reference(&format!("{id}.group"), "casebook-group", &book.group, known);
        }
        match (book.subject.as_str(), book.subject_book()) {
            ("person" | "facility" | "area" | "none", _) => (),
            (_, Some(other)) => self.is_book(check, "subject", other),
            (written, None) => {
                let known = ["person", "facility", "area", "none"];
                check.reference(&self.at("subject"), "subject", written, known);
            }
        }
        if book.edition < 1 {
            check.range(&self.at("edition"), &book.edition, 1..);
        }
        for name in form::places(&book.number) {
            check.reference(&self.at("number"), "number-place", name, form::NUMBER_PLACES);
        }
        if !form::places(&book.number).any(|it| it == "serial") {
            check.fault(&self.at("number"), "casebooks-number-without-serial");
        }
        for (at, field) in book.title.iter().enumerate() {
            let here = format!("title[{at}]");
            // Whoever sees a case sees what names it.
            let open =
                |it: &super::Field| it.see.is_empty() && !it.sort.is_sealed() && !it.sort.is_attached();
            if self.is_field(check, &here, field) && !open(&book.field[field]) {
                check.fault(&self.at(&here), "casebooks-title-hidden").arg("field", field);
            }
        }
        for (at, field) in book.once.iter().enumerate() {
            let here = format!("once[{at}]");
            if self.is_field(check, &here, field) && book.subject == "none" {
                check.fault(&self.at(&here), "casebooks-once-of-nothing");
            }
        }
        self.are_roles(check, "open", &book.open);
        self.are_roles(check, "see", &book.see);
        if let Some(correct) = &book.correct {
            self.are_roles(check, "correct.agree", &correct.agree);
            if correct.agree.is_empty() {
                check.fault(&self.at("correct.agree"), "casebooks-nobody-agrees");
            }
        }
        if book.open.is_empty() && book.periodic.is_none() && book.opens_when.is_none() && !self.is_opened() {
            check.fault(&self.at("open"), "casebooks-nobody-opens");
        }
        for (path, zh, en) in self.names() {
            if zh.trim().is_empty() || en.trim().is_empty() {
                check.fault(&path, "casebooks-no-words");
            }
        }
    }

    /// Whether a step of another book opens its cases.
    fn is_opened(&self) -> bool {
        let steps = self.books.0.values().flat_map(|it| it.step.values());
        steps.filter_map(|it| it.opens.as_ref()).any(|it| it.book == self.id)
    }

    /// Every pair of words with its place.
    fn names(&self) -> Vec<(String, &str, &str)> {
        let book = self.book;
        let mut names = vec![(self.id.to_owned(), book.zh.as_str(), book.en.as_str())];
        for (name, it) in &book.part {
            names.push((self.at(&format!("part.{name}")), &it.zh, &it.en));
        }
        for (name, it) in &book.field {
            names.push((self.at(&format!("field.{name}")), &it.zh, &it.en));
        }
        for (name, it) in &book.state {
            names.push((self.at(&format!("state.{name}")), &it.zh, &it.en));
        }
        for (name, it) in &book.step {
            names.push((self.at(&format!("step.{name}")), &it.zh, &it.en));
        }
        names
    }

    /// A key path of this book.
    fn at(&self, path: &str) -> String {
        format!("{}.{path}", self.id)
    }

    fn is_field(&self, check: &mut Check<'_>, path: &str, name: &str) -> bool {
        check.reference(&self.at(path), "field", name, self.book.field.keys().map(String::as_str));
        self.book.field.contains_key(name)
    }

    fn is_state(&self, check: &mut Check<'_>, path: &str, name: &str) {
        check.reference(&self.at(path), "state", name, self.book.state.keys().map(String::as_str));
    }

    fn is_step(&self, check: &mut Check<'_>, path: &str, name: &str) -> bool {
        check.reference(&self.at(path), "step", name, self.book.step.keys().map(String::as_str));
        self.book.step.contains_key(name)
    }

    fn is_book(&self, check: &mut Check<'_>, path: &str, name: &str) {
        check.reference(&self.at(path), "casebook", name, self.books.0.keys().map(String::as_str));
    }

    fn are_roles(&self, check: &mut Check<'_>, path: &str, roles: &[String]) {
        let mut met = BTreeSet::new();
        for (at, role) in roles.iter().enumerate() {
            let here = self.at(&format!("{path}[{at}]"));
            check.reference(&here, "role", role, self.roles.iter().map(String::as_str));
            if !met.insert(role) {
                check.fault(&here, "casebooks-twice").arg("written", role);
            }
        }
    }

    /// Compiles a rule of this book.
    fn rule(&self, check: &mut Check<'_>, path: &str, text: &str, kind: &Kind) -> Option<rules::Program> {
        check.rule_in(&self.facts, &self.at(path), text, kind, [])
    }

    fn choices(&self, field: &super::Field) -> Vec<Choice> {
        choices_of(field, &self.codes)
    }
}

/// Lower-case letters, digits and underscores, beginning with a letter: as addresses, columns and
/// rules write it.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|it: char| it.is_ascii_lowercase())
        && text.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_')
}
