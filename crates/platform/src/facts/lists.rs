//! The pack's section `lists`: which lists of departments and townships there are, and which facts
//! a list that is complete can deny by silence.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::packs::{Check, Confidence, Section};

/// All lists, by id.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct Lists(pub BTreeMap<String, List>);

/// One list (特困名单, 低保名单, 殡葬名单 …).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Facts that the list settles; a name ending in `.` stands for all that begin with it.
    pub facts: Vec<String>,
    /// Days after its last complete day for which its silence is still taken as *no*.
    #[serde(default)]
    pub grace_days: i64,
    pub basis: String,
    pub confidence: Confidence,
}

impl List {
    pub fn settles(&self, fact: &str) -> bool {
        self.facts.iter().any(|it| it == fact || it.ends_with('.') && fact.starts_with(it.as_str()))
    }
}

impl Section for Lists {
    const NAME: &'static str = "lists";

    fn check(&self, check: &mut Check<'_>) {
        for (id, list) in &self.0 {
            check.word(id, &format!("list-{}", id.replace('_', "-")));
            check.range(&format!("{id}.grace_days"), &list.grace_days, 0..=366);
            for (at, name) in list.facts.iter().enumerate() {
                let known = check.facts().iter().any(|fact| {
                    fact.name == *name || name.ends_with('.') && fact.name.starts_with(name.as_str())
                });
                if !known {
                    let names: Vec<String> = check.facts().iter().map(|it| it.name.clone()).collect();
                    let path = format!("{id}.facts[{at}]");
                    check.reference(&path, "fact", name, names.iter().map(String::as_str));
                }
            }
        }
    }
}
