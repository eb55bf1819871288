//! Pages of entrants: the list, one of them, public notices.

use crate::page::{Nav, Page, ask};

pub(crate) const PAGES: &[Page] = &[
    Page {
        asks: &[ask("people", "entry.entrants")],
        list: true,
        nav: Some(Nav { label: "entry-nav", icon: "people", order: 33 }),
        ..Page::new("/entry", "entry/entrants")
    },
    Page {
        asks: &[ask("notices", "entry.notices")],
        list: true,
        ..Page::new("/entry/notices", "entry/notices")
    },
    Page { asks: &[EXAMINED], ..Page::new("/entry/notices/new", "entry/post") },
    Page { asks: &[ask("it", "entry.notice")], ..Page::new("/entry/notices/{notice}", "entry/notice") },
    Page { asks: &[ask("it", "entry.entrant")], ..Page::new("/entry/{entrant}", "entry/entrant") },
];

/// Whoever may be put on a notice now.
const EXAMINED: crate::page::Ask = crate::page::Ask {
    set: &[("state", "examined"), ("per_page", "500")],
    ..ask("people", "entry.entrants")
};
