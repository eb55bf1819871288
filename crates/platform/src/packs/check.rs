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

    /// Another section of the same pack, when it could be read.
    pub fn other<S: Section>(&self) -> Option<&S> {
        self.parts.get::<S>()
    }

    /// The rows of a table of the same pack.
    pub fn rows<T: Table>(&self) -> Option<&[T]> {
        self.parts.get::<Rows<T>>().map(|rows| rows.0.as_slice())
    }
}
