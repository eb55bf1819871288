//! Turns nodes into a section's type, and goes on after a fault so that all are found at once.
//!
//! serde stops at its first error. So a wrong value is noted and replaced by a stub that takes
//! any shape, a missing one is noted and supplied as a stub, and reading starts again. Where a
//! stub does not do (a day, a list that may not be empty) its table is left out.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde::de::{self, DeserializeOwned, Unexpected};

use super::{
    de::De,
    fault::Place,
    node::{Kind, Node, Reading},
};

/// Faults a section may have before reading gives up on it.
const REPAIRS_MAX: usize = 300;

/// Reads `root` as `T`; the faults go to `reading`. `None` when there was one.
pub(crate) fn read<T: DeserializeOwned>(root: &Node, reading: &mut Reading) -> Option<T> {
    let repairs = RefCell::new(Repairs::default());
    let faults_before = reading.faults.len();
    let paths = std::cell::LazyCell::new(|| root.paths());
    let places = std::cell::LazyCell::new(|| places(root));
    let mut answer = None;
    for _ in 0..REPAIRS_MAX {
        match T::deserialize(De { node: root, repairs: &repairs }) {
            Ok(section) => {
                answer = Some(section);
                break;
            }
            Err(slip) => {
                let at = slip.at.unwrap_or(root.id);
                let mut repairs = repairs.borrow_mut();
                // What we left out ourselves is missing for a reason already told.
                let ours = matches!(slip.what, What::Missing(name)
                    if child(root, at, name).is_some_and(|it| repairs.hidden.contains(&it)));
                let news = !slip.stubbed && !ours && repairs.note(at, &slip.what);
                if news {
                    let place = places.get(&at).copied().unwrap_or(root.place);
                    report(reading, place, &paths[&at], &slip.what);
                }
                if !repairs.mend(at, &slip, root.id) {
                    break;
                }
            }
        }
    }
    for (id, fields) in std::mem::take(&mut repairs.borrow_mut().unknown) {
        let path = paths.get(&id).cloned().unwrap_or_default();
        let name = path.rsplit('.').next().unwrap_or_default();
        let fault = reading.fault(places[&id], "packs-unknown-key");
        fault.arg("written", name).arg("known", fields.join(", "));
        fault.suggest(name, fields.iter().copied());
        fault.path = path;
    }
    answer.filter(|_| reading.faults.len() == faults_before)
}

/// The id of the value that table `at` has under `name`.
fn child(root: &Node, at: u32, name: &str) -> Option<u32> {
    let mut left = vec![root];
    while let Some(node) = left.pop() {
        if node.id == at {
            return node.get(name).map(|it| it.id);
        }
        match &node.kind {
            Kind::Table(entries) => left.extend(entries.iter().map(|(_, node)| node)),
            Kind::List(list) => left.extend(list),
            _ => (),
        }
    }
    None
}

fn places(root: &Node) -> BTreeMap<u32, Place> {
    let mut places = BTreeMap::new();
    let mut left = vec![root];
    while let Some(node) = left.pop() {
        places.insert(node.id, node.place);
        match &node.kind {
            Kind::Table(entries) => left.extend(entries.iter().map(|(_, node)| node)),
            Kind::List(list) => left.extend(list),
            _ => (),
        }
    }
    places
}

fn report(reading: &mut Reading, place: Place, path: &str, what: &What) {
    let fault = match what {
        What::Missing(name @ ("basis" | "confidence")) => {
            let fault = reading.fault(place, "packs-figure-without");
            fault.arg("name", name);
            fault
        }
        What::Missing(name) => {
            let fault = reading.fault(place, "packs-missing-key");
            fault.arg("name", name);
            fault
        }
        What::Wrong { found, expected } if expected.contains("struct Figure") => {
            let fault = reading.fault(place, "packs-bare-figure");
            fault.arg("found", found);
            fault
        }
        What::Wrong { found, expected } => {
            let fault = reading.fault(place, "packs-wrong-type");
            fault.arg("found", found).arg("expected", sort_of(expected));
            fault
        }
        What::Variant { written, known } => {
            let fault = reading.fault(place, "packs-unknown-choice");
            fault.arg("written", written).arg("known", known.join(", "));
            fault.suggest(written, known.iter().copied());
            fault
        }
        What::Other(why) => {
            let fault = reading.fault(place, "packs-bad-value");
            fault.arg("why", why);
            fault
        }
    };
    path.clone_into(&mut fault.path);
}

/// serde says `expected` in English prose; the language files know these sorts by name.
fn sort_of(expected: &str) -> &str {
    const SORTS: &[(&str, &str)] = &[
        ("string", "text"),
        ("bool", "yes-no"),
        ("f64", "number"),
        ("f32", "number"),
        ("integer", "whole"),
        ("i64", "whole"),
        ("i32", "whole"),
        ("u64", "whole"),
        ("u32", "whole"),
        ("u16", "whole"),
        ("u8", "whole"),
        ("usize", "whole"),
        ("sequence", "list"),
        ("a map", "table"),
        ("struct", "table"),
        ("enum", "choice"),
        ("civil date", "day"),
    ];
    SORTS.iter().find(|(part, _)| expected.contains(part)).map_or(expected, |(_, sort)| sort)
}

#[derive(Default)]
pub(crate) struct Repairs {
    /// Read as whatever is asked for.
    pub(crate) stubs: BTreeSet<u32>,
    /// Left out.
    pub(crate) hidden: BTreeSet<u32>,
    /// Keys supplied to a table that lacks them.
    pub(crate) supplied: BTreeMap<u32, Vec<&'static str>>,
    noted: BTreeSet<(u32, String)>,
    /// Keys nobody asked for, with those that would have been.
    pub(crate) unknown: Vec<(u32, &'static [&'static str])>,
}

impl Repairs {
    /// Whether this is news.
    fn note(&mut self, at: u32, what: &What) -> bool {
        if self.stubs.contains(&at) {
            return false;
        }
        self.noted.insert((at, format!("{what:?}")))
    }

    /// Arranges that the next reading gets further; false when nothing is left to try.
    fn mend(&mut self, at: u32, slip: &Slip, root: u32) -> bool {
        match slip.what {
            What::Missing(name) if !slip.stubbed => {
                let names = self.supplied.entry(at).or_default();
                if !names.contains(&name) {
                    names.push(name);
                    return true;
                }
            }
            _ if !slip.stubbed && self.stubs.insert(at) => return true,
            _ => (),
        }
        at != root && self.hidden.insert(at)
    }
}

#[derive(Debug)]
pub(crate) enum What {
    Missing(&'static str),
    Wrong { found: String, expected: String },
    Variant { written: String, known: &'static [&'static str] },
    Other(String),
}

#[derive(Debug)]
pub(crate) struct Slip {
    pub(crate) what: What,
    pub(crate) at: Option<u32>,
    /// It came from a stub: no fault of the pack.
    pub(crate) stubbed: bool,
}

impl Slip {
    pub(crate) fn at(mut self, id: u32) -> Slip {
        self.at.get_or_insert(id);
        self
    }
}

impl fmt::Display for Slip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.what)
    }
}

impl std::error::Error for Slip {}

impl From<What> for Slip {
    fn from(what: What) -> Slip {
        Slip { what, at: None, stubbed: false }
    }
}

impl de::Error for Slip {
    fn custom<T: fmt::Display>(message: T) -> Slip {
        What::Other(message.to_string()).into()
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn de::Expected) -> Slip {
        What::Wrong { found: found.to_string(), expected: expected.to_string() }.into()
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn de::Expected) -> Slip {
        de::Error::invalid_type(found, expected)
    }

    fn unknown_variant(written: &str, known: &'static [&'static str]) -> Slip {
        What::Variant { written: written.to_owned(), known }.into()
    }

    fn missing_field(name: &'static str) -> Slip {
        What::Missing(name).into()
    }
}
