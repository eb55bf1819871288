//! Opens what a process has beside its code, in one place: the clock, the operating system's
//! generator, the store, the keys, the packs; and makes the house of them.

use std::{fs, sync::Arc, time::SystemTime};

use base::{Error, Fault, Instant, Result, error::OrBroken};
use platform::{
    Catalogue, House,
    door::Door,
    keys::Keys,
    packs::{Pack, Packs},
};
use store::Store;

use crate::{keyfile, settings::Settings};

/// An installation, opened: what every command but the first few works on.
pub struct Installation {
    pub settings: Settings,
    pub store: Arc<Store>,
    pub house: Arc<House>,
}

impl Installation {
    /// Opens store, keys and packs; each says by itself what is wrong with it.
    pub fn open(settings: Settings) -> Result<Installation> {
        let house = house(&settings)?;
        let store = store(&settings)?;
        Ok(Installation { settings, store: Arc::new(store), house: Arc::new(house) })
    }

    pub fn door(&self) -> Door<'_> {
        Door { store: &self.store, house: &self.house }
    }
}

/// Every verb, question and work of every wing.
pub fn catalogue() -> Catalogue {
    Catalogue::new(&[platform::ROOMS])
}

pub fn house(settings: &Settings) -> Result<House> {
    let ring = keyfile::read(&settings.key_file(), clock())?;
    Ok(House {
        catalogue: catalogue(),
        packs: Packs::new(Pack::default()),
        keys: Arc::new(Keys::of(ring)),
        entropy,
    })
}

pub fn store(settings: &Settings) -> Result<Store> {
    if settings.database.is_none() {
        fs::create_dir_all(&settings.data).map_err(|why| {
            let fault = Fault::new("data", "settings-data-unwritable");
            Error::from(fault.arg("folder", settings.data.display()).arg("why", why))
        })?;
    }
    Store::open(&settings.database_url())
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
