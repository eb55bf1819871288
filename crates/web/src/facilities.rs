//! Pages of facilities: the list, the network with its gaps, one, a new one.

use crate::page::{Ask, Nav, Page, ask, may_ask};

/// The cases about a facility, for its own page.
const CASES: Ask =
    Ask { set: &[("kind", "facility"), ("id", "{facility}")], ..may_ask("cases", "cases.of-subject") };

pub(crate) const PAGES: &[Page] = &[
    Page {
        asks: &[ask("list", "facilities.list")],
        list: true,
        nav: Some(Nav { label: "facilities-nav", icon: "home", order: 39 }),
        ..Page::new("/facilities", "facilities/list")
    },
    Page {
        asks: &[ask("tree", "facilities.tree")],
        ..Page::new("/facilities/network", "facilities/network")
    },
    Page { asks: &[ask("choices", "facilities.choices")], ..Page::new("/facilities/new", "facilities/new") },
    Page {
        asks: &[ask("it", "facilities.facility"), ask("choices", "facilities.choices"), CASES],
        ..Page::new("/facilities/{facility}", "facilities/facility")
    },
];
