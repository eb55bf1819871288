//! The packs in use, which can be exchanged while requests run.

use std::{collections::BTreeMap, sync::Arc};

use arc_swap::ArcSwap;
use base::{Error, Result};

use super::{Bundle, Pack, PackFault, SectionKind};

/// Every county's pack. Whoever asked keeps the edition he was given.
pub struct Packs {
    sections: Vec<SectionKind>,
    state: ArcSwap<State>,
}

struct State {
    /// The county that a process which serves one is about.
    first: Arc<Pack>,
    packs: BTreeMap<String, Arc<Pack>>,
    /// What the last reload found; empty when it was taken.
    faults: Vec<PackFault>,
}

impl Packs {
    /// Opens each county's pack in `bundle`. `sections` are those of all wings; `county` is the
    /// one that [`Packs::now`] answers.
    pub fn open(bundle: &Bundle, sections: &[SectionKind], county: &str) -> Result<Packs, Vec<PackFault>> {
        let packs = counties(bundle, sections)?;
        let first = match packs.get(county) {
            Some(first) => first.clone(),
            // Opening it by itself tells why it is not there.
            None => Arc::new(Pack::open(bundle, county, sections)?),
        };
        let state = State { first, packs, faults: Vec::new() };
        Ok(Packs { sections: sections.to_vec(), state: ArcSwap::from_pointee(state) })
    }

    /// Another holder of the editions that are in use now; each is exchanged by itself from here on.
    #[must_use]
    pub fn again(&self) -> Packs {
        Packs { sections: self.sections.clone(), state: ArcSwap::new(self.state.load_full()) }
    }

    /// One pack and nothing beside it.
    pub fn new(pack: Pack) -> Packs {
        let first = Arc::new(pack);
        let packs = BTreeMap::from([(first.id().to_owned(), first.clone())]);
        let state = State { first, packs, faults: Vec::new() };
        Packs { sections: Vec::new(), state: ArcSwap::from_pointee(state) }
    }

    /// The pack of the county this process is about.
    pub fn now(&self) -> Arc<Pack> {
        self.state.load().first.clone()
    }

    /// The pack of a county, by its slug.
    pub fn county(&self, slug: &str) -> Result<Arc<Pack>> {
        self.state.load().packs.get(slug).cloned().ok_or_else(|| Error::missing("pack"))
    }

    pub fn counties(&self) -> Vec<String> {
        self.state.load().packs.keys().cloned().collect()
    }

    pub fn all(&self) -> Vec<Arc<Pack>> {
        self.state.load().packs.values().cloned().collect()
    }

    pub fn sections(&self) -> &[SectionKind] {
        &self.sections
    }

    /// Takes changed texts. With a fault in any of them the old packs stay and the faults are told.
    pub fn reload(&self, bundle: &Bundle) -> Result<(), Vec<PackFault>> {
        match counties(bundle, &self.sections) {
            Ok(packs) => {
                let before = self.now();
                let first = packs.get(before.id()).cloned().unwrap_or(before);
                self.state.store(Arc::new(State { first, packs, faults: Vec::new() }));
                Ok(())
            }
            Err(faults) => {
                let state = self.state.load();
                let (first, packs) = (state.first.clone(), state.packs.clone());
                self.state.store(Arc::new(State { first, packs, faults: faults.clone() }));
                Err(faults)
            }
        }
    }

    /// Why the last reload was not taken.
    pub fn faults(&self) -> Vec<PackFault> {
        self.state.load().faults.clone()
    }
}

type Opened = BTreeMap<String, Arc<Pack>>;

fn counties(bundle: &Bundle, sections: &[SectionKind]) -> Result<Opened, Vec<PackFault>> {
    let mut packs = BTreeMap::new();
    let mut faults = Vec::new();
    for id in leaves(bundle) {
        match Pack::open(bundle, &id, sections) {
            Ok(pack) if pack.county().is_some() => {
                packs.insert(id, Arc::new(pack));
            }
            Ok(_) => (),
            Err(found) => faults.extend(found),
        }
    }
    faults.sort();
    faults.dedup();
    if faults.is_empty() { Ok(packs) } else { Err(faults) }
}

/// Packs that no other pack is laid over; the others are checked as their layers.
fn leaves(bundle: &Bundle) -> Vec<String> {
    let parents: Vec<String> = bundle
        .ids()
        .iter()
        .filter_map(|id| bundle.get(&format!("{id}/pack.toml")))
        .filter_map(|text| text.parse::<toml::Table>().ok())
        .filter_map(|manifest| Some(manifest.get("parent")?.as_str()?.to_owned()))
        .collect();
    bundle.ids().into_iter().map(str::to_owned).filter(|id| !parents.contains(id)).collect()
}

/// Every fault of every pack in `bundle`; empty when all is well.
pub fn check(bundle: &Bundle, sections: &[SectionKind]) -> Vec<PackFault> {
    counties(bundle, sections).err().unwrap_or_default()
}
