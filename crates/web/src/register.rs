//! Pages of the register: the list, one person and their changes, a new one, a merge side by side,
//! anomalies.

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
            may_ask("full", "register.unmasked"),
            may_ask("money", "runs.person-money"),
            crate::cases::OF_PERSON,
            Ask {
                set: &[("subject_kind", "person"), ("subject_id", "{person}"), ("per_page", "20")],
                ..may_ask("journal", "journal.entries")
            },
        ],
        ..Page::new("/persons/{person}", "register/person")
    },
    Page {
        asks: &[ask("it", "register.person"), ask("choices", "register.choices")],
        ..Page::new("/persons/{person}/change", "register/change")
    },
    Page {
        asks: &[ask("it", "register.person")],
        ..Page::new("/persons/{person}/take-back", "register/take_back")
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
    Page {
        asks: &[ask("it", "register.enrolment")],
        nav: Some(Nav { label: "enrolment-nav", icon: "shield", order: 12 }),
        ..Page::new("/enrolment", "register/enrolment")
    },
    Page {
        asks: &[ask("people", "register.uninsured")],
        list: true,
        ..Page::new("/enrolment/without", "register/uninsured")
    },
];
