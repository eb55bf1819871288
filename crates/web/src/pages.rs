//! Every room's pages. A new room adds one line.

use crate::page::Page;

#[rustfmt::skip]
const ROOMS: &[&[Page]] = &[
    crate::house::PAGES,
    crate::intake::PAGES,
    crate::access::PAGES,
    crate::benefits::PAGES,
    crate::findings::PAGES,
    crate::entry::PAGES,
    crate::applications::PAGES,
    crate::runs::PAGES,
    crate::bank::PAGES,
    crate::settlement::PAGES,
    crate::quotas::PAGES,
    crate::visits::PAGES,
    crate::payees::PAGES,
    crate::recovery::PAGES,
    crate::audit::PAGES,
    crate::cases::PAGES,
    crate::many::PAGES,
    crate::designer::PAGES,
    crate::facilities::PAGES,
    crate::providers::PAGES,
    crate::assessment::PAGES,
    crate::beds::PAGES,
    crate::register::PAGES,
    crate::field::PAGES,
    crate::family::PAGES,
    crate::public::PAGES,
    crate::services::PAGES,
    crate::screenings::PAGES,
];

pub(crate) fn all() -> impl Iterator<Item = &'static Page> {
    ROOMS.iter().flat_map(|it| it.iter())
}
