//! The day begins once a county, whichever server sees it first, and what is due by then is done.

use base::Instant;
use platform::jobs::night;

use crate::world::{COUNTY, NOON, World, on_each_database};

/// The kinds of the jobs that were left, in order.
fn left(world: &World) -> Vec<String> {
    let kinds: Vec<(String,)> =
        world.store.read(|tx| tx.all("SELECT kind FROM job ORDER BY kind", &[])).expect("the jobs");
    kinds.into_iter().map(|it| it.0).collect()
}

#[test]
fn a_day_begins_once_on_however_many_servers() {
    on_each_database(|world| {
        let begin = |now| night::begin(&world.door(), now, world.seed()).expect("the day begins");
        let begun: Vec<bool> = std::thread::scope(|scope| {
            let servers: Vec<_> = (0..4).map(|_| scope.spawn(|| begin(NOON))).collect();
            servers.into_iter().map(|it| it.join().expect("a server")).collect()
        });
        assert_eq!(begun.iter().filter(|it| **it).count(), 1, "{begun:?}");
        let works = [
            "assessment.look",
            "cases.by-rule",
            "cases.overdue",
            "cases.periodic",
            "cases.publish",
            "cases.retention",
            "entry.look",
            "findings.search",
            "intake.overdue",
            "quotas.settle",
            "recovery.look-for-proof",
            "register.refresh",
            "runs.look-for-facts",
            "tasks.rise",
            "visits.close-month",
            "visits.digest",
            "visits.draw",
        ];
        assert_eq!(left(world), works);
        // The day is the civil day in Shanghai: at 16:00 UTC the next one begins.
        let midnight = Instant(NOON.0 + 12 * 3_600 * 1_000_000);
        assert!(!begin(Instant(midnight.0 - 1)));
        assert!(begin(midnight));
        assert_eq!(left(world).len(), 2 * works.len());
        let who =
            world.number("SELECT COUNT(*) FROM job WHERE account = 'service:nightly' AND role = 'service'");
        assert_eq!(who, 2 * works.len() as i64);
        assert_eq!(world.house.packs.now().id(), COUNTY);
    });
}
