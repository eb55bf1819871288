//! What counties published of books, as pages over their packs. Until another process has looked it may meet
//! a case of the new edition: that goes by the text that was kept with it (`editions/`).

use base::{Instant, Result};
use platform::packs::{Pack, PageOf, PageSource};
use store::Tx;

use super::table;
use crate::editions;

/// Where a book's text stands in a pack.
pub(super) fn path(book: &str) -> String {
    format!("casebooks/{book}.toml")
}

/// The published books of all counties.
pub struct Published;

impl PageSource for Published {
    fn everywhere(&self, tx: &mut Tx<'_>) -> Result<Vec<PageOf>> {
        let rows = table::everywhere(tx)?;
        Ok(rows.into_iter().map(|(county, book, text)| PageOf { county, path: path(&book), text }).collect())
    }

    fn keep(&self, tx: &mut Tx<'_>, pack: &Pack, now: Instant) -> Result<()> {
        editions::keep(tx, pack, now)
    }
}
