//! Lets a room say what is wrong in its section, at the key where it stands.

use std::{fmt, ops::RangeBounds};

use super::{
    PackFault, Section, Table,
    node::{Node, Reading},
    pack::Parts,
    section::Rows,
    words::Words,
};

/// Handed to [`Section::check`] after every section has its shape.
pub struct Check<'a> {
    pub(crate) root: &'a Node,
    pub(crate) reading: &'a mut Reading,
    pub(crate) parts: &'a Parts,
    pub(crate) words: &'a Words,
    pub(crate) facts: &'a rules::Catalogue,
}

impl Check<'_> {
    /// Reports a fault at a dotted key path of this section (`county_clerk.rights[2]`); `key` is
    /// the message. Arguments and a suggestion can be added to what is returned.
    pub fn fault(&mut self, path: &str, key: &'static str) -> &mut PackFault {
        let place = self.root.find(path).place;
        let fault = self.reading.fault(place, key);
        path.clone_into(&mut fault.path);
        fault
    }

    /// Compiles a rule that stands at `path` and reports what is wrong with it, each fault at its
    /// own line and column.
    pub fn rule<'n>(
        &mut self,
        path: &str,
        text: &str,
        kind: &rules::Kind,
        params: impl IntoIterator<Item = (&'n str, rules::Value)>,
    ) -> Option<rules::Program> {
        self.rule_in(self.facts, path, text, kind, params)
    }

    /// The same for a rule that may name other facts than the pack's, such as fields of a case.
    pub fn rule_in<'n>(
        &mut self,
        facts: &rules::Catalogue,
        path: &str,
        text: &str,
        kind: &rules::Kind,
        params: impl IntoIterator<Item = (&'n str, rules::Value)>,
    ) -> Option<rules::Program> {
        let (program, faults) = match rules::Program::compile(text, kind, facts, params) {
            Ok(program) => match program.never_fault() {
                None => return Some(program),
                Some(fault) => (Some(program), vec![fault]),
            },
            Err(faults) => (None, faults),
        };
        let written = self.reading.texts.get(&self.root.find(path).id).cloned();
        for found in faults {
            let fault = self.fault(path, found.key);
            if let Some((place, raw)) = &written {
                let before = &raw[..rules::in_toml_string(raw, found.start)];
                let lines = before.matches('\n').count() as u32;
                let column = before.rsplit('\n').next().unwrap_or("").chars().count() as u32;
                fault.line = place.line + lines;
                fault.column = if lines == 0 { place.column + column } else { column + 1 };
            }
            for (name, value) in found.args {
                fault.arg(name, value);
            }
            if let Some(suggestion) = found.suggestion {
                fault.arg("suggestion", suggestion);
            }
        }
        program
    }

    /// The facts that rules of this pack may name.
    pub fn facts(&self) -> &rules::Catalogue {
        self.facts
    }

    /// Reports a value outside a range.
    pub fn range<T: PartialOrd + fmt::Display>(&mut self, path: &str, value: &T, range: impl RangeBounds<T>) {
        if !range.contains(value) {
            let bound = |bound: std::ops::Bound<&T>| match bound {
                std::ops::Bound::Included(it) | std::ops::Bound::Excluded(it) => it.to_string(),
                std::ops::Bound::Unbounded => String::new(),
            };
            let (from, to) = (bound(range.start_bound()), bound(range.end_bound()));
            self.fault(path, "packs-out-of-range").arg("value", value).arg("from", from).arg("to", to);
        }
    }

    /// Reports a name that nothing of its kind bears. `kind` is a word of `packs-kind`.
    pub fn reference<'n>(
        &mut self,
        path: &str,
        kind: &str,
        name: &str,
        known: impl IntoIterator<Item = &'n str, IntoIter: Clone>,
    ) {
        let known = known.into_iter();
        if !known.clone().any(|it| it == name) {
            let fault = self.fault(path, "packs-dangling");
            fault.arg("kind", kind).arg("written", name).suggest(name, known);
        }
    }

    /// Reports a word that the pack's language files lack in either language.
    pub fn word(&mut self, path: &str, key: &str) {
        for (language, missing) in self.words.lacking(key) {
            if missing {
                self.fault(path, "packs-missing-word").arg("word", key).arg("language", language);
            }
        }
    }

    /// Reports a kind of work that no room of the program hears of.
    pub fn heard(&mut self, path: &str, kind: &str) {
        let known = self.parts.hears().to_vec();
        self.reference(path, "work", kind, known);
    }

    /// Another section of the same pack, when it could be read.
    pub fn other<S: Section>(&self) -> Option<&S> {
        self.parts.get::<S>()
    }

    /// The rows of a table of the same pack.
    pub fn rows<T: Table>(&self) -> Option<&[T]> {
        self.parts.get::<Rows<T>>().map(|rows| rows.0.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use rules::{Fact, Kind, Value};
    use serde::Deserialize;

    use super::super::{Bundle, Pack, Section, section};

    #[derive(Deserialize)]
    #[serde(transparent)]
    struct Conditions(BTreeMap<String, String>);

    impl Section for Conditions {
        const NAME: &'static str = "conditions";

        fn check(&self, check: &mut super::Check<'_>) {
            for (id, text) in &self.0 {
                check.rule(id, text, &Kind::Bool, [("floor", Value::Int(80))]);
            }
        }

        fn facts(&self) -> Vec<Fact> {
            vec![
                Fact::new("person.age", Kind::Int),
                Fact::new("person.sex", Kind::choice(&["female", "male"])),
            ]
        }
    }

    #[test]
    fn a_fault_in_a_rule_stands_at_its_own_line_and_column() {
        let mut bundle = Bundle::new();
        bundle.insert(
            "here/pack.toml",
            "id = \"here\"\nversion = \"1\"\n[name]\nzh = \"这里\"\nen = \"Here\"\n",
        );
        bundle.insert(
            "here/conditions.toml",
            "fine = \"person.age >= param.floor\"\n\
             \"年龄\" = 'person.agee >= 80'\n\
             long = \"\"\"\nperson.age >= 80\n  && person.sex == 'femal'\"\"\"\n\
             escaped = \"person.sex == \\\"male\\\" && person.age > 79.5\"\n",
        );
        let faults = Pack::open(&bundle, "here", &[section::<Conditions>()]).unwrap_err();
        let found: Vec<_> = faults.iter().map(|it| (it.line, it.column, &*it.key)).collect();
        let want =
            [(2, 9, "rules-unknown-fact"), (5, 20, "rules-not-a-choice"), (6, 51, "rules-no-fractions")];
        assert_eq!(found, want, "{faults:?}");
        assert!(faults[0].args.iter().any(|(name, value)| name == "suggestion" && value == "person.age"));
    }
}
