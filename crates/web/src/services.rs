//! The basic-service list as officials read it.

use crate::page::{Nav, Page, ask, may_ask};

pub(crate) const PAGES: &[Page] = &[Page {
    asks: &[ask("it", "services.delivered"), may_ask("counts", "cases.counts")],
    nav: Some(Nav { label: "services-nav", icon: "list", order: 34 }),
    ..Page::new("/services", "services/list")
}];
