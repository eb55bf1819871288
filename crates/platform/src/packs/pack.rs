//! One pack: its layers read, checked and ready to be asked.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    fmt::Write as _,
    sync::{Arc, Mutex, PoisonError},
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use super::{
    Bundle, Check, PackFault, Section, SectionKind, Table,
    fault::{Lines, Place},
    node::{Kind, Node, Reading},
    read, rows,
    section::Rows,
    words::{LANGUAGES, Words},
};

/// Layers a pack may have; more means that parents go in a circle.
const LAYERS_MAX: usize = 8;

/// `pack.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub id: String,
    /// The pack this one is laid over.
    #[serde(default)]
    pub parent: Option<String>,
    /// Edition, for people; programs go by the digest.
    pub version: String,
    pub name: Names,
    /// Present when the pack is a county's and not only a layer.
    #[serde(default)]
    pub county: Option<County>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    pub zh: String,
    pub en: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct County {
    /// The `county` of every table that grows with people; the same as the pack's id.
    pub slug: String,
    /// Where it stands in the tree of areas: `sc/liangshan/mianning/`.
    pub area: String,
    /// Six digits, as resident numbers begin.
    pub code: String,
}

/// A pack that has no fault.
pub struct Pack {
    pub manifest: Manifest,
    /// The folders it is made of, the most general first.
    pub layers: Vec<String>,
    version: String,
    parts: Parts,
    words: Words,
    facts: rules::Catalogue,
    bundle: Bundle,
    made: Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
}

/// What a room makes of a pack once and keeps beside it: an atlas, compiled rules.
pub trait Made: Send + Sync + 'static {
    fn make(pack: &Pack) -> Self;
}

/// The sections by type, and the works that a pack may tell something.
#[derive(Default)]
pub(crate) struct Parts(HashMap<TypeId, Box<dyn Any + Send + Sync>>, Vec<&'static str>);

impl Parts {
    pub(crate) fn get<T: 'static>(&self) -> Option<&T> {
        self.0.get(&TypeId::of::<T>())?.downcast_ref()
    }

    pub(crate) fn hears(&self) -> &[&'static str] {
        &self.1
    }
}

impl std::fmt::Debug for Pack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pack({} {})", self.manifest.id, self.version)
    }
}

impl Pack {
    /// Reads pack `id` out of `bundle` with its layers, or tells every fault.
    pub fn open(bundle: &Bundle, id: &str, sections: &[SectionKind]) -> Result<Pack, Vec<PackFault>> {
        let mut reading = Reading::default();
        let (manifest, layers) = chain(bundle, id, &mut reading);
        let mut words = Words::default();
        for layer in &layers {
            let known = |name: &str| sections.iter().find(|kind| kind.name == name);
            for (path, inner, text) in bundle.under(layer) {
                if let Some(at) = bundle.garbled_at(path) {
                    let file = reading.file(path);
                    reading.fault(Place { file, line: 1, column: 1 }, "packs-not-utf8").arg("byte", at);
                }
                let name = inner.split('/').next().unwrap_or(inner);
                let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
                if let Some(language) = LANGUAGES.into_iter().find(|it| inner == format!("words.{it}.ftl")) {
                    words.add(language, path, text, &mut reading);
                } else if inner != "pack.toml"
                    && known(stem).is_none()
                    && (matches!(ending, "toml" | "csv") || inner.rsplit('.').next() == Some("toml"))
                {
                    let file = reading.file(path);
                    let fault = reading.fault(Place { file, line: 1, column: 1 }, "packs-unknown-section");
                    fault.arg("written", stem).suggest(stem, sections.iter().map(|kind| kind.name));
                }
            }
        }
        words.check(&mut reading);
        let nodes: Vec<Node> =
            sections.iter().map(|kind| pile(bundle, id, &layers, kind, &mut reading)).collect();
        let mut parts = Parts::default();
        parts.1.extend(sections.iter().flat_map(|kind| kind.hears));
        for (kind, node) in sections.iter().zip(&nodes) {
            let from = reading.faults.len();
            if let Some(part) = (kind.read)(node, &mut reading) {
                parts.0.insert((kind.type_id)(), part);
            }
            // A section that stands in no layer has its faults in pack.toml; say which it is.
            for fault in &mut reading.faults[from..] {
                if fault.file.ends_with("/pack.toml") {
                    fault.arg("section", kind.name);
                }
            }
        }
        let mut facts = rules::Catalogue::default();
        for (kind, root) in sections.iter().zip(&nodes) {
            let given = parts.0.get(&(kind.type_id)()).map(|part| (kind.facts)(&**part));
            for taken in given.into_iter().flatten().filter_map(|fact| facts.add(fact)) {
                reading.fault(root.place, "packs-fact-twice").arg("fact", taken.name);
            }
        }
        for (kind, root) in sections.iter().zip(&nodes) {
            if let Some(part) = parts.0.get(&(kind.type_id)()) {
                let mut check =
                    Check { root, reading: &mut reading, parts: &parts, words: &words, facts: &facts };
                (kind.check)(&**part, &mut check);
            }
        }
        match manifest {
            Some(manifest) if reading.faults.is_empty() => {
                let bundle = bundle.only(&layers);
                let version = digest(&bundle);
                let made = Mutex::default();
                Ok(Pack { manifest, layers, version, parts, words, facts, bundle, made })
            }
            _ => {
                reading.faults.sort();
                reading.faults.dedup();
                Err(reading.faults)
            }
        }
    }

    /// Reads one file as it would stand in this pack, checks it by `check`, and tells every fault at its
    /// line and column. The rest of the pack is not read again: what is written there can be told of
    /// while it is typed.
    pub fn check_page<T: DeserializeOwned>(
        &self,
        path: &str,
        text: &str,
        check: impl FnOnce(&str, &T, &mut Check<'_>),
    ) -> (Option<T>, Vec<PackFault>) {
        let mut reading = Reading::default();
        let node = reading.toml(path, text);
        let read = read::read::<T>(&node, &mut reading);
        let stem = path.rsplit('/').next().and_then(|it| it.strip_suffix(".toml")).unwrap_or(path);
        if let Some(read) = &read {
            let place = node.place;
            let root = reading.node(place, Kind::Table(vec![(stem.to_owned(), node)]));
            let (parts, words, facts) = (&self.parts, &self.words, &self.facts);
            let mut asked = Check { root: &root, reading: &mut reading, parts, words, facts };
            check(stem, read, &mut asked);
        }
        reading.faults.sort();
        reading.faults.dedup();
        (read, reading.faults)
    }

    /// A section. It must be in the list the pack was opened with.
    pub fn get<S: Section>(&self) -> &S {
        self.parts.get().unwrap_or_else(|| panic!("section {} is in no room's SECTIONS", S::NAME))
    }

    /// The rows of a table. It must be in the list the pack was opened with.
    pub fn rows<T: Table>(&self) -> &[T] {
        let rows: Option<&Rows<T>> = self.parts.get();
        &rows.unwrap_or_else(|| panic!("table {} is in no room's SECTIONS", T::NAME)).0
    }

    /// What a room makes of the pack: made at the first call, then handed out.
    pub fn made<T: Made>(&self) -> Arc<T> {
        let known = self.made.lock().unwrap_or_else(PoisonError::into_inner).get(&TypeId::of::<T>()).cloned();
        if let Some(known) = known.and_then(|it| it.downcast::<T>().ok()) {
            return known;
        }
        // Made outside the lock, so that one thing may be made from another.
        let made = Arc::new(T::make(self));
        self.made.lock().unwrap_or_else(PoisonError::into_inner).insert(TypeId::of::<T>(), made.clone());
        made
    }

    pub fn id(&self) -> &str {
        &self.manifest.id
    }

    /// Digest of everything the pack is made of: what runs remember.
    pub fn version(&self) -> &str {
        &self.version
    }

    pub fn county(&self) -> Option<&County> {
        self.manifest.county.as_ref()
    }

    /// The Fluent sources of a language, to be laid over one another in this order.
    pub fn words(&self, language: &str) -> &[Arc<str>] {
        self.words.sources.get(language).map_or(&[], Vec::as_slice)
    }

    /// The facts that rules of this pack may name.
    pub fn facts(&self) -> &rules::Catalogue {
        &self.facts
    }

    /// Any other file, such as `outline.geojson`: the most local layer's.
    pub fn asset(&self, name: &str) -> Option<&Arc<str>> {
        self.layers.iter().rev().find_map(|layer| self.bundle.get(&format!("{layer}/{name}")))
    }

    pub fn bundle(&self) -> &Bundle {
        &self.bundle
    }
}

/// The manifest of `id` and its layers, the most general first.
fn chain(bundle: &Bundle, id: &str, reading: &mut Reading) -> (Option<Manifest>, Vec<String>) {
    let mut layers = vec![id.to_owned()];
    let mut manifest = None;
    let mut next = Some((id.to_owned(), None));
    while let Some((id, named_at)) = next.take() {
        let path = format!("{id}/pack.toml");
        let Some(text) = bundle.get(&path) else {
            let place = named_at.unwrap_or_else(|| {
                let file = reading.file(&path);
                Place { file, line: 1, column: 1 }
            });
            let fault = reading.fault(place, "packs-no-such-pack");
            fault.arg("written", &id).suggest(&id, bundle.ids());
            layers.retain(|layer| *layer != id);
            break;
        };
        let node = reading.toml(&path, text);
        let Some(read) = read::read::<Manifest>(&node, reading) else { break };
        if read.id != id {
            reading
                .fault(node.find("id").place, "packs-id-is-not-folder")
                .arg("written", &read.id)
                .arg("folder", &id);
        }
        if let Some(county) = &read.county {
            let place = node.find("county").place;
            if county.slug != id {
                reading.fault(place, "packs-county-is-not-id").arg("written", &county.slug).arg("id", &id);
            }
            if county.code.len() != 6 || !county.code.bytes().all(|it| it.is_ascii_digit()) {
                reading
                    .fault(node.find("county.code").place, "packs-county-code")
                    .arg("written", &county.code);
            }
        }
        if let Some(parent) = &read.parent {
            let place = node.find("parent").place;
            if layers.contains(parent) || LAYERS_MAX <= layers.len() {
                reading.fault(place, "packs-circle").arg("written", parent);
            } else {
                layers.insert(0, parent.clone());
                next = Some((parent.clone(), Some(place)));
            }
        }
        manifest.get_or_insert(read);
    }
    (manifest, layers)
}

/// Piles up one section over the layers.
fn pile(bundle: &Bundle, id: &str, layers: &[String], kind: &SectionKind, reading: &mut Reading) -> Node {
    let mut piled: Option<Node> = None;
    let mut lay = |node: Node| match (&mut piled, kind.key) {
        (None, _) => piled = Some(node),
        (Some(ours), Some(key)) => rows::overlay(ours, node, key),
        (Some(ours), None) => ours.overlay(node),
    };
    for layer in layers {
        let path = |ending: &str| format!("{layer}/{}{ending}", kind.name);
        if kind.key.is_some() {
            if let Some(text) = bundle.get(&path(".csv")) {
                lay(reading.csv(&path(".csv"), text));
            }
            continue;
        }
        if let Some(text) = bundle.get(&path(".toml")) {
            lay(reading.toml(&path(".toml"), text));
        }
        let folder = format!("{}/", kind.name);
        for (path, inner, text) in bundle.under(layer) {
            let stem = inner.strip_prefix(&folder).and_then(|it| it.strip_suffix(".toml"));
            if let Some(stem) = stem {
                let node = reading.toml(path, text);
                let place = node.place;
                let keyed = Kind::Table(vec![(stem.to_owned(), node)]);
                let keyed = reading.node(place, keyed);
                lay(keyed);
            }
        }
    }
    piled.unwrap_or_else(|| {
        let file = reading.file(&format!("{id}/pack.toml"));
        let kind = if kind.key.is_some() { Kind::List(Vec::new()) } else { Kind::Table(Vec::new()) };
        reading.node(Lines::new("").place(file, 0), kind)
    })
}

fn digest(bundle: &Bundle) -> String {
    let mut hash = Sha256::new();
    for (path, text) in bundle.files() {
        // Lengths keep two files apart that would run together alike.
        hash.update((path.len() as u64).to_le_bytes());
        hash.update(path);
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text);
    }
    hash.finalize().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
