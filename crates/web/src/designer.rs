//! Pages of the designer: every book as a picture, drafts with their checks, a sample case.

use crate::page::{Nav, Page, ask};

pub(crate) const PAGES: &[Page] = &[
    Page {
        asks: &[ask("it", "drafts.books")],
        nav: Some(Nav { label: "designer-nav", icon: "gear", order: 41 }),
        ..Page::new("/designer", "designer/books")
    },
    Page { asks: &[ask("it", "drafts.book")], ..Page::new("/designer/books/{book}", "designer/book") },
    Page { asks: &[ask("it", "drafts.draft")], ..Page::new("/designer/drafts/{draft}", "designer/draft") },
    Page {
        asks: &[ask("it", "drafts.rehearse")],
        ..Page::new("/designer/drafts/{draft}/try", "designer/try")
    },
];
