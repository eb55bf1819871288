//! What a process has beside its database: packs, keys, and the source of secrets.
//!
//! `app` makes it once and hands it down; below, nobody opens a file, reads the environment or
//! asks the operating system for bytes.

use std::sync::Arc;

use base::Result;

use crate::{Catalogue, keys::Keys, packs::Packs};

/// Fills a buffer from the operating system's generator.
pub type Entropy = fn(&mut [u8]) -> Result<()>;

pub struct House {
    pub catalogue: Catalogue,
    pub packs: Packs,
    pub keys: Arc<Keys>,
    pub entropy: Entropy,
}
