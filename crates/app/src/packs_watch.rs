//! Packs while they are in use: their editions kept in the database, and edits taken at once.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use base::Result;
use platform::{
    House,
    packs::{self, Bundle},
};
use store::Store;

use crate::{settings::Settings, wiring};

/// Keeps the editions in use, so that a past run can be computed again on its own pack.
pub fn publish(store: &Store, house: &House) -> Result<()> {
    for pack in house.packs.all() {
        let version = pack.version().to_owned();
        let id = pack.id().to_owned();
        let known = store.read(|tx| {
            Ok(packs::is_published(tx, &id, &version)? && casebooks::editions::lacking(tx, &pack)?.is_empty())
        })?;
        if known {
            continue;
        }
        let now = wiring::clock();
        store.write(move |tx| {
            packs::publish(tx, &pack, now)?;
            casebooks::editions::keep(tx, &pack, now)
        })?;
    }
    Ok(())
}

/// Lays what counties published themselves over their packs. What no longer fits the packs is told in the
/// log; cases of a book go on by the text that was kept.
pub fn lay(store: &Store, house: &House) -> Result<()> {
    for fault in packs::lay(store, house, wiring::clock())?.faults {
        tracing::error!(%fault, "a page that the county published does not fit the packs");
    }
    Ok(())
}

/// A folder of packs that is looked at again and again.
pub struct Watch {
    folder: PathBuf,
    /// Whether the folder holds all packs, or only some that lie over the shipped ones.
    whole: bool,
    seen: Option<Stamp>,
}

/// How many files there are, and when the newest was written.
type Stamp = (usize, Option<SystemTime>);

impl Watch {
    /// The folder of the settings; in a development build else the one beside the source.
    pub fn new(settings: &Settings) -> Option<Watch> {
        let source = cfg!(debug_assertions)
            .then(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs"))
            .filter(|it| it.is_dir());
        let (folder, whole) = match (&settings.packs, source) {
            (Some(folder), _) => (folder.clone(), false),
            (None, Some(source)) => (source, true),
            (None, None) => return None,
        };
        let seen = stamp(&folder).ok();
        Some(Watch { folder, whole, seen })
    }

    /// Takes what changed. Faulty packs are told in the log, and those in use stay.
    pub fn turn(&mut self, store: &Store, house: &House) -> Result<()> {
        let Ok(now) = stamp(&self.folder) else { return Ok(()) };
        if self.seen == Some(now) {
            return Ok(());
        }
        self.seen = Some(now);
        let mut bundle = if self.whole { Bundle::new() } else { Bundle::shipped() };
        bundle.overlay(wiring::read_packs(&self.folder)?);
        match house.packs.reload(&bundle) {
            Ok(()) => {
                tracing::info!(folder = %self.folder.display(), "the packs were read again");
                publish(store, house)
            }
            Err(faults) => {
                for fault in &faults {
                    tracing::error!(%fault, "a pack has a fault; the packs in use stay");
                }
                Ok(())
            }
        }
    }
}

fn stamp(folder: &Path) -> std::io::Result<Stamp> {
    let mut all = (0, None);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let meta = entry.metadata()?;
        let (count, newest) = if meta.is_dir() { stamp(&entry.path())? } else { (1, meta.modified().ok()) };
        all = (all.0 + count, all.1.max(newest));
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_changes_with_its_files() {
        let folder = std::env::temp_dir().join(format!("songhe-watch-{}", std::process::id()));
        fs::create_dir_all(folder.join("a")).unwrap();
        fs::write(folder.join("a/x.toml"), "x = 1").unwrap();
        let before = stamp(&folder).unwrap();
        fs::write(folder.join("a/y.toml"), "y = 1").unwrap();
        let after = stamp(&folder).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!((before.0, after.0), (1, 2));
        assert!(before.1 <= after.1);
    }
}
