//! Pages of what the search found.

use crate::page::{Nav, Page, ask};

pub(crate) const PAGES: &[Page] = &[Page {
    asks: &[ask("found", "findings.findings"), ask("first", "findings.first-questions")],
    list: true,
    nav: Some(Nav { label: "findings-nav", icon: "people", order: 32 }),
    ..Page::new("/findings", "findings/findings")
}];
