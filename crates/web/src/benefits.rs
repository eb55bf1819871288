//! Pages of what somebody is owed, and why.

use crate::page::{Nav, Page, ask, may_ask};

pub(crate) const PAGES: &[Page] = &[
    Page {
        asks: &[
            ask("it", "benefits.of-person"),
            may_ask("said", "findings.answers"),
            may_ask("held", "quotas.of-person"),
        ],
        ..Page::new("/persons/{person}/benefits", "benefits/person")
    },
    Page {
        asks: &[ask("it", "benefits.of-person")],
        ..Page::new("/persons/{person}/benefits-letter", "benefits/letter")
    },
    Page {
        asks: &[ask("it", "benefits.explain")],
        ..Page::new("/persons/{person}/benefits/{benefit}", "benefits/explain")
    },
    Page {
        asks: &[ask("it", "benefit-drafts.list")],
        nav: Some(Nav { label: "benefit-drafts-nav", icon: "gear", order: 34 }),
        ..Page::new("/benefits/drafts", "benefits/drafts")
    },
    Page {
        asks: &[ask("it", "benefit-drafts.draft")],
        ..Page::new("/benefits/drafts/{draft}", "benefits/draft")
    },
    Page {
        asks: &[ask("it", "foresee.what-if"), may_ask("of", "benefit-drafts.draft")],
        ..Page::new("/benefits/drafts/{draft}/what-if", "benefits/what-if")
    },
];
