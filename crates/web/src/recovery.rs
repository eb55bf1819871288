//! Pages of money to bring back.

use crate::page::{Nav, Page, ask};

pub(crate) const PAGES: &[Page] = &[
    Page {
        asks: &[ask("cases", "recovery.cases")],
        list: true,
        nav: Some(Nav { label: "recovery-nav", icon: "shield", order: 32 }),
        ..Page::new("/recoveries", "recovery/cases")
    },
    Page { asks: &[ask("case", "recovery.case")], ..Page::new("/recoveries/{recovery}", "recovery/case") },
];
