//! The fact catalogue: the names that rules may use, what they mean and how they count.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::{Kind, fault};

/// Whether a fact speaks of the people registered in an area or of those who live there (口径).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// 户籍
    Registered,
    /// 常住
    Living,
    /// True of the person wherever counted.
    Person,
}

/// One fact that a room declares. `meaning` is a key of the language files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub name: String,
    pub kind: Kind,
    pub meaning: String,
    pub basis: Basis,
    /// The purpose for which the fact may be read, such as `benefits`; `None`: any purpose.
    pub purpose: Option<String>,
}

impl Fact {
    /// A fact true of the person, for any purpose; its meaning is the key `fact-` + the name with
    /// hyphens.
    pub fn new(name: &str, kind: Kind) -> Fact {
        let meaning = format!("fact-{}", name.replace(['.', '_'], "-"));
        Fact { name: name.to_owned(), kind, meaning, basis: Basis::Person, purpose: None }
    }

    #[must_use]
    pub fn counted(mut self, basis: Basis) -> Fact {
        self.basis = basis;
        self
    }

    #[must_use]
    pub fn purpose(mut self, purpose: &str) -> Fact {
        self.purpose = Some(purpose.to_owned());
        self
    }
}

/// All facts that rules may name, by name.
#[derive(Clone, Debug, Default)]
pub struct Catalogue(BTreeMap<String, Fact>);

impl Catalogue {
    /// Adds a fact. Answers the earlier one if the name was taken: two rooms may not declare the
    /// same fact.
    pub fn add(&mut self, fact: Fact) -> Option<Fact> {
        if let Some(taken) = self.0.get(&fact.name) {
            return Some(taken.clone());
        }
        self.0.insert(fact.name.clone(), fact);
        None
    }

    pub fn get(&self, name: &str) -> Option<&Fact> {
        self.0.get(name)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Fact> {
        self.0.values()
    }

    pub(crate) fn nearest(&self, name: &str) -> Option<String> {
        fault::nearest(name, self.0.keys().map(String::as_str))
    }
}

impl FromIterator<Fact> for Catalogue {
    fn from_iter<I: IntoIterator<Item = Fact>>(facts: I) -> Catalogue {
        let mut catalogue = Catalogue::default();
        for fact in facts {
            let taken = catalogue.add(fact);
            assert!(taken.is_none(), "a fact is declared twice: {taken:?}");
        }
        catalogue
    }
}
