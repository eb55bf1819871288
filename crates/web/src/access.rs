//! Pages of the administrators: accounts and roles, the journal, exports; and everybody's jobs.

use crate::page::{Nav, Page, ask, may_ask};

pub(crate) const PAGES: &[Page] = &[
    Page {
        asks: &[ask("accounts", "access.accounts"), may_ask("duties", "access.duties")],
        list: true,
        nav: Some(Nav { label: "admin-accounts", icon: "people", order: 900 }),
        ..Page::new("/accounts", "access/accounts")
    },
    Page { asks: &[may_ask("roles", "access.roles")], ..Page::new("/accounts/new", "access/new") },
    Page {
        asks: &[ask("it", "access.account"), may_ask("roles", "access.roles")],
        ..Page::new("/accounts/{account}", "access/account")
    },
    Page {
        asks: &[ask("entries", "journal.entries"), may_ask("state", "journal.state")],
        list: true,
        nav: Some(Nav { label: "admin-journal", icon: "shield", order: 910 }),
        ..Page::new("/journal", "access/journal")
    },
    Page {
        asks: &[ask("exports", "access.exports")],
        list: true,
        nav: Some(Nav { label: "admin-exports", icon: "download", order: 920 }),
        ..Page::new("/exports", "access/exports")
    },
    Page {
        asks: &[ask("jobs", "jobs.list")],
        list: true,
        nav: Some(Nav { label: "admin-jobs", icon: "clock", order: 930 }),
        ..Page::new("/jobs", "access/jobs")
    },
    Page { asks: &[ask("it", "jobs.job")], ..Page::new("/jobs/{job}", "access/job") },
];
