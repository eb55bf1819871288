//! Instruments as people read them, and what screenings found of a person.

use crate::page::{Nav, Page, ask};

pub(crate) const PAGES: &[Page] = &[
    Page {
        asks: &[ask("it", "screenings.instruments")],
        nav: Some(Nav { label: "screenings-nav", icon: "list", order: 16 }),
        ..Page::new("/instruments", "screenings/list")
    },
    Page {
        asks: &[ask("it", "screenings.instrument")],
        ..Page::new("/instruments/{instrument}", "screenings/instrument")
    },
    Page {
        asks: &[ask("it", "screenings.of-person")],
        ..Page::new("/persons/{person}/screenings", "screenings/person")
    },
    Page {
        asks: &[ask("it", "screenings.instrument"), ask("who", "screenings.of-person")],
        ..Page::new("/persons/{person}/screenings/{instrument}", "screenings/form")
    },
];
