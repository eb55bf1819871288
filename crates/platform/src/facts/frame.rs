//! Columns for some people on one day.

use std::collections::BTreeMap;

use base::Day;
use rules::{Column, Fact, Program, Value};

/// The facts of some people as they are true on a day. What was not set is unknown.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Ids in ascending order, one a row.
    pub people: Vec<String>,
    pub day: Day,
    columns: BTreeMap<String, Column>,
}

impl Frame {
    pub fn new(people: Vec<String>, day: Day) -> Frame {
        Frame { people, day, columns: BTreeMap::new() }
    }

    pub fn rows(&self) -> usize {
        self.people.len()
    }

    /// Sets a fact, or sets it anew.
    pub fn set(&mut self, name: &str, column: Column) {
        assert_eq!(column.len(), self.rows(), "the column of {name} has another length");
        self.columns.insert(name.to_owned(), column);
    }

    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.get(name)
    }

    /// The lane of a fact for one person; `None` when it is unknown.
    pub fn lane(&self, name: &str, row: usize) -> Option<i64> {
        self.columns.get(name)?.lane(row)
    }

    /// Makes every fact that a program reads present, unknown where nobody set it.
    pub fn complete(&mut self, facts: &[Fact]) {
        let rows = self.rows();
        for fact in facts {
            if !self.columns.contains_key(&fact.name) {
                self.columns.insert(fact.name.clone(), Column::unknown(&fact.kind, rows));
            }
        }
    }

    /// The columns that a program reads, in its order. [`Frame::complete`] comes first.
    pub fn columns_of(&self, program: &Program) -> Vec<&Column> {
        let column = |fact: &Fact| self.columns.get(&fact.name).expect("completed for this program");
        program.facts().iter().map(column).collect()
    }

    /// What a program reads of one person.
    pub fn values_of(&self, program: &Program, row: usize) -> Vec<Option<Value>> {
        let value = |fact: &Fact| self.columns.get(&fact.name)?.value(&fact.kind, row);
        program.facts().iter().map(value).collect()
    }

    /// One row as a frame of its own.
    #[must_use]
    pub fn one(&self, row: usize) -> Frame {
        let columns = self.columns.iter().map(|(name, column)| (name.clone(), column.pick(&[row]))).collect();
        Frame { people: vec![self.people[row].clone()], day: self.day, columns }
    }
}
