//! What counties published, laid over the packs of this process.
//!
//! The process in which it was published sees it at once; every other looks every few seconds. Until then
//! it may meet a case of the new edition: that goes by the text that was kept with it (`editions/`).

use std::collections::BTreeMap;

use base::{Instant, Result};
use platform::{
    House,
    packs::{self, PackFault, Pages},
};
use store::Store;

use super::table;
use crate::editions;

/// Where a book's text stands in a pack.
pub(super) fn path(book: &str) -> String {
    format!("casebooks/{book}.toml")
}

/// What laying came to: whether there was news, and the pages that do not fit the packs any more.
#[derive(Debug, Default)]
pub struct Laid {
    pub news: bool,
    pub faults: Vec<PackFault>,
}

/// Reads what is published and lays it over the packs. What that makes of a county's pack is kept as every
/// edition in use is.
pub fn lay(store: &Store, house: &House, now: Instant) -> Result<Laid> {
    let rows = store.read(table::everywhere)?;
    let mut counties: BTreeMap<String, Pages> =
        house.packs.counties().into_iter().map(|county| (county, Pages::new())).collect();
    for (county, book, text) in rows {
        if let Some(pages) = counties.get_mut(&county) {
            pages.insert(path(&book), text.into());
        }
    }
    let mut laid = Laid::default();
    for (county, pages) in counties {
        let (news, faults) = house.packs.lay(&county, &pages);
        laid.faults.extend(faults);
        if news {
            laid.news = true;
            let pack = house.packs.county(&county)?;
            store.write(move |tx| {
                packs::publish(tx, &pack, now)?;
                editions::keep(tx, &pack, now)
            })?;
        }
    }
    Ok(laid)
}
