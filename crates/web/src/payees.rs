//! Pages of payees: what waits for the second hand, and what stands out.

use crate::page::{Nav, Page, ask, may_ask};

pub(crate) const PAGES: &[Page] = &[Page {
    asks: &[
        ask("waiting", "payees.waiting"),
        may_ask("flagged", "payees.flagged"),
        may_ask("workers", "payees.workers"),
    ],
    nav: Some(Nav { label: "payees-nav", icon: "bank", order: 31 }),
    ..Page::new("/payees", "payees/payees")
}];
