//! Pages of the month: runs and their rolls.

use crate::page::{Nav, Page, ask, may_ask};

pub(crate) const PAGES: &[Page] = &[
    Page {
        asks: &[ask("runs", "runs.runs")],
        list: true,
        nav: Some(Nav { label: "runs-nav", icon: "coin", order: 30 }),
        ..Page::new("/runs", "runs/runs")
    },
    Page {
        asks: &[ask("lines", "runs.lines"), ask("run", "runs.run"), may_ask("balance", "bank.balance")],
        list: true,
        ..Page::new("/runs/{run}", "runs/run")
    },
];
