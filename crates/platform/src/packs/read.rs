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

use serde::de::{self, DeserializeOwned, IntoDeserializer, Unexpected, Visitor};

use super::{
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
struct Repairs {
    /// Read as whatever is asked for.
    stubs: BTreeSet<u32>,
    /// Left out.
    hidden: BTreeSet<u32>,
    /// Keys supplied to a table that lacks them.
    supplied: BTreeMap<u32, Vec<&'static str>>,
    noted: BTreeSet<(u32, String)>,
    /// Keys nobody asked for, with those that would have been.
    unknown: Vec<(u32, &'static [&'static str])>,
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
enum What {
    Missing(&'static str),
    Wrong { found: String, expected: String },
    Variant { written: String, known: &'static [&'static str] },
    Other(String),
}

#[derive(Debug)]
pub(crate) struct Slip {
    what: What,
    at: Option<u32>,
    /// It came from a stub: no fault of the pack.
    stubbed: bool,
}

impl Slip {
    fn at(mut self, id: u32) -> Slip {
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

/// Reads one node.
#[derive(Clone, Copy)]
struct De<'n> {
    node: &'n Node,
    repairs: &'n RefCell<Repairs>,
}

impl<'n> De<'n> {
    fn stubbed(self) -> bool {
        self.repairs.borrow().stubs.contains(&self.node.id)
    }

    fn table<'de, V: Visitor<'de>>(
        self,
        entries: &'n [(String, Node)],
        fields: Option<&'static [&'static str]>,
        visitor: V,
    ) -> Result<V::Value, Slip> {
        let mut shown = Vec::new();
        let supplied = {
            let mut repairs = self.repairs.borrow_mut();
            for (key, node) in entries {
                if repairs.hidden.contains(&node.id) {
                    continue;
                }
                match fields {
                    Some(fields) if !fields.contains(&key.as_str()) => {
                        if repairs.hidden.insert(node.id) {
                            repairs.unknown.push((node.id, fields));
                        }
                    }
                    _ => shown.push((key.as_str(), node)),
                }
            }
            repairs.supplied.get(&self.node.id).cloned().unwrap_or_default()
        };
        let access = Entries { left: shown.into_iter(), value: None, supplied, repairs: self.repairs };
        visitor.visit_map(access)
    }

    fn list<'de, V: Visitor<'de>>(self, list: &'n [Node], visitor: V) -> Result<V::Value, Slip> {
        let shown: Vec<&Node> = {
            let repairs = self.repairs.borrow();
            list.iter().filter(|node| !repairs.hidden.contains(&node.id)).collect()
        };
        visitor.visit_seq(Items { left: shown.into_iter(), repairs: self.repairs })
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $kind:ty;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Slip> {
            if self.stubbed() {
                return Stub.$method(visitor).map_err(|slip| slip.at(self.node.id));
            }
            match &self.node.kind {
                Kind::Cell(text) => match text.parse::<$kind>() {
                    Ok(number) => visitor.$visit(number),
                    Err(_) => Err(de::Error::invalid_type(Unexpected::Str(text), &visitor)),
                }
                .map_err(|slip: Slip| slip.at(self.node.id)),
                _ => self.deserialize_any(visitor),
            }
        }
    )*};
}

macro_rules! whatever {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Slip> {
            if self.stubbed() {
                return Stub.$method(visitor).map_err(|slip| slip.at(self.node.id));
            }
            self.deserialize_any(visitor)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for De<'_> {
    type Error = Slip;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Slip> {
        if self.stubbed() {
            return Stub.deserialize_any(visitor).map_err(|slip| slip.at(self.node.id));
        }
        match &self.node.kind {
            Kind::Table(entries) => self.table(entries, None, visitor),
            Kind::List(list) => self.list(list, visitor),
            Kind::Text(text) | Kind::Cell(text) => visitor.visit_str(text),
            Kind::Int(number) => visitor.visit_i64(*number),
            Kind::Float(number) => visitor.visit_f64(*number),
            Kind::Bool(yes) => visitor.visit_bool(*yes),
        }
        .map_err(|slip| slip.at(self.node.id))
    }

    numbers! {
        deserialize_bool visit_bool bool;
        deserialize_i8 visit_i64 i64;
        deserialize_i16 visit_i64 i64;
        deserialize_i32 visit_i64 i64;
        deserialize_i64 visit_i64 i64;
        deserialize_u8 visit_i64 i64;
        deserialize_u16 visit_i64 i64;
        deserialize_u32 visit_i64 i64;
        deserialize_u64 visit_i64 i64;
        deserialize_f32 visit_f64 f64;
        deserialize_f64 visit_f64 f64;
    }

    whatever! {
        deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
        deserialize_unit deserialize_seq deserialize_map deserialize_identifier
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Slip> {
        let mut repairs = self.repairs.borrow_mut();
        if repairs.hidden.insert(self.node.id) {
            repairs.unknown.push((self.node.id, &[]));
        }
        visitor.visit_unit()
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Slip> {
        if self.stubbed() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Slip> {
        self.deserialize_any(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Slip> {
        visitor.visit_newtype_struct(self).map_err(|slip| slip.at(self.node.id))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Slip> {
        self.deserialize_any(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Slip> {
        self.deserialize_any(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Slip> {
        if self.stubbed() {
            return Stub.deserialize_struct(name, fields, visitor).map_err(|slip| slip.at(self.node.id));
        }
        match &self.node.kind {
            Kind::Table(entries) => {
                self.table(entries, Some(fields), visitor).map_err(|slip| slip.at(self.node.id))
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Slip> {
        if self.stubbed() {
            return Stub.deserialize_enum(name, variants, visitor).map_err(|slip| slip.at(self.node.id));
        }
        match &self.node.kind {
            Kind::Text(text) | Kind::Cell(text) => visitor.visit_enum(text.as_str().into_deserializer()),
            Kind::Table(entries) if entries.len() == 1 => {
                let access = Entries {
                    left: vec![(entries[0].0.as_str(), &entries[0].1)].into_iter(),
                    value: None,
                    supplied: Vec::new(),
                    repairs: self.repairs,
                };
                visitor.visit_enum(de::value::MapAccessDeserializer::new(access))
            }
            Kind::Int(number) => Err(de::Error::invalid_type(Unexpected::Signed(*number), &visitor)),
            _ => Err(de::Error::invalid_type(Unexpected::Other("value"), &visitor)),
        }
        .map_err(|slip: Slip| slip.at(self.node.id))
    }
}

struct Entries<'n> {
    left: std::vec::IntoIter<(&'n str, &'n Node)>,
    /// `None` inside means a supplied stub.
    value: Option<Option<&'n Node>>,
    supplied: Vec<&'static str>,
    repairs: &'n RefCell<Repairs>,
}

impl<'de> de::MapAccess<'de> for Entries<'_> {
    type Error = Slip;

    fn next_key_seed<K: de::DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Slip> {
        if let Some((key, node)) = self.left.next() {
            self.value = Some(Some(node));
            let key: de::value::StrDeserializer<'_, Slip> = key.into_deserializer();
            return seed.deserialize(key).map(Some).map_err(|slip| slip.at(node.id));
        }
        let Some(name) = self.supplied.pop() else { return Ok(None) };
        self.value = Some(None);
        let name: de::value::StrDeserializer<'_, Slip> = name.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: de::DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Slip> {
        match self.value.take().flatten() {
            Some(node) => seed.deserialize(De { node, repairs: self.repairs }),
            None => seed.deserialize(Stub),
        }
    }
}

struct Items<'n> {
    left: std::vec::IntoIter<&'n Node>,
    repairs: &'n RefCell<Repairs>,
}

impl<'de> de::SeqAccess<'de> for Items<'_> {
    type Error = Slip;

    fn next_element_seed<T: de::DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Slip> {
        let Some(node) = self.left.next() else { return Ok(None) };
        seed.deserialize(De { node, repairs: self.repairs }).map(Some)
    }
}

/// Takes the shape that is asked for; every error from it is marked.
struct Stub;

macro_rules! stubs {
    ($($method:ident => $visit:ident($value:expr);)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Slip> {
            stubbed(visitor.$visit($value))
        }
    )*};
}

fn stubbed<T>(answer: Result<T, Slip>) -> Result<T, Slip> {
    answer.map_err(|slip| Slip { stubbed: true, ..slip })
}

type Nothing = std::iter::Empty<((), ())>;

fn empty_map<'de>() -> de::value::MapDeserializer<'de, Nothing, Slip> {
    de::value::MapDeserializer::new(std::iter::empty())
}

impl<'de> de::Deserializer<'de> for Stub {
    type Error = Slip;

    stubs! {
        deserialize_any => visit_str("");
        deserialize_bool => visit_bool(false);
        deserialize_i8 => visit_i64(0);
        deserialize_i16 => visit_i64(0);
        deserialize_i32 => visit_i64(0);
        deserialize_i64 => visit_i64(0);
        deserialize_u8 => visit_i64(0);
        deserialize_u16 => visit_i64(0);
        deserialize_u32 => visit_i64(0);
        deserialize_u64 => visit_i64(0);
        deserialize_f32 => visit_f64(0.0);
        deserialize_f64 => visit_f64(0.0);
        deserialize_char => visit_char('-');
        deserialize_str => visit_str("");
        deserialize_string => visit_str("");
        deserialize_bytes => visit_bytes(b"");
        deserialize_byte_buf => visit_bytes(b"");
        deserialize_identifier => visit_str("");
        deserialize_map => visit_map(empty_map());
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Slip> {
        stubbed(visitor.visit_none())
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Slip> {
        stubbed(visitor.visit_unit())
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Slip> {
        stubbed(visitor.visit_unit())
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Slip> {
        stubbed(visitor.visit_unit())
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Slip> {
        stubbed(visitor.visit_newtype_struct(self))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Slip> {
        let empty: de::value::SeqDeserializer<std::iter::Empty<()>, Slip> =
            de::value::SeqDeserializer::new(std::iter::empty());
        stubbed(visitor.visit_seq(empty))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Slip> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Slip> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Slip> {
        stubbed(visitor.visit_map(empty_map()))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Slip> {
        let first = variants.first().copied().unwrap_or_default();
        let first: de::value::StrDeserializer<'_, Slip> = first.into_deserializer();
        stubbed(visitor.visit_enum(first))
    }
}
