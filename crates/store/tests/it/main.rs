//! The store on both databases: what a unit of work may rely on, and what happens when luck is bad.

mod fall;
mod reach;
mod transfer;
mod units;

use store::{Store, scratch::Scratch};

/// Runs `story` on a database of its own of either kind.
pub(crate) fn on_each(story: impl Fn(&Store, &Scratch)) {
    for scratch in each_scratch() {
        let opened = scratch.open().expect("the test's database opens");
        story(&opened, &scratch);
    }
}

pub(crate) fn each_scratch() -> Vec<Scratch> {
    let mut all = vec![Scratch::lite()];
    if let Some(admin) = admin() {
        all.push(Scratch::postgres(&admin).expect("a database for the test"));
    }
    all
}

/// The server for tests.
pub(crate) fn admin() -> Option<String> {
    match setting("SONGHE_TEST_PG") {
        Some(skip) if skip == "skip" => None,
        Some(url) => Some(url),
        None => panic!("run me by `.ci/postgres run cargo test`, or set SONGHE_TEST_PG=skip"),
    }
}

#[expect(clippy::disallowed_methods, reason = "the test runner's settings")]
pub(crate) fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
