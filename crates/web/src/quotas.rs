//! Pages of quotas: allocations, the ranked list of one, who uses what of it, and its public notice.

use crate::page::{Nav, Page, ask};

pub(crate) const PAGES: &[Page] = &[
    Page {
        asks: &[ask("all", "quotas.allocations")],
        list: true,
        nav: Some(Nav { label: "quotas-nav", icon: "clock", order: 33 }),
        ..Page::new("/quotas", "quotas/quotas")
    },
    Page {
        asks: &[ask("lines", "quotas.lines"), ask("it", "quotas.allocation")],
        list: true,
        ..Page::new("/quotas/{allocation}", "quotas/allocation")
    },
    Page {
        asks: &[ask("grants", "quotas.grants"), ask("it", "quotas.allocation")],
        list: true,
        ..Page::new("/quotas/{allocation}/grants", "quotas/grants")
    },
];
