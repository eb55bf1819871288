//! Pages of the register: the list, one person, a new one, a merge side by side, anomalies.

use crate::page::{Ask, Nav, Page, ask, may_ask};

pub(crate) const PAGES: &[Page] = &[
    Page {
        asks: &[ask("people", "register.people")],
        list: true,
        nav: Some(Nav { label: "register-nav", icon: "people", order: 10 }),
        ..Page::new("/persons", "register/people")
    },
    Page { asks: &[ask("choices", "register.choices")], ..Page::new("/persons/new", "register/new") },
    Page { asks: &[ask("choices", "register.choices")], ..Page::new("/persons/unmask", "register/unmask") },
    Page {
        asks: &[
            ask("it", "register.person"),
            ask("choices", "register.choices"),
            may_ask("full", "register.unmasked"),
        ],
        ..Page::new("/persons/{person}", "register/person")
    },
    Page {
        asks: &[
            ask("it", "register.person"),
            Ask { set: &[("person", "{with}")], ..may_ask("other", "register.person") },
        ],
        ..Page::new("/persons/{person}/merge", "register/merge")
    },
    Page {
        asks: &[ask("anomalies", "register.anomalies")],
        list: true,
        nav: Some(Nav { label: "register-anomalies", icon: "warn", order: 11 }),
        ..Page::new("/anomalies", "register/anomalies")
    },
];
