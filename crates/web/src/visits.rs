//! Pages of visits: how far the month has come, whom a village sees today, and one person's visits.

use crate::page::{Ask, Nav, Page, ask};

pub(crate) const PAGES: &[Page] = &[
    Page {
        asks: &[ask("lines", "visits.month-list"), ask("it", "visits.coverage")],
        list: true,
        nav: Some(Nav { label: "visits-nav", icon: "home", order: 17 }),
        ..Page::new("/visits", "visits/coverage")
    },
    Page {
        asks: &[
            Ask { set: &[("per_page", "500")], ..ask("people", "visits.of-area") },
            ask("visit_form", "visits.form"),
        ],
        nav: Some(Nav { label: "visits-today", icon: "check", order: 18 }),
        ..Page::new("/visits/today", "visits/today")
    },
    Page { asks: &[ask("it", "visits.of-person")], ..Page::new("/visits/persons/{person}", "visits/person") },
];
