//! What is wrong in a pack, and at which file, line and column.

use std::{borrow::Cow, fmt};

use serde::Serialize;

/// One fault, with the message's key and arguments; the terminal and pages put it into words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
pub struct PackFault {
    /// Path of the file from the packs' folder: `mianning/roles.toml`.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1, counted in characters.
    pub column: u32,
    /// The key path inside the section: `county_clerk.rights[2]`; empty for the whole file.
    pub path: String,
    /// The message in the language files.
    pub key: Cow<'static, str>,
    pub args: Vec<(Cow<'static, str>, String)>,
}

impl PackFault {
    /// Adds an argument of the message.
    pub fn arg(&mut self, name: &'static str, value: impl fmt::Display) -> &mut PackFault {
        self.args.push((name.into(), value.to_string()));
        self
    }

    /// Says what was probably meant, when something of that kind exists.
    pub fn suggest<'n>(&mut self, written: &str, known: impl IntoIterator<Item = &'n str>) -> &mut PackFault {
        if let Some(meant) = nearest(written, known) {
            self.arg("suggestion", meant);
        }
        self
    }
}

impl fmt::Display for PackFault {
    /// For logs and test output; people are shown the message of `key`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {} [{}]", self.file, self.line, self.column, self.key, self.path)?;
        for (name, value) in &self.args {
            write!(f, " {name}={value}")?;
        }
        Ok(())
    }
}

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Index into the file table of the pack being read.
    pub file: u32,
    pub line: u32,
    pub column: u32,
}

/// Turns byte offsets of one text into lines and columns.
pub(crate) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(crate) fn new(text: &'t str) -> Lines<'t> {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Lines { text, starts }
    }

    pub(crate) fn text(&self, span: std::ops::Range<usize>) -> &'t str {
        self.text.get(span).unwrap_or("")
    }

    pub(crate) fn place(&self, file: u32, offset: usize) -> Place {
        let offset = offset.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let before = self.text.get(self.starts[line]..offset).unwrap_or("");
        Place { file, line: line as u32 + 1, column: before.chars().count() as u32 + 1 }
    }
}

/// The known name nearest to what was written, if any is near enough to be meant.
pub(crate) fn nearest<'n>(written: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    /// Below this two names have little in common (Jaro-Winkler, 0 to 1).
    const ALIKE_MIN: f64 = 0.75;
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(written, name), name))
        .filter(|(alike, _)| ALIKE_MIN <= *alike)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, name)| name)
}
