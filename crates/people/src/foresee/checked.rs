//! A text of a benefit against the county's pack: what is wrong in it, and the engine it makes.

use platform::packs::{Pack, PackFault};

use crate::benefits::{Benefit, Engine};

/// Where a benefit's text stands in a pack.
pub(crate) fn path(benefit: &str) -> String {
    format!("benefits/{benefit}.toml")
}

/// A text that was read.
pub(crate) struct Checked {
    /// The benefit, when the text can be read at all.
    pub(crate) benefit: Option<Benefit>,
    /// Made ready, when nothing is wrong.
    pub(crate) engine: Option<Engine>,
    pub(crate) faults: Vec<PackFault>,
}

/// Reads and checks one text beside the pack in use, its worked cases with it: quick enough for every
/// pause in typing.
pub(crate) fn text(pack: &Pack, benefit: &str, text: &str) -> Checked {
    let (read, faults) = pack.check_page::<Benefit>(&path(benefit), text, |id, read, check| {
        read.check(id, check);
    });
    let sound = read.as_ref().filter(|_| faults.is_empty());
    let engine = sound.and_then(|it| Engine::new(benefit, it, pack.facts()));
    Checked { benefit: read, engine, faults }
}
