//! One field: what its sort takes, its choices, its columns, its rules.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use platform::packs::Check;
use rules::Kind;

use super::{Of, is_name};
use crate::{
    books::{
        Field, Sort, facts,
        field::{DIGITS_MAX, MANY_MAX, is_pattern},
        form,
    },
    cases::value,
};

/// Decimals, so that a sum of a county's figures still fits.
const CHOICES_MAX: usize = 64;

impl Of<'_> {
    pub(super) fn fields(&self, check: &mut Check<'_>) {
        if self.book.field.is_empty() {
            check.fault(&self.at("field"), "casebooks-no-fields");
        }
        let mut earlier = BTreeSet::new();
        for (id, field) in &self.book.field {
            let path = format!("field.{id}");
            self.field(check, &path, id, field);
            if let Some(part) = &field.part {
                let known = self.book.part.keys().map(String::as_str);
                check.reference(&self.at(&format!("{path}.part")), "part", part, known);
            }
            self.are_roles(check, &format!("{path}.see"), &field.see);
            self.are_roles(check, &format!("{path}.write"), &field.write);
            self.field_rules(check, &path, id, field, &earlier);
            self.column_rules(check, &path, id, field, &earlier);
            earlier.insert(id.as_str());
        }
    }

    /// What holds of a field and of a column alike.
    fn field(&self, check: &mut Check<'_>, path: &str, id: &str, field: &Field) {
        let taken = !path.contains(".columns") && ["state", "opened_on", "today"].contains(&id);
        if !is_name(id) || taken {
            check.fault(&self.at(path), "casebooks-not-a-name").arg("written", id);
        }
        self.choices_are_right(check, path, field);
        self.bounds_are_right(check, path, field);
        match (field.sort, &field.book) {
            (Sort::Case, Some(book)) => self.is_book(check, &format!("{path}.book"), book),
            (Sort::Case, None) => _ = check.fault(&self.at(path), "casebooks-case-without-book"),
            (_, Some(_)) => self.not_of_sort(check, path, "book", field),
            _ => (),
        }
        if field.sort == Sort::Table {
            if field.columns.is_empty() {
                check.fault(&self.at(path), "casebooks-table-without-columns");
            }
            for (at, (name, column)) in field.columns.iter().enumerate() {
                let path = format!("{path}.columns[{at}]");
                if column.sort == Sort::Table || column.sort.is_attached() || column.sort.is_sealed() {
                    check.fault(&self.at(&path), "casebooks-not-in-a-table").arg("sort", column.sort.name());
                }
                self.field(check, &path, name, column);
            }
        } else if !field.columns.is_empty() {
            self.not_of_sort(check, path, "columns", field);
        }
        if let Some(text) = &field.starts
            && value::read(field, &self.choices(field), &text.as_str().into()).is_err()
        {
            check.fault(&self.at(&format!("{path}.starts")), "casebooks-starts").arg("written", text);
        }
    }

    fn choices_are_right(&self, check: &mut Check<'_>, path: &str, field: &Field) {
        let choices = self.choices(field);
        if let Some(list) = &field.list_of {
            let lists: BTreeSet<&str> = self.codes.iter().map(|it| it.list.as_str()).collect();
            let known: Vec<&str> = lists.into_iter().collect();
            check.reference(&self.at(&format!("{path}.list_of")), "code-list", list, known);
        } else if field.sort.is_chosen() && choices.is_empty() {
            check.fault(&self.at(path), "casebooks-no-choices");
        }
        if !field.sort.is_chosen() && (!field.choices.is_empty() || field.list_of.is_some()) {
            self.not_of_sort(check, path, "choices", field);
        }
        if CHOICES_MAX < choices.len() && field.sort == Sort::Many {
            check.fault(&self.at(path), "casebooks-too-many-choices").arg("most", CHOICES_MAX);
        }
        let mut met = BTreeSet::new();
        for (at, choice) in field.choices.iter().enumerate() {
            let here = self.at(&format!("{path}.choices[{at}]"));
            if !met.insert(&choice.id) {
                check.fault(&here, "casebooks-twice").arg("written", &choice.id);
            }
            if choice.zh.trim().is_empty() || choice.en.trim().is_empty() {
                check.fault(&here, "casebooks-no-words");
            }
        }
    }

    fn bounds_are_right(&self, check: &mut Check<'_>, path: &str, field: &Field) {
        let sort = field.sort;
        match (sort, field.digits) {
            (Sort::Number, Some(digits)) => {
                check.range(&self.at(&format!("{path}.digits")), &digits, 1..=DIGITS_MAX);
            }
            (Sort::Number, None) => _ = check.fault(&self.at(path), "casebooks-number-without-digits"),
            (_, Some(_)) => self.not_of_sort(check, path, "digits", field),
            _ => (),
        }
        if let (Some(min), Some(max)) = (field.min, field.max)
            && max < min
        {
            check.fault(&self.at(&format!("{path}.min")), "casebooks-min-above-max");
        }
        if field.min.is_some() && !sort.is_figure() && sort != Sort::Text {
            self.not_of_sort(check, path, "min", field);
        }
        let many = sort.is_attached() || sort == Sort::Table;
        if field.max.is_some() && !sort.is_figure() && !many && sort != Sort::Text {
            self.not_of_sort(check, path, "max", field);
        }
        if let Some(max) = field.max.filter(|_| many) {
            check.range(&self.at(&format!("{path}.max")), &max, 1..=MANY_MAX);
        }
        if field.lines.is_some() && sort != Sort::Text {
            self.not_of_sort(check, path, "lines", field);
        }
        if let Some(pattern) = &field.pattern {
            if sort != Sort::Text {
                self.not_of_sort(check, path, "pattern", field);
            }
            let said = |it: &Option<String>| it.as_ref().is_some_and(|it| !it.trim().is_empty());
            if !is_pattern(pattern) {
                check
                    .fault(&self.at(&format!("{path}.pattern")), "casebooks-bad-pattern")
                    .arg("written", pattern);
            } else if !said(&field.pattern_zh) || !said(&field.pattern_en) {
                check.fault(&self.at(&format!("{path}.pattern")), "casebooks-pattern-words");
            }
        }
        if (field.unit_zh.is_some() || field.unit_en.is_some()) && !sort.is_figure() {
            self.not_of_sort(check, path, "unit_zh", field);
        }
        if field.unit_zh.is_some() != field.unit_en.is_some() {
            check.fault(&self.at(path), "casebooks-no-words");
        }
        if field.past && sort != Sort::Date {
            self.not_of_sort(check, path, "past", field);
        }
    }

    fn not_of_sort(&self, check: &mut Check<'_>, path: &str, key: &str, field: &Field) {
        let fault = check.fault(&self.at(&format!("{path}.{key}")), "casebooks-not-of-sort");
        fault.arg("key", key).arg("sort", field.sort.name());
    }

    fn field_rules(
        &self,
        check: &mut Check<'_>,
        path: &str,
        id: &str,
        field: &Field,
        earlier: &BTreeSet<&str>,
    ) {
        if let Some(rule) = &field.show_if
            && let Some(program) = self.rule(check, &format!("{path}.show_if"), rule, &Kind::Bool)
            && program.facts().iter().any(|it| facts::field_of(&it.name) == Some(id))
        {
            check.fault(&self.at(&format!("{path}.show_if")), "casebooks-rule-of-itself");
        }
        self.says(check, path, field, &self.book.field, &|name| earlier.contains(name));
        let Some(rule) = &field.value else { return };
        let here = format!("{path}.value");
        if field.needed || field.starts.is_some() || !field.write.is_empty() {
            check.fault(&self.at(&here), "casebooks-computed-and-typed");
        }
        let kind = field.kind(&self.choices(field)).filter(|_| !field.sort.is_attached());
        let Some(kind) = kind.filter(|_| field.sort != Sort::Table) else {
            return self.not_of_sort(check, path, "value", field);
        };
        let Some(program) = self.rule(check, &here, rule, &kind) else { return };
        for fact in program.facts() {
            let name = facts::field_of(&fact.name).unwrap_or("");
            let worked_out = self.book.field.get(name).is_some_and(Field::is_worked_out);
            if worked_out && !earlier.contains(name) {
                check.fault(&self.at(&here), "casebooks-computed-later").arg("field", name);
            }
        }
    }

    /// A text made of others: of fields that whoever sees it sees, too, and that are known by then.
    fn says(
        &self,
        check: &mut Check<'_>,
        path: &str,
        field: &Field,
        among: &IndexMap<String, Field>,
        earlier: &dyn Fn(&str) -> bool,
    ) {
        let typed = field.needed || field.starts.is_some() || field.value.is_some() || field.says.is_some();
        if field.program && (typed || !field.id.is_empty() || field.sort.is_sealed()) {
            check.fault(&self.at(&format!("{path}.program")), "casebooks-computed-and-typed");
        }
        let Some(text) = &field.says else { return };
        let here = self.at(&format!("{path}.says"));
        if field.sort != Sort::Text {
            self.not_of_sort(check, path, "says", field);
        }
        if field.needed || field.starts.is_some() || field.value.is_some() {
            check.fault(&here, "casebooks-computed-and-typed");
        }
        for name in form::places(text) {
            check.reference(&here, "field", name, among.keys().map(String::as_str));
            let Some(other) = among.get(name) else { continue };
            let plain = !matches!(
                other.sort,
                Sort::Area | Sort::Person | Sort::Facility | Sort::Case | Sort::Worker | Sort::Table
            );
            if !plain || other.sort.is_sealed() || other.sort.is_attached() || other.see != field.see {
                check.fault(&here, "casebooks-not-to-be-said").arg("field", name);
            } else if other.is_computed() && !earlier(name) {
                check.fault(&here, "casebooks-computed-later").arg("field", name);
            }
        }
    }

    /// The rules of a table's columns: over their own row, and what the case has by then.
    fn column_rules(
        &self,
        check: &mut Check<'_>,
        path: &str,
        id: &str,
        table: &Field,
        earlier: &BTreeSet<&str>,
    ) {
        if table.sort != Sort::Table || !table.columns.values().any(Field::has_rules) {
            return;
        }
        let known = facts::with_row(&self.facts, table, &|field| self.choices(field));
        let mut before = BTreeSet::new();
        for (at, (name, column)) in table.columns.iter().enumerate() {
            let path = format!("{path}.columns[{at}]");
            self.says(check, &path, column, &table.columns, &|name| before.contains(name));
            let kind = column.kind(&self.choices(column));
            if column.value.is_some() && (column.needed || column.starts.is_some()) {
                check.fault(&self.at(&format!("{path}.value")), "casebooks-computed-and-typed");
            }
            if column.value.is_some() && kind.is_none() {
                self.not_of_sort(check, &path, "value", column);
            }
            let shown = column.show_if.as_ref().map(|it| ("show_if", it, Kind::Bool));
            let worked = column.value.as_ref().zip(kind).map(|(it, kind)| ("value", it, kind));
            for (key, rule, kind) in shown.into_iter().chain(worked) {
                let here = self.at(&format!("{path}.{key}"));
                let Some(program) = check.rule_in(&known, &here, rule, &kind, []) else { continue };
                for fact in program.facts() {
                    let (own, field) = (facts::column_of(&fact.name), facts::field_of(&fact.name));
                    if own == Some(name.as_str()) || field == Some(id) {
                        check.fault(&here, "casebooks-rule-of-itself");
                    }
                    let later = own.filter(|it| {
                        let worked_out = table.columns.get(*it).is_some_and(Field::is_computed);
                        *it != name.as_str() && worked_out && !before.contains(*it)
                    });
                    let later = later.or_else(|| {
                        let worked_out = self.book.field.get(field?).is_some_and(Field::is_worked_out);
                        field.filter(|it| *it != id && worked_out && !earlier.contains(it))
                    });
                    if let Some(later) = later {
                        check.fault(&here, "casebooks-computed-later").arg("field", later);
                    }
                }
            }
            before.insert(name.as_str());
        }
    }
}
