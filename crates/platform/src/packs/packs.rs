//! The packs in use, which can be exchanged while requests run.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use arc_swap::ArcSwap;
use base::{Error, Result};

use super::{Bundle, Pack, PackFault, SectionKind};

/// Every county's pack. Whoever asked keeps the edition he was given.
pub struct Packs {
    sections: Vec<SectionKind>,
    state: ArcSwap<State>,
    /// Held while one exchanges the state, so that no exchange loses another.
    exchange: Mutex<()>,
}

#[derive(Clone)]
struct State {
    /// The county that a process which serves one is about.
    first: Arc<Pack>,
    packs: Opened,
    /// The texts of all packs, without what counties published over them.
    bundle: Arc<Bundle>,
    /// By county, what it published itself.
    pages: BTreeMap<String, Pages>,
    /// What the last reload found; empty when it was taken.
    faults: Vec<PackFault>,
}

/// Files that a county publishes while the program runs, by their path inside the pack's folder:
/// `casebooks/hazard.toml`. Each stands in place of the files of that path in every layer.
pub type Pages = BTreeMap<String, Arc<str>>;

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
        Ok(Packs::of(sections.to_vec(), first, packs, bundle.clone()))
    }

    fn of(sections: Vec<SectionKind>, first: Arc<Pack>, packs: Opened, bundle: Bundle) -> Packs {
        let (bundle, pages) = (Arc::new(bundle), BTreeMap::new());
        let state = State { first, packs, bundle, pages, faults: Vec::new() };
        Packs { sections, state: ArcSwap::from_pointee(state), exchange: Mutex::default() }
    }

    /// Another holder of the editions that are in use now; each is exchanged by itself from here on.
    #[must_use]
    pub fn again(&self) -> Packs {
        Packs {
            sections: self.sections.clone(),
            state: ArcSwap::new(self.state.load_full()),
            exchange: Mutex::default(),
        }
    }

    /// One pack and nothing beside it.
    pub fn new(pack: Pack) -> Packs {
        let first = Arc::new(pack);
        let packs = BTreeMap::from([(first.id().to_owned(), first.clone())]);
        let bundle = first.bundle().clone();
        Packs::of(Vec::new(), first, packs, bundle)
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
    /// What counties published stays over them; where it no longer fits, those pages alone are left out.
    pub fn reload(&self, bundle: &Bundle) -> Result<(), Vec<PackFault>> {
        let _one = self.exchange.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.state.load_full();
        match counties(bundle, &self.sections) {
            Ok(mut packs) => {
                let mut faults = Vec::new();
                for (county, pages) in &before.pages {
                    if let Some(pack) = packs.get_mut(county) {
                        *pack = self.with_pages(bundle, pack, pages, &mut faults);
                    }
                }
                let first = packs.get(before.first.id()).cloned().unwrap_or_else(|| before.first.clone());
                let (bundle, pages) = (Arc::new(bundle.clone()), before.pages.clone());
                self.state.store(Arc::new(State { first, packs, bundle, pages, faults }));
                Ok(())
            }
            Err(faults) => {
                self.state.store(Arc::new(State { faults: faults.clone(), ..(*before).clone() }));
                Err(faults)
            }
        }
    }

    /// Lays what a county published over its packs, in place of what it had published before. Answers
    /// whether that is news. A page with a fault is left out and told; the others are taken.
    pub fn lay(&self, county: &str, pages: &Pages) -> (bool, Vec<PackFault>) {
        if self.state.load().pages.get(county).map_or(pages.is_empty(), |it| it == pages) {
            return (false, Vec::new());
        }
        let _one = self.exchange.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.state.load_full();
        let mut faults = Vec::new();
        let plain = Pack::open(&before.bundle, county, &self.sections).map(Arc::new);
        // A county that this process does not serve has nothing to lay pages over.
        let Ok(plain) = plain else { return (false, Vec::new()) };
        let pack = self.with_pages(&before.bundle, &plain, pages, &mut faults);
        let mut after = (*before).clone();
        after.packs.insert(county.to_owned(), pack.clone());
        if after.first.id() == county {
            after.first = pack;
        }
        after.pages.insert(county.to_owned(), pages.clone());
        after.faults.clone_from(&faults);
        self.state.store(Arc::new(after));
        (true, faults)
    }

    /// A county's pack as it would be with one more page, or all faults that it would have.
    pub fn tried(&self, county: &str, path: &str, text: &str) -> Result<Pack, Vec<PackFault>> {
        let state = self.state.load();
        let mut pages = state.pages.get(county).cloned().unwrap_or_default();
        pages.insert(path.to_owned(), text.into());
        Pack::open(&state.bundle.with_pages(county, &pages), county, &self.sections)
    }

    /// A county's pack as it would be without one of its pages, or all faults that it would have.
    pub fn without(&self, county: &str, path: &str) -> Result<Pack, Vec<PackFault>> {
        let state = self.state.load();
        let mut pages = state.pages.get(county).cloned().unwrap_or_default();
        pages.remove(path);
        Pack::open(&state.bundle.with_pages(county, &pages), county, &self.sections)
    }

    /// The texts that a county's packs have of one path, the most general layer's first, without what it
    /// published itself.
    pub fn layers_of(&self, county: &str, path: &str) -> Vec<(String, Arc<str>)> {
        let state = self.state.load();
        let layers = state.packs.get(county).map_or(&[][..], |it| &it.layers);
        let files = layers.iter().map(|layer| format!("{layer}/{path}"));
        files.filter_map(|it| state.bundle.get(&it).cloned().map(|text| (it, text))).collect()
    }

    /// `plain` with the pages that have no fault.
    fn with_pages(
        &self,
        bundle: &Bundle,
        plain: &Arc<Pack>,
        pages: &Pages,
        faults: &mut Vec<PackFault>,
    ) -> Arc<Pack> {
        let mut pages = pages.clone();
        while !pages.is_empty() {
            let found = match Pack::open(&bundle.with_pages(plain.id(), &pages), plain.id(), &self.sections) {
                Ok(pack) => return Arc::new(pack),
                Err(found) => found,
            };
            let before = pages.len();
            pages.retain(|path, _| {
                let file = format!("{}/{path}", plain.id());
                found.iter().all(|it| it.file != file)
            });
            faults.extend(found);
            if pages.len() == before {
                break;
            }
        }
        plain.clone()
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
