//! The texts of pack folders, wherever they come from: the binary, a folder, a stored version.

use std::{collections::BTreeMap, sync::Arc};

use base::{Result, error::OrBroken};

use super::SectionKind;

/// Files by path, `mianning/roles.toml`. The floor that may read files fills it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bundle {
    files: BTreeMap<String, Arc<str>>,
    /// Paths that are not UTF-8 text, with the byte at which that shows.
    garbled: BTreeMap<String, usize>,
}

#[derive(rust_embed::RustEmbed)]
#[folder = "../../packs"]
struct Shipped;

impl Bundle {
    pub fn new() -> Bundle {
        Bundle::default()
    }

    /// The packs this program was built with; while developing, the ones beside the source.
    pub fn shipped() -> Bundle {
        let mut bundle = Bundle::new();
        for path in Shipped::iter() {
            if let Some(file) = Shipped::get(&path) {
                bundle.insert_bytes(&path, &file.data);
            }
        }
        bundle
    }

    pub fn insert(&mut self, path: &str, text: &str) {
        self.garbled.remove(path);
        self.files.insert(path.replace('\\', "/"), text.into());
    }

    /// Takes a file as it lies on the disk. Bytes that are no text are kept as a fault.
    pub fn insert_bytes(&mut self, path: &str, bytes: &[u8]) {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.insert(path, text.strip_prefix('\u{feff}').unwrap_or(text)),
            Err(error) => {
                self.files.insert(path.to_owned(), "".into());
                self.garbled.insert(path.to_owned(), error.valid_up_to());
            }
        }
    }

    /// Lays `other` over this: a file of `other` replaces the one of the same path.
    pub fn overlay(&mut self, other: Bundle) {
        self.files.extend(other.files);
        self.garbled.extend(other.garbled);
    }

    pub fn get(&self, path: &str) -> Option<&Arc<str>> {
        self.files.get(path)
    }

    /// The folders without what is written for other sections: to read some of them takes less time,
    /// and a wing that knows only its own finds no unknown one.
    #[must_use]
    pub fn of_sections(&self, sections: &[SectionKind]) -> Bundle {
        let foreign = |path: &str| {
            let inner = path.split_once('/').map_or(path, |(_, inner)| inner);
            let first = inner.split('/').next().unwrap_or(inner);
            let stem = first.rsplit_once('.').map_or(first, |(stem, _)| stem);
            let read = inner.ends_with(".toml") || inner.ends_with(".csv");
            read && inner != "pack.toml" && !sections.iter().any(|it| it.name == stem)
        };
        let mut bundle = self.clone();
        bundle.files.retain(|path, _| !foreign(path));
        bundle.garbled.retain(|path, _| !foreign(path));
        bundle
    }

    /// The pack folders, by name.
    pub fn ids(&self) -> Vec<&str> {
        self.files.keys().filter_map(|path| path.strip_suffix("/pack.toml")).collect()
    }

    /// The files of one pack folder, with their path inside it.
    pub(crate) fn under<'b>(&'b self, id: &str) -> impl Iterator<Item = (&'b str, &'b str, &'b Arc<str>)> {
        let prefix = format!("{id}/");
        self.files.iter().filter_map(move |(path, text)| {
            path.strip_prefix(&prefix).map(|inner| (path.as_str(), inner, text))
        })
    }

    /// As one county has it: its own pages stand in place of the files of their paths in every folder.
    pub(crate) fn with_pages(&self, county: &str, pages: &BTreeMap<String, Arc<str>>) -> Bundle {
        let mut bundle = self.clone();
        let inner = |path: &str| path.split_once('/').is_some_and(|(_, inner)| pages.contains_key(inner));
        bundle.files.retain(|path, _| !inner(path));
        bundle.garbled.retain(|path, _| !inner(path));
        for (path, text) in pages {
            bundle.files.insert(format!("{county}/{path}"), text.clone());
        }
        bundle
    }

    pub(crate) fn garbled_at(&self, path: &str) -> Option<usize> {
        self.garbled.get(path).copied()
    }

    /// Only the named folders: what a version of a pack consists of.
    pub(crate) fn only(&self, ids: &[String]) -> Bundle {
        let of = |path: &str| {
            ids.iter().any(|id| path.strip_prefix(id.as_str()).is_some_and(|it| it.starts_with('/')))
        };
        Bundle {
            files: self
                .files
                .iter()
                .filter(|(path, _)| of(path))
                .map(|(path, it)| (path.clone(), it.clone()))
                .collect(),
            garbled: BTreeMap::new(),
        }
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), &**text))
    }

    /// As stored with a published version.
    pub fn to_json(&self) -> Result<String> {
        let files: BTreeMap<&str, &str> = self.files().collect();
        serde_json::to_string(&files).or_broken()
    }

    pub fn from_json(text: &str) -> Result<Bundle> {
        let files: BTreeMap<String, String> = serde_json::from_str(text).or_broken()?;
        let mut bundle = Bundle::new();
        for (path, text) in &files {
            bundle.insert(path, text);
        }
        Ok(bundle)
    }
}
