//! Pages of the month: runs, their rolls, one line; and one elder's money.

use crate::page::{Nav, Page, ask, may_ask};

pub(crate) const PAGES: &[Page] = &[
    Page { asks: &[ask("it", "runs.fund-budgets")], ..Page::new("/runs/funds", "runs/funds") },
    Page {
        asks: &[ask("runs", "runs.runs")],
        list: true,
        nav: Some(Nav { label: "runs-nav", icon: "coin", order: 30 }),
        ..Page::new("/runs", "runs/runs")
    },
    Page {
        asks: &[ask("lines", "runs.lines"), ask("run", "runs.run")],
        list: true,
        ..Page::new("/runs/{run}", "runs/run")
    },
    Page {
        asks: &[ask("lines", "runs.lines"), ask("run", "runs.run")],
        ..Page::new("/runs/{run}/lines/{person}", "runs/line")
    },
    Page {
        asks: &[
            ask("money", "runs.person-money"),
            may_ask("it", "register.person"),
            may_ask("payees", "payees.of-person"),
            may_ask("proofs", "recovery.proofs"),
        ],
        ..Page::new("/persons/{person}/money", "runs/person")
    },
];
