//! Checks of values, letters, links, facts, figures, what is published and what recurs.

use platform::packs::Check;
use rules::Kind;

use super::{Of, is_name};
use crate::{
    books::{
        Sort,
        book::{CheckRule, Counted, Every, Given, Periodic},
        facts, form, graph,
    },
    cases::publish::face,
};

/// What a letter may name beside fields.
pub(crate) const LETTER_PLACES: [&str; 6] = ["number", "subject", "area", "today", "opened_on", "county"];
const YEARS_MAX: i64 = 200;

impl Of<'_> {
    pub(super) fn rest(&self, check: &mut Check<'_>) {
        for (id, rule) in &self.book.check {
            self.held(check, id, rule);
            if rule.zh.trim().is_empty() || rule.en.trim().is_empty() {
                check.fault(&self.at(&format!("check.{id}")), "casebooks-no-words");
            }
        }
        self.letters(check);
        for (id, link) in &self.book.link {
            self.is_book(check, &format!("link.{id}.book"), &link.book);
        }
        for (id, fact) in &self.book.fact {
            self.fact(check, id, fact);
        }
        for (id, figure) in &self.book.figure {
            if let Some(rule) = &figure.condition {
                self.rule(check, &format!("figure.{id}.where"), rule, &Kind::Bool);
            }
            let here = format!("figure.{id}.sum");
            if let Some(sum) = &figure.sum
                && self.is_field(check, &here, sum)
                && !self.book.field[sum].sort.is_figure()
            {
                check.fault(&self.at(&here), "casebooks-sum-of-no-figure").arg("field", sum);
            }
            self.share(check, id, figure);
        }
        self.published(check);
        if let Some(retain) = &self.book.retain {
            check.range(&self.at("retain.years"), &retain.years, 1..=YEARS_MAX);
        }
        if let Some(periodic) = &self.book.periodic {
            self.periodic(check, periodic);
        }
        if let Some(opens) = &self.book.opens_when {
            if self.book.subject == "person" {
                self.rule(check, "opens_when.rule", &opens.rule, &Kind::Bool);
            } else {
                check.fault(&self.at("opens_when"), "casebooks-opens-for-no-person");
            }
        }
    }

    /// A part is of another figure that counts the same: cases of cases, or one kind of sum of another.
    fn share(&self, check: &mut Check<'_>, id: &str, figure: &Counted) {
        let here = format!("figure.{id}.share_of");
        let kind = |it: &Counted| it.sum.as_ref().and_then(|it| self.book.field.get(it)).map(|it| it.sort);
        if let Some(of) = &figure.share_of {
            let others = self.book.figure.keys().map(String::as_str).filter(|it| *it != id);
            check.reference(&self.at(&here), "figure", of, others);
            let other = self.book.figure.get(of).filter(|_| of != id);
            if other.is_some_and(|it| kind(it) != kind(figure)) {
                check.fault(&self.at(&here), "casebooks-share-of-other-kind").arg("figure", of);
            }
        }
        if let Some(target) = &figure.target {
            if figure.share_of.is_none() {
                check.fault(&self.at(&format!("figure.{id}.target")), "casebooks-target-of-no-share");
            }
            check.range(&self.at(&format!("figure.{id}.target.percent")), &target.percent, 1..=100);
        }
    }

    /// The rule of a check: over the case, or over each row of a table.
    fn held(&self, check: &mut Check<'_>, id: &str, rule: &CheckRule) {
        let here = format!("check.{id}.rule");
        let Some(each) = &rule.each else {
            self.rule(check, &here, &rule.rule, &Kind::Bool);
            return;
        };
        let table = format!("check.{id}.each");
        if !self.is_field(check, &table, each) {
            return;
        }
        let field = &self.book.field[each];
        if field.sort != Sort::Table {
            check.fault(&self.at(&table), "casebooks-each-of-no-table").arg("field", each);
            return;
        }
        let known = facts::with_row(&self.facts, field, &|field| self.choices(field));
        let program = check.rule_in(&known, &self.at(&here), &rule.rule, &Kind::Bool, []);
        let of_row = |it: &rules::Program| it.facts().iter().any(|it| facts::column_of(&it.name).is_some());
        if program.is_some_and(|it| !of_row(&it)) {
            check.fault(&self.at(&here), "casebooks-each-reads-no-row").arg("field", each);
        }
    }

    fn letters(&self, check: &mut Check<'_>) {
        let knowable = graph::knowable(self.book);
        for (id, letter) in &self.book.letter {
            let senders: Vec<_> =
                self.book.step.values().filter(|it| it.letter.as_deref() == Some(id.as_str())).collect();
            if senders.is_empty() {
                check.fault(&self.at(&format!("letter.{id}")), "casebooks-letter-unsent").arg("letter", id);
            }
            for (language, text) in [("zh", &letter.text_zh), ("en", &letter.text_en)] {
                let here = format!("letter.{id}.text_{language}");
                match form::clauses(text) {
                    None => _ = check.fault(&self.at(&here), "casebooks-clause-open"),
                    Some(clauses) => {
                        let idle =
                            clauses.iter().find(|it| it.optional && form::places(it.text).next().is_none());
                        if let Some(idle) = idle {
                            check.fault(&self.at(&here), "casebooks-clause-empty").arg("written", idle.text);
                        }
                    }
                }
                for name in form::places(text) {
                    if LETTER_PLACES.contains(&name) {
                        continue;
                    }
                    let known = self.book.field.keys().map(String::as_str).chain(LETTER_PLACES);
                    check.reference(&self.at(&here), "field", name, known);
                    let Some(field) = self.book.field.get(name) else { continue };
                    if field.sort.is_sealed() || field.sort.is_attached() || field.sort == Sort::Table {
                        check.fault(&self.at(&here), "casebooks-not-in-a-letter").arg("field", name);
                    }
                    // Whoever reads the case reads its letters.
                    if !field.see.is_empty() {
                        check.fault(&self.at(&here), "casebooks-letter-shows-hidden").arg("field", name);
                    }
                    let known = senders.iter().all(|step| {
                        let filled =
                            |state: &String| knowable.get(state.as_str()).is_some_and(|it| it.contains(name));
                        let asked = step.asks.iter().any(|it| it == name) || step.sets.contains_key(name);
                        asked || step.from.iter().any(filled)
                    });
                    if !known {
                        check.fault(&self.at(&here), "casebooks-before-known").arg("field", name);
                    }
                }
            }
        }
    }

    fn fact(&self, check: &mut Check<'_>, id: &str, fact: &Given) {
        let here = format!("fact.{id}");
        if !is_name(id) {
            check.fault(&self.at(&here), "casebooks-not-a-name").arg("written", id);
        }
        match (&fact.count, &fact.last) {
            (Some(rule), None) => _ = self.rule(check, &format!("{here}.count"), rule, &Kind::Bool),
            (None, Some(field)) => {
                let path = format!("{here}.last");
                if self.is_field(check, &path, field) {
                    let field = &self.book.field[field];
                    if field.kind(&self.choices(field)).is_none() || !field.see.is_empty() {
                        check.fault(&self.at(&path), "casebooks-no-fact-of-it");
                    }
                }
            }
            _ => _ = check.fault(&self.at(&here), "casebooks-count-or-last"),
        }
        if fact.about.as_deref().is_some_and(|it| it != "subject") {
            let written = fact.about.as_deref().unwrap_or_default();
            check.reference(&self.at(&format!("{here}.about")), "subject", written, ["subject"]);
        }
    }

    fn published(&self, check: &mut Check<'_>) {
        let Some(publish) = &self.book.publish else { return };
        self.rule(check, "publish.when", &publish.when, &Kind::Bool);
        for (list, fields) in [("fields", &publish.fields), ("masked", &publish.masked)] {
            for (at, name) in fields.iter().enumerate() {
                let path = format!("publish.{list}[{at}]");
                if !self.is_field(check, &path, name) {
                    continue;
                }
                let field = &self.book.field[name];
                let columns = field.columns.iter().filter(|it| !face::is_public_column(it.1));
                if !face::is_public(field) || 0 < columns.count() {
                    check.fault(&self.at(&path), "casebooks-not-public").arg("field", name);
                }
            }
        }
        for name in publish.masked.iter().filter(|it| !publish.fields.contains(it)) {
            check.fault(&self.at("publish.masked"), "casebooks-masks-unpublished").arg("field", name);
        }
        // A person is never told; where there is no subject there is nothing to tell.
        if publish.subject && matches!(self.book.subject.as_str(), "person" | "none") {
            check.fault(&self.at("publish.subject"), "casebooks-not-public").arg("field", "subject");
        }
        check.range(&self.at("publish.after_days"), &publish.after_days, 0..=3_650);
        if publish.until_days.is_some_and(|until| until <= publish.after_days) {
            check.fault(&self.at("publish.until_days"), "casebooks-public-never");
        }
    }

    fn periodic(&self, check: &mut Check<'_>, periodic: &Periodic) {
        if !is_day(periodic.every, &periodic.day) {
            check.fault(&self.at("periodic.day"), "casebooks-period-day").arg("written", &periodic.day);
        }
        let subjects = ["facility", "area", "township", "village", "none"];
        match periodic.subjects.strip_prefix("case.") {
            Some(book) => self.is_book(check, "periodic.for", book),
            None => check.reference(&self.at("periodic.for"), "subject", &periodic.subjects, subjects),
        }
        if let Some(rule) = &periodic.condition {
            let books = self.books.0.iter().map(|(id, book)| (id.as_str(), book));
            let facts = facts::of_subject(books, &self.book.subject);
            check.rule_in(&facts, &self.at("periodic.where"), rule, &Kind::Bool, []);
        }
        let level = matches!(periodic.subjects.as_str(), "township" | "village");
        let fits = periodic.subjects == self.book.subject || level && self.book.subject == "area";
        if !fits {
            let fault = check.fault(&self.at("periodic.for"), "casebooks-period-of-other-subject");
            fault.arg("written", &periodic.subjects).arg("subject", &self.book.subject);
        }
    }
}

/// `DD` for a month, `MM-DD` for longer periods; days up to 28, so that every month has them.
fn is_day(every: Every, text: &str) -> bool {
    let number = |text: &str, most: u8| text.parse::<u8>().is_ok_and(|it| 0 < it && it <= most);
    match (every, text.split_once('-')) {
        (Every::Month, None) => number(text, 28),
        (Every::Month, Some(_)) | (_, None) => false,
        (_, Some((month, day))) => number(month, 12) && number(day, 28),
    }
}
