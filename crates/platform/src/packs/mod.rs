//! Packs: knowledge that differs between places and years, layered folder on folder.

use std::{any::Any, any::TypeId, collections::HashMap, sync::Arc};

use serde::de::DeserializeOwned;

/// A typed part of a pack, declared by the room that reads it.
pub trait Section: DeserializeOwned + Send + Sync + 'static {
    /// The file or folder in the pack: `NAME.toml`, or `NAME/*.toml`.
    const NAME: &'static str;
}

/// A [`Section`] as a line of a room.
pub struct SectionKind {
    pub name: &'static str,
}

pub const fn section<S: Section>() -> SectionKind {
    SectionKind { name: S::NAME }
}

/// A pack, layered and checked.
#[derive(Default)]
pub struct Pack {
    sections: HashMap<TypeId, Arc<dyn Any + Send + Sync>>,
}

impl Pack {
    /// The section as its room reads it. Every section of the catalogue is there after loading.
    pub fn get<S: Section>(&self) -> &S {
        let found = self.sections.get(&TypeId::of::<S>()).and_then(|it| it.downcast_ref::<S>());
        found.expect("a section of the catalogue is loaded with its pack")
    }
}

/// The pack in force, exchanged as a whole when it is published or edited.
pub struct Packs(arc_swap::ArcSwap<Pack>);

impl Packs {
    pub fn new(pack: Pack) -> Packs {
        Packs(arc_swap::ArcSwap::from_pointee(pack))
    }

    pub fn now(&self) -> Arc<Pack> {
        self.0.load_full()
    }
}
