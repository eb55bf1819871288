//! What a process has beside its database: packs, keys, and the source of secrets.
//!
//! `app` makes it once and hands it down; below, nobody opens a file, reads the environment or
//! asks the operating system for bytes.

use std::sync::Arc;

use base::Result;

use crate::{
    Catalogue,
    keys::Keys,
    packs::{Pack, Packs},
};

/// Fills a buffer from the operating system's generator.
pub type Entropy = fn(&mut [u8]) -> Result<()>;

pub struct House {
    pub catalogue: Catalogue,
    pub packs: Packs,
    pub keys: Arc<Keys>,
    pub entropy: Entropy,
}

impl House {
    /// The same house with one pack and nothing beside it: what a past run was decided by.
    #[must_use]
    pub fn with_pack(&self, pack: Pack) -> House {
        House {
            catalogue: self.catalogue.clone(),
            packs: Packs::new(pack),
            keys: self.keys.clone(),
            entropy: self.entropy,
        }
    }
}
