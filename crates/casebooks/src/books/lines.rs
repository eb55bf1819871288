//! Rules that look at one row of a table: when a column is asked, what it holds, what must hold of a row.
//! They read `row.<column>`, and of the case what its other rules read.

use std::collections::BTreeMap;

use rules::{Catalogue, Kind, Program, Value};

use super::{Book, Field, facts, field::Choice, shelf::answer};

/// The rules of the rows of one table.
pub struct Lines {
    shown: BTreeMap<String, Program>,
    values: BTreeMap<String, Program>,
    /// By the name of the check in its book.
    checks: Vec<(String, Program)>,
}

/// What a rule is asked of.
type Look<'l> = &'l dyn Fn(&str) -> Option<Value>;

impl Lines {
    /// The rules of a table's rows; nothing where it has none. `all` is what rules of the case read.
    pub(super) fn make(
        id: &str,
        table: &Field,
        book: &Book,
        all: &Catalogue,
        choices: &dyn Fn(&Field) -> Vec<Choice>,
    ) -> Result<Option<Lines>, String> {
        let checks = || book.check.iter().filter(|it| it.1.each.as_deref() == Some(id));
        if !table.columns.values().any(Field::has_rules) && checks().next().is_none() {
            return Ok(None);
        }
        let known = facts::with_row(all, table, choices);
        let program = |text: &str, kind: &Kind| {
            Program::compile(text, kind, &known, []).map_err(|faults| format!("{text}: {faults:?}"))
        };
        let mut lines = Lines { shown: BTreeMap::new(), values: BTreeMap::new(), checks: Vec::new() };
        for (name, column) in &table.columns {
            if let Some(rule) = &column.show_if {
                lines.shown.insert(name.clone(), program(rule, &Kind::Bool)?);
            }
            if let Some(rule) = &column.value {
                let kind = column.kind(&choices(column)).unwrap_or(Kind::Text);
                lines.values.insert(name.clone(), program(rule, &kind)?);
            }
        }
        for (name, check) in checks() {
            lines.checks.push((name.clone(), program(&check.rule, &Kind::Bool)?));
        }
        Ok(Some(lines))
    }

    /// Whether a column is asked in a row. What its rule does not know yet is not asked.
    pub fn is_shown(&self, column: &str, look: Look) -> bool {
        self.shown.get(column).is_none_or(|rule| answer(rule, look) == Some(Value::Bool(true)))
    }

    /// The rule by which a column is worked out.
    pub fn value(&self, column: &str) -> Option<&Program> {
        self.values.get(column)
    }

    /// The checks that do not hold of a row, each with the column that its rule reads last.
    pub fn broken_checks(&self, look: Look) -> Vec<(&str, Option<&str>)> {
        let broken = self.checks.iter().filter(|it| answer(&it.1, look) == Some(Value::Bool(false)));
        let column = |rule: &'_ Program| -> Option<usize> {
            rule.facts().iter().rposition(|it| facts::column_of(&it.name).is_some())
        };
        broken
            .map(|(name, rule)| {
                let last = column(rule).and_then(|at| facts::column_of(&rule.facts()[at].name));
                (name.as_str(), last)
            })
            .collect()
    }

    /// Whether what a row asks or works out depends on a field of the case.
    pub fn reads(&self, field: &str) -> bool {
        let mut programs = self.shown.values().chain(self.values.values());
        programs.any(|rule| rule.facts().iter().any(|it| facts::field_of(&it.name) == Some(field)))
    }

    pub fn programs(&self) -> impl Iterator<Item = &Program> {
        self.shown.values().chain(self.values.values()).chain(self.checks.iter().map(|it| &it.1))
    }
}
