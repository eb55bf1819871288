//! A section as layers pile it up: values that know where they were written.

use std::collections::BTreeMap;

use toml_edit::{Item, Value};

use super::fault::{Lines, PackFault, Place};

/// A value of a pack and the place it was written at.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// Unique within one reading of a pack; repairs are remembered by it.
    pub id: u32,
    /// Where the key stands, or the value itself in a list.
    pub place: Place,
    pub kind: Kind,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Table(Vec<(String, Node)>),
    List(Vec<Node>),
    Text(String),
    /// A cell of a CSV file: text that may be meant as a number.
    Cell(String),
    Int(i64),
    Float(f64),
    Bool(bool),
}

/// Reads files into nodes, numbering them and collecting what cannot be read.
#[derive(Default)]
pub(crate) struct Reading {
    pub files: Vec<String>,
    pub faults: Vec<PackFault>,
    /// Where texts stand and how they are spelled there, quotes and escapes and all, by node.
    pub texts: BTreeMap<u32, (Place, String)>,
    next_id: u32,
}

impl Reading {
    pub(crate) fn file(&mut self, path: &str) -> u32 {
        self.files.push(path.to_owned());
        self.files.len() as u32 - 1
    }

    pub(crate) fn node(&mut self, place: Place, kind: Kind) -> Node {
        self.next_id += 1;
        Node { id: self.next_id, place, kind }
    }

    pub(crate) fn fault(&mut self, place: Place, key: &'static str) -> &mut PackFault {
        self.faults.push(PackFault {
            file: self.files[place.file as usize].clone(),
            line: place.line,
            column: place.column,
            path: String::new(),
            key: key.into(),
            args: Vec::new(),
        });
        self.faults.last_mut().expect("just pushed")
    }

    /// One TOML file. What does not parse is a fault and an empty table.
    pub(crate) fn toml(&mut self, path: &str, text: &str) -> Node {
        let file = self.file(path);
        let lines = Lines::new(text);
        let top = Place { file, line: 1, column: 1 };
        match toml_edit::Document::parse(text) {
            Ok(document) => {
                let entries = self.entries(
                    document.as_table().iter().map(|(name, item)| {
                        let key = document.as_table().key(name).and_then(toml_edit::Key::span);
                        (name, item, key)
                    }),
                    file,
                    &lines,
                );
                self.node(top, Kind::Table(entries))
            }
            Err(error) => {
                let place = error.span().map_or(top, |span| lines.place(file, span.start));
                self.fault(place, "packs-bad-toml").arg("why", error.message());
                self.node(top, Kind::Table(Vec::new()))
            }
        }
    }

    fn entries<'i>(
        &mut self,
        items: impl Iterator<Item = (&'i str, &'i Item, Option<std::ops::Range<usize>>)>,
        file: u32,
        lines: &Lines<'_>,
    ) -> Vec<(String, Node)> {
        items
            .map(|(name, item, key)| {
                let at = key.or_else(|| item.span()).map_or(0, |span| span.start);
                let place = lines.place(file, at);
                (name.to_owned(), self.item(item, place, lines))
            })
            .collect()
    }

    fn item(&mut self, item: &Item, place: Place, lines: &Lines<'_>) -> Node {
        let file = place.file;
        let kind = match item {
            Item::None => Kind::Table(Vec::new()),
            Item::Value(value) => return self.value(value, place, lines),
            Item::Table(table) => Kind::Table(self.entries(
                table.iter().map(|(name, item)| (name, item, table.key(name).and_then(toml_edit::Key::span))),
                file,
                lines,
            )),
            Item::ArrayOfTables(tables) => {
                let mut list = Vec::new();
                for table in tables {
                    let at = table.span().map_or(place, |span| lines.place(file, span.start));
                    let item = Item::Table(table.clone());
                    list.push(self.item(&item, at, lines));
                }
                Kind::List(list)
            }
        };
        self.node(place, kind)
    }

    fn value(&mut self, value: &Value, place: Place, lines: &Lines<'_>) -> Node {
        let file = place.file;
        let kind = match value {
            Value::String(text) => {
                let node = self.node(place, Kind::Text(text.value().clone()));
                if let Some(span) = value.span() {
                    let raw = (lines.place(file, span.start), lines.text(span).to_owned());
                    self.texts.insert(node.id, raw);
                }
                return node;
            }
            Value::Integer(number) => Kind::Int(*number.value()),
            Value::Float(number) => Kind::Float(*number.value()),
            Value::Boolean(yes) => Kind::Bool(*yes.value()),
            Value::Datetime(at) => Kind::Text(at.value().to_string()),
            Value::Array(array) => {
                let mut list = Vec::new();
                for value in array {
                    let at = value.span().map_or(place, |span| lines.place(file, span.start));
                    list.push(self.value(value, at, lines));
                }
                Kind::List(list)
            }
            Value::InlineTable(table) => {
                let mut entries = Vec::new();
                for (name, value) in table {
                    let key = table.key(name).and_then(toml_edit::Key::span).or_else(|| value.span());
                    let at = key.map_or(place, |span| lines.place(file, span.start));
                    entries.push((name.to_owned(), self.value(value, at, lines)));
                }
                Kind::Table(entries)
            }
        };
        self.node(place, kind)
    }
}

impl Node {
    pub(crate) fn get(&self, name: &str) -> Option<&Node> {
        match &self.kind {
            Kind::Table(entries) => entries.iter().find(|(key, _)| key == name).map(|(_, node)| node),
            _ => None,
        }
    }

    /// `{ remove = true }`: a later layer takes the value away.
    fn removes(&self) -> bool {
        matches!(&self.kind, Kind::Table(entries)
            if matches!(entries.as_slice(), [(key, node)] if key == "remove" && matches!(node.kind, Kind::Bool(true))))
    }

    /// Lays a later layer over this one, key by key. A figure (a table with `value` and its basis) is
    /// replaced whole, so that a county's number never stands under the nation's basis; so is a list.
    pub(crate) fn overlay(&mut self, later: Node) {
        match (&mut self.kind, later.kind) {
            (Kind::Table(ours), Kind::Table(theirs)) if !is_figure(&theirs) => {
                for (key, node) in theirs {
                    match ours.iter().position(|(known, _)| *known == key) {
                        Some(at) if node.removes() => drop(ours.remove(at)),
                        Some(at) => ours[at].1.overlay(node),
                        None if node.removes() => (),
                        None => ours.push((key, node)),
                    }
                }
            }
            (kind, theirs) => {
                *kind = theirs;
                self.place = later.place;
                self.id = later.id;
            }
        }
    }

    /// Finds what a dotted path names: `county_clerk.rights[2]`, `"a.b".c`. When the path leads
    /// nowhere, the deepest value on the way.
    pub(crate) fn find(&self, path: &str) -> &Node {
        let mut node = self;
        for step in steps(path) {
            let next = match (&node.kind, &step) {
                (Kind::List(list), Step::At(at)) => list.get(*at),
                // What may be written as a list or as tables by their names is counted either way.
                (Kind::Table(entries), Step::At(at)) => entries.get(*at).map(|it| &it.1),
                (_, Step::Key(key)) => node.get(key),
                _ => None,
            };
            match next {
                Some(next) => node = next,
                None => break,
            }
        }
        node
    }

    /// The path of every value, by id.
    pub(crate) fn paths(&self) -> BTreeMap<u32, String> {
        let mut paths = BTreeMap::new();
        self.walk(String::new(), &mut paths);
        paths
    }

    fn walk(&self, path: String, into: &mut BTreeMap<u32, String>) {
        match &self.kind {
            Kind::Table(entries) => {
                for (key, node) in entries {
                    let key = if key.contains('.') { format!("\"{key}\"") } else { key.clone() };
                    node.walk(if path.is_empty() { key } else { format!("{path}.{key}") }, into);
                }
            }
            Kind::List(list) => {
                for (at, node) in list.iter().enumerate() {
                    node.walk(format!("{path}[{at}]"), into);
                }
            }
            _ => (),
        }
        into.insert(self.id, path);
    }
}

fn is_figure(entries: &[(String, Node)]) -> bool {
    let has = |name: &str| entries.iter().any(|(key, _)| key == name);
    has("value") && (has("basis") || has("confidence"))
}

enum Step {
    Key(String),
    At(usize),
}

fn steps(path: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('[') {
            let end = inner.find(']').unwrap_or(inner.len());
            steps.push(inner[..end].parse().map_or(Step::Key(inner[..end].to_owned()), Step::At));
            rest = inner.get(end + 1..).unwrap_or("");
        } else if let Some(inner) = rest.strip_prefix('"') {
            let end = inner.find('"').unwrap_or(inner.len());
            steps.push(Step::Key(inner[..end].to_owned()));
            rest = inner.get(end + 1..).unwrap_or("");
        } else {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            steps.push(Step::Key(rest[..end].to_owned()));
            rest = &rest[end..];
        }
        rest = rest.strip_prefix('.').unwrap_or(rest);
    }
    steps
}
