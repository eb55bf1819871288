//! What counties published of benefits, as pages over their packs.

use base::Result;
use platform::packs::{PageOf, PageSource};
use store::Tx;

use super::table;
pub(super) use crate::foresee::checked::path;

/// The published texts of all counties.
pub struct Published;

impl PageSource for Published {
    fn everywhere(&self, tx: &mut Tx<'_>) -> Result<Vec<PageOf>> {
        let rows = table::everywhere(tx)?;
        Ok(rows
            .into_iter()
            .map(|(county, benefit, text)| PageOf { county, path: path(&benefit), text })
            .collect())
    }
}
