//! The page of what somebody applies for.

use crate::page::{Page, ask};

pub(crate) const PAGES: &[Page] = &[Page {
    asks: &[ask("it", "applications.of-person")],
    ..Page::new("/persons/{person}/applications", "applications/person")
}];
