//! Pages of money to bring back.

use crate::page::{Ask, Nav, Page, ask, may_ask};

pub(crate) const PAGES: &[Page] = &[
    Page {
        asks: &[ask("cases", "recovery.cases")],
        list: true,
        nav: Some(Nav { label: "recovery-nav", icon: "shield", order: 32 }),
        ..Page::new("/recoveries", "recovery/cases")
    },
    Page {
        asks: &[
            ask("case", "recovery.case"),
            Ask {
                set: &[("about", "recovery"), ("about_id", "{recovery}")],
                ..may_ask("papers_of", "files.about")
            },
        ],
        ..Page::new("/recoveries/{recovery}", "recovery/case")
    },
];
