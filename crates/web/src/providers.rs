//! Pages of what facilities are owed: one facility's month, the county's month.

use crate::page::{Nav, Page, ask};

pub(crate) const PAGES: &[Page] = &[
    Page {
        asks: &[ask("it", "providers.of-facility")],
        ..Page::new("/facilities/{facility}/benefits", "providers/facility")
    },
    Page {
        asks: &[ask("list", "providers.month"), ask("totals", "providers.totals")],
        list: true,
        nav: Some(Nav { label: "providers-nav", icon: "coin", order: 40 }),
        ..Page::new("/providers", "providers/month")
    },
];
