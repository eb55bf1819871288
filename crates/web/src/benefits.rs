//! Pages of what somebody is owed, and why.

use crate::page::{Page, ask, may_ask};

pub(crate) const PAGES: &[Page] = &[
    Page {
        asks: &[ask("it", "benefits.of-person"), may_ask("said", "findings.answers")],
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
];
