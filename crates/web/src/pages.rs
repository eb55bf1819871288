//! Every room's pages. A new room adds one line.

use crate::{house, page::Page};

const ROOMS: &[&[Page]] = &[house::PAGES];

pub(crate) fn all() -> impl Iterator<Item = &'static Page> {
    ROOMS.iter().flat_map(|it| it.iter())
}
