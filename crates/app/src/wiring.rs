//! Opens what a process has beside its code, in one place: the clock, the operating system's
//! generator, the store, the keys, the packs; and makes the house of them.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

use base::{Error, Fault, Instant, Result, error::OrBroken};
use platform::{
    Catalogue, House,
    door::Door,
    keys::{Keys, SealedColumn},
    packs::{Bundle, PackFault, Packs},
};
use store::{Options, Store};

use crate::{keyfile, packs_watch, settings::Settings};

/// An installation, opened: what every command but the first few works on.
pub struct Installation {
    pub settings: Settings,
    pub store: Arc<Store>,
    pub house: Arc<House>,
}

impl Installation {
    /// Opens store, keys and packs; each says by itself what is wrong with it.
    pub fn open(settings: Settings) -> Result<Installation> {
        Installation::with(settings, Options::default())
    }

    /// Opens what is filled in one go and made anew if that is cut off: nothing waits for the disk
    /// before it is closed.
    pub fn open_to_fill(settings: Settings) -> Result<Installation> {
        Installation::with(settings, Options { durable: false, ..Options::default() })
    }

    fn with(settings: Settings, options: Options) -> Result<Installation> {
        let house = house(&settings)?;
        let store = opened(&settings, options)?;
        let installation = Installation { settings, store: Arc::new(store), house: Arc::new(house) };
        platform::keys::probe(&installation.door(), clock(), seed()?)?;
        packs_watch::lay(&installation.store, &installation.house)?;
        packs_watch::publish(&installation.store, &installation.house)?;
        Ok(installation)
    }

    pub fn door(&self) -> Door<'_> {
        Door { store: &self.store, house: &self.house }
    }
}

/// Every verb, question and work of every wing.
pub fn catalogue() -> Catalogue {
    Catalogue::new(&[platform::ROOMS, casebooks::ROOMS, people::ROOMS, care::ROOMS])
        .with_sources(people::SOURCES)
        .with_sources(casebooks::SOURCES)
        .with_sources(care::SOURCES)
        .with_subjects(people::SUBJECTS)
        .with_subjects(casebooks::SUBJECTS)
        .with_pages(casebooks::PAGES)
        .with_pages(people::PAGES)
        .with_sealed(sealed_columns())
}

/// Every sealed column of every wing.
pub fn sealed_columns() -> Vec<&'static SealedColumn> {
    let wings = casebooks::SEALED.iter().chain(people::SEALED).chain(care::SEALED);
    platform::access::SEALED.iter().chain(wings.copied().flatten()).collect()
}

pub fn house(settings: &Settings) -> Result<House> {
    let ring = keyfile::read(&settings.key_file(), clock())?;
    let catalogue = catalogue();
    let packs = Packs::open(&bundle(settings)?, &catalogue.sections(), &settings.pack).map_err(faults)?;
    Ok(House { catalogue, packs, keys: Arc::new(Keys::of(ring)), entropy })
}

/// The packs inside the program, and over them those of the settings' folder.
pub fn bundle(settings: &Settings) -> Result<Bundle> {
    let mut bundle = Bundle::shipped();
    if let Some(folder) = &settings.packs {
        bundle.overlay(read_packs(folder)?);
    }
    Ok(bundle)
}

/// The packs of a folder, as they lie on the disk.
pub fn read_packs(folder: &Path) -> Result<Bundle> {
    let mut bundle = Bundle::new();
    gather(folder, &PathBuf::new(), &mut bundle).map_err(|why| {
        let fault = Fault::new("packs", "settings-packs-unreadable");
        Error::from(fault.arg("folder", folder.display()).arg("why", why))
    })?;
    Ok(bundle)
}

fn gather(root: &Path, inner: &Path, bundle: &mut Bundle) -> std::io::Result<()> {
    for entry in fs::read_dir(root.join(inner))? {
        let entry = entry?;
        let path = inner.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            gather(root, &path, bundle)?;
        } else {
            bundle.insert_bytes(&path.to_string_lossy(), &fs::read(root.join(&path))?);
        }
    }
    Ok(())
}

/// Faults of packs as faults of an input: where each stands, and what is wrong.
pub fn faults(faults: Vec<PackFault>) -> Error {
    let fault = |it: PackFault| {
        let mut fault = Fault::new(format!("{}:{}:{}", it.file, it.line, it.column), it.key);
        fault.args = it.args;
        fault
    };
    Error::Invalid(faults.into_iter().map(fault).collect())
}

pub fn store(settings: &Settings) -> Result<Store> {
    opened(settings, Options::default())
}

fn opened(settings: &Settings, options: Options) -> Result<Store> {
    if settings.database.is_none() {
        fs::create_dir_all(&settings.data).map_err(|why| {
            let fault = Fault::new("data", "settings-data-unwritable");
            Error::from(fault.arg("folder", settings.data.display()).arg("why", why))
        })?;
    }
    Store::open_with(&settings.database_url(), &Options { seed: seed()?, ..options })
}

/// The one clock.
#[expect(clippy::disallowed_methods, reason = "the one place where the clock is read")]
pub fn clock() -> Instant {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Instant(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

/// The operating system's generator.
pub fn entropy(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes).map_err(|why| why.to_string()).or_broken()
}

pub fn secret<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    entropy(&mut bytes)?;
    Ok(bytes)
}

/// A seed for the ids and samples of one unit of work.
pub fn seed() -> Result<u64> {
    Ok(u64::from_le_bytes(secret()?))
}
