//! Every room's pages. A new room adds one line.

use crate::{benefits, house, page::Page};

const ROOMS: &[&[Page]] = &[house::PAGES, benefits::PAGES];

pub(crate) fn all() -> impl Iterator<Item = &'static Page> {
    ROOMS.iter().flat_map(|it| it.iter())
}
