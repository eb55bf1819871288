//! States and steps: the graph, who takes a step, what it asks, when it is due.

use std::collections::BTreeMap;

use platform::packs::Check;
use rules::Kind;

use super::{Of, is_name};
use crate::books::{Sort, Step, book::Due, facts, graph};

impl Of<'_> {
    pub(super) fn states(&self, check: &mut Check<'_>) {
        let book = self.book;
        if book.state.is_empty() {
            check.fault(&self.at("state"), "casebooks-no-states");
            return;
        }
        let (reached, ending) = (graph::reached(book), graph::ending(book));
        if !book.state.values().any(|it| it.end) {
            check.fault(&self.at("state"), "casebooks-no-end");
        }
        for (id, state) in &book.state {
            let path = self.at(&format!("state.{id}"));
            if !is_name(id) {
                check.fault(&path, "casebooks-not-a-name").arg("written", id);
            }
            let has_steps = book.steps_from(id).next().is_some();
            if !reached.contains(id.as_str()) {
                check.fault(&path, "casebooks-unreached").arg("state", id);
            } else if !state.end && !has_steps {
                check.fault(&path, "casebooks-dead-end").arg("state", id);
            } else if !ending.contains(id.as_str()) && book.state.values().any(|it| it.end) {
                check.fault(&path, "casebooks-never-ends").arg("state", id);
            }
        }
        for (from, to) in &book.moves {
            if book.state.contains_key(from) {
                check
                    .fault(&self.at(&format!("moves.{from}")), "casebooks-moves-from-known")
                    .arg("state", from);
            }
            self.is_state(check, &format!("moves.{from}"), to);
        }
        for (from, to) in &book.renamed {
            let here = format!("renamed.{from}");
            if book.field.contains_key(from) {
                check.fault(&self.at(&here), "casebooks-renamed-known").arg("field", from);
            }
            self.is_field(check, &here, to);
        }
    }

    pub(super) fn steps(&self, check: &mut Check<'_>) {
        let knowable = graph::knowable(self.book);
        for (id, step) in &self.book.step {
            let path = format!("step.{id}");
            if !is_name(id) {
                check.fault(&self.at(&path), "casebooks-not-a-name").arg("written", id);
            }
            self.ways(check, &path, step);
            self.takers(check, &path, id, step);
            self.form(check, &path, step, &knowable);
            self.deadline(check, &path, step);
            if let Some(letter) = &step.letter {
                let known = self.book.letter.keys().map(String::as_str);
                check.reference(&self.at(&format!("{path}.letter")), "letter", letter, known);
            }
            // A transfer, a linked case, a sealed value and what was told cannot be made as they were.
            let sealed = |it: &String| self.book.field.get(it).is_some_and(|it| it.sort.is_sealed());
            let gone = !step.posts.is_empty() || step.opens.is_some() || step.tells.is_some();
            if step.back && (gone || step.asks.iter().any(sealed)) {
                check.fault(&self.at(&format!("{path}.back")), "casebooks-not-to-be-taken-back");
            }
            self.linked(check, &path, step);
            if let Some(kind) = &step.tells {
                check.heard(&self.at(&format!("{path}.tells")), kind);
            }
            for (at, posts) in step.posts.iter().enumerate() {
                self.rule(check, &format!("{path}.posts[{at}].amount"), &posts.amount, &Kind::Money);
                if posts.from == posts.to || posts.from.trim().is_empty() || posts.to.trim().is_empty() {
                    check.fault(&self.at(&format!("{path}.posts[{at}]")), "casebooks-posts-to-itself");
                }
            }
        }
    }

    fn ways(&self, check: &mut Check<'_>, path: &str, step: &Step) {
        if step.from.is_empty() {
            check.fault(&self.at(&format!("{path}.from")), "casebooks-from-nowhere");
        }
        for (at, from) in step.from.iter().enumerate() {
            let here = format!("{path}.from[{at}]");
            self.is_state(check, &here, from);
            // Out of an end there is one way: back in, by a person who says why.
            if self.book.state.get(from).is_some_and(|it| it.end) && step.needs.is_empty() {
                check.fault(&self.at(&here), "casebooks-out-of-an-end").arg("state", from);
            }
        }
        if let Some(to) = &step.to {
            self.is_state(check, &format!("{path}.to"), to);
        }
        if let Some(rule) = &step.when {
            self.rule(check, &format!("{path}.when"), rule, &Kind::Bool);
        }
        let said = |text: &Option<String>| text.as_ref().is_some_and(|it| !it.trim().is_empty());
        let words = [&step.when_zh, &step.when_en];
        let (any, all) = (words.iter().any(|it| it.is_some()), words.iter().all(|it| said(it)));
        // Whoever meets the step too early is told in words, never by the rule.
        let met = step.when.is_some() && !step.who.is_empty();
        if (any || met) && !(all && step.when.is_some()) {
            check.fault(&self.at(&format!("{path}.when")), "casebooks-when-words");
        }
    }

    fn takers(&self, check: &mut Check<'_>, path: &str, id: &str, step: &Step) {
        self.are_roles(check, &format!("{path}.who"), &step.who);
        let by_program = self
            .book
            .step
            .values()
            .any(|it| it.overdue.as_ref().is_some_and(|it| it.step.as_deref() == Some(id)));
        if step.who.is_empty() && !by_program {
            check.fault(&self.at(&format!("{path}.who")), "casebooks-nobody-takes");
        }
        for (at, role) in step.who.iter().enumerate() {
            if !self.book.may_see(role) {
                let here = self.at(&format!("{path}.who[{at}]"));
                check.fault(&here, "casebooks-takes-unseen").arg("role", role);
            }
        }
        let before = graph::before(self.book, id);
        for (at, other) in step.not_who_did.iter().enumerate() {
            let here = format!("{path}.not_who_did[{at}]");
            if self.is_step(check, &here, other) && !before.contains(other.as_str()) {
                check.fault(&self.at(&here), "casebooks-never-before").arg("step", other);
            }
        }
    }

    fn form(
        &self,
        check: &mut Check<'_>,
        path: &str,
        step: &Step,
        knowable: &BTreeMap<&str, std::collections::BTreeSet<&str>>,
    ) {
        for (at, name) in step.asks.iter().enumerate() {
            let here = format!("{path}.asks[{at}]");
            if !self.is_field(check, &here, name) {
                continue;
            }
            let field = &self.book.field[name];
            if field.is_computed() {
                check.fault(&self.at(&here), "casebooks-asks-computed").arg("field", name);
            }
            let hidden = |role: &&String| {
                !self.book.may_see_field(field, role)
                    || !field.write.is_empty() && !field.write.contains(role)
            };
            if let Some(role) = step.who.iter().find(hidden) {
                check.fault(&self.at(&here), "casebooks-asks-unseen").arg("field", name).arg("role", role);
            }
        }
        for (at, name) in step.needs.iter().enumerate() {
            let here = format!("{path}.needs[{at}]");
            let known =
                |state: &String| knowable.get(state.as_str()).is_some_and(|it| it.contains(name.as_str()));
            let asked = step.asks.contains(name) || step.sets.contains_key(name);
            if self.is_field(check, &here, name) && !asked && !step.from.iter().all(known) {
                check.fault(&self.at(&here), "casebooks-before-known").arg("field", name);
            }
        }
        for (name, rule) in &step.sets {
            let here = format!("{path}.sets.{name}");
            if !self.is_field(check, &here, name) {
                continue;
            }
            let field = &self.book.field[name];
            match field.kind(&self.choices(field)).filter(|_| !field.is_computed()) {
                Some(kind) if !field.sort.is_attached() && field.sort != Sort::Table => {
                    _ = self.rule(check, &here, rule, &kind);
                }
                _ => _ = check.fault(&self.at(&here), "casebooks-not-to-be-set").arg("field", name),
            }
        }
        if let Some(rule) = &step.when {
            self.rule_is_knowable(check, &format!("{path}.when"), rule, step, knowable);
        }
    }

    /// A rule of a step may not read what no step before it can have filled.
    fn rule_is_knowable(
        &self,
        check: &mut Check<'_>,
        path: &str,
        rule: &str,
        step: &Step,
        knowable: &BTreeMap<&str, std::collections::BTreeSet<&str>>,
    ) {
        let Ok(program) = rules::Program::compile(rule, &Kind::Bool, &self.facts, []) else { return };
        for fact in program.facts() {
            let Some(name) = facts::field_of(&fact.name) else { continue };
            let own = [facts::STATE, facts::OPENED_ON, facts::TODAY].contains(&fact.name.as_str());
            let known = |state: &String| knowable.get(state.as_str()).is_some_and(|it| it.contains(name));
            let asked = step.asks.iter().any(|it| it == name);
            if !own && !asked && !step.from.iter().any(known) {
                check.fault(&self.at(path), "casebooks-before-known").arg("field", name);
            }
        }
    }

    fn deadline(&self, check: &mut Check<'_>, path: &str, step: &Step) {
        if let Some(Due { days, from, .. }) = &step.due {
            // Before the day of a field, or after it; a state is only ever left after it was entered.
            let first = if from.is_some() { -3_650 } else { 0 };
            check.range(&self.at(&format!("{path}.due.days")), days, first..=36_500);
            if let Some(field) = from {
                let here = format!("{path}.due.from");
                if self.is_field(check, &here, field) && self.book.field[field].sort != Sort::Date {
                    check.fault(&self.at(&here), "casebooks-due-from-no-day").arg("field", field);
                }
            }
        }
        let Some(overdue) = &step.overdue else { return };
        let here = format!("{path}.overdue");
        if step.due.is_none() {
            check.fault(&self.at(&here), "casebooks-overdue-without-due");
        }
        if let Some(days) = overdue.rises_after_days {
            check.range(&self.at(&format!("{here}.rises_after_days")), &days, 0..=3_650);
        }
        let Some(then) = &overdue.step else { return };
        if self.is_step(check, &format!("{here}.step"), then) {
            let other = &self.book.step[then];
            let fits = step.from.iter().all(|it| other.from.contains(it));
            if !fits || !other.needs.is_empty() {
                check.fault(&self.at(&format!("{here}.step")), "casebooks-program-cannot").arg("step", then);
            }
        }
    }

    fn linked(&self, check: &mut Check<'_>, path: &str, step: &Step) {
        let Some(opens) = &step.opens else { return };
        let here = format!("{path}.opens");
        self.is_book(check, &format!("{here}.book"), &opens.book);
        let Some(other) = self.books.0.get(&opens.book) else { return };
        let links = other.link.iter().filter(|it| it.1.book == self.id).map(|it| it.0.as_str());
        let links: Vec<&str> = links.collect();
        check.reference(&self.at(&format!("{here}.link")), "link", &opens.link, links);
        for (at, name) in opens.copy.iter().enumerate() {
            let here = format!("{here}.copy[{at}]");
            if !self.is_field(check, &here, name) {
                continue;
            }
            match other.field.get(name) {
                None => {
                    check.reference(&self.at(&here), "field", name, other.field.keys().map(String::as_str));
                }
                Some(field) if field.sort != self.book.field[name].sort => {
                    check.fault(&self.at(&here), "casebooks-copy-of-other-sort").arg("field", name);
                }
                Some(_) => (),
            }
        }
    }
}
