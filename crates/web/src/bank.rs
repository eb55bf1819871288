//! Pages of the bank: a run's files, answers, and whether it adds up.

use crate::page::{Page, ask, may_ask};

pub(crate) const PAGES: &[Page] = &[
    Page {
        asks: &[
            ask("lines", "bank.lines"),
            ask("run", "runs.run"),
            ask("batches", "bank.batches"),
            may_ask("balance", "bank.balance"),
            may_ask("doubts", "bank.doubts"),
        ],
        list: true,
        ..Page::new("/runs/{run}/bank", "bank/run")
    },
    Page { asks: &[ask("file", "bank.file")], ..Page::new("/bank/{batch}/file", "bank/file") },
];
