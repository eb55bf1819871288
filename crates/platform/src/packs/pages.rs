//! What counties publish while the program runs, laid over the packs of this process.
//!
//! The process in which it was published sees it at once; every other looks every few seconds. What that
//! makes of a county's pack is kept as every edition in use is.

use std::collections::BTreeMap;

use base::{Instant, Result};
use store::{Store, Tx};

use super::{Pack, PackFault, Pages, table};
use crate::House;

/// A page that a county published, by its path inside the pack's folder.
pub struct PageOf {
    pub county: String,
    pub path: String,
    pub text: String,
}

/// A room that lets counties publish pages of a pack.
pub trait PageSource: Sync {
    /// What is published, of every county.
    fn everywhere(&self, tx: &mut Tx<'_>) -> Result<Vec<PageOf>>;

    /// Keeps what the room needs of a pack that is in use now.
    fn keep(&self, _tx: &mut Tx<'_>, _pack: &Pack, _now: Instant) -> Result<()> {
        Ok(())
    }
}

/// What laying came to: whether there was news, and the pages that do not fit the packs any more.
#[derive(Debug, Default)]
pub struct Laid {
    pub news: bool,
    pub faults: Vec<PackFault>,
}

/// Reads what is published and lays it over the packs.
pub fn lay(store: &Store, house: &House, now: Instant) -> Result<Laid> {
    let sources = house.catalogue.pages();
    let mut counties: BTreeMap<String, Pages> =
        house.packs.counties().into_iter().map(|county| (county, Pages::new())).collect();
    for source in sources {
        for it in store.read(|tx| source.everywhere(tx))? {
            if let Some(pages) = counties.get_mut(&it.county) {
                pages.insert(it.path, it.text.into());
            }
        }
    }
    let mut laid = Laid::default();
    for (county, pages) in counties {
        let (news, faults) = house.packs.lay(&county, &pages);
        laid.faults.extend(faults);
        if news {
            laid.news = true;
            let (pack, sources) = (house.packs.county(&county)?, sources.to_vec());
            store.write(move |tx| {
                table::publish(tx, &pack, now)?;
                sources.iter().try_for_each(|it| it.keep(tx, &pack, now))
            })?;
        }
    }
    Ok(laid)
}
