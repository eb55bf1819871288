//! Every room's pages. A new room adds one line.

use crate::{bank, benefits, house, page::Page, payees, recovery, runs};

const ROOMS: &[&[Page]] =
    &[house::PAGES, benefits::PAGES, runs::PAGES, bank::PAGES, payees::PAGES, recovery::PAGES];

pub(crate) fn all() -> impl Iterator<Item = &'static Page> {
    ROOMS.iter().flat_map(|it| it.iter())
}
