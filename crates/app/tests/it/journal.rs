//! The journal in a database: sealed by one, verified, attacked, cut.

use base::Error;
use platform::journal::{
    Retention, anchor,
    chain::What,
    prune::prune,
    seal::{Sealed, Sealer},
    verify::{Report, verify},
};
use serde_json::json;

use crate::world::{COUNTY_AREA, World, on_each_database};

const ASSESS: &str = "journal.record-impact-assessment";

/// Enters `count` commands and as many refusals.
fn live(world: &World, count: usize) {
    let auditor = world.somebody("auditor", COUNTY_AREA, &["journal.export"]);
    let nobody = world.somebody("nobody", COUNTY_AREA, &[]);
    for _ in 0..count {
        let input = json!({ "matter": "a new export", "risk": "small", "conclusion": "may go on" });
        world.submit(&auditor, ASSESS, input.clone()).expect("the auditor may");
        let refused = world.submit(&nobody, ASSESS, input);
        assert!(matches!(refused, Err(Error::Denied(_))));
        world.pass_seconds(1);
    }
}

fn seal_all(world: &World, sealer: &Sealer) {
    while let Sealed::Entries { more: true, .. } = sealer.turn(&world.door(), world.now()).expect("sealing") {
    }
}

fn look(world: &World) -> Report {
    verify(&world.door(), world.now(), &[]).expect("the journal is read")
}

fn run(world: &World, sql: &'static str) {
    world.store.write(move |tx| tx.exec(sql, &[])).expect(sql);
}

#[test]
fn entries_are_sealed_by_one_and_verified() {
    on_each_database(|world| {
        live(world, 6);
        let before = look(world);
        assert!(before.sound && before.sealed.is_none() && before.unverified == 12, "{before:?}");
        let (one, two) = (Sealer::new("one".into()), Sealer::new("two".into()));
        seal_all(world, &one);
        assert_eq!(two.turn(&world.door(), world.now()).unwrap(), Sealed::NotOurs);
        let report = look(world);
        assert!(report.sound, "{report:?}");
        assert_eq!(report.sealed.map(|it| (it.from, it.to)), Some((1, 12)));
        // The first sealer falls silent; the second takes over where it was.
        live(world, 1);
        world.pass_seconds(20);
        assert_eq!(two.turn(&world.door(), world.now()).unwrap(), Sealed::Entries { count: 2, more: false });
        assert_eq!(one.turn(&world.door(), world.now()).unwrap(), Sealed::NotOurs);
        let report = look(world);
        assert!(report.sound && report.head.as_ref().is_some_and(|it| it.epoch == 2), "{report:?}");
    });
}

#[test]
fn sealers_that_start_at_once_make_one_chain() {
    on_each_database(|world| {
        live(world, 20);
        std::thread::scope(|scope| {
            for number in 0..4 {
                scope.spawn(move || {
                    let sealer = Sealer::new(format!("sealer{number}"));
                    for _ in 0..5 {
                        sealer.turn(&world.door(), world.now()).expect("one seals, the others wait");
                    }
                });
            }
        });
        let report = look(world);
        assert!(report.sound, "{report:?}");
        assert_eq!(report.sealed.map(|it| it.to), Some(40));
    });
}

#[test]
fn hands_on_the_tables_are_found() {
    let attacks: &[(&'static str, What)] = &[
        ("UPDATE journal_entry SET outcome = 'other' WHERE seq = 4", What::Altered),
        ("UPDATE journal_entry SET detail = '{}' WHERE seq IS NULL", What::Altered),
        ("DELETE FROM journal_entry WHERE seq = 4", What::Removed),
        ("DELETE FROM journal_entry WHERE seq > 9", What::Truncated),
        ("UPDATE journal_head SET seq = 9", What::Head),
        ("DELETE FROM journal_head", What::Head),
        (
            "INSERT INTO journal_entry (county, id, at, account, role, channel, verb, outcome, detail, mac)
             VALUES ('mianning', 'x', 1, 'clerk', 'clerk', 'web', 'a.b', 'done', '{}', 'x')",
            What::Altered,
        ),
        ("UPDATE journal_entry SET seal = (SELECT MAX(mac) FROM journal_entry) WHERE seq = 4", What::Moved),
    ];
    for (sql, want) in attacks {
        on_each_database(|world| {
            live(world, 6);
            seal_all(world, &Sealer::new("one".into()));
            live(world, 1);
            assert!(look(world).sound);
            run(world, sql);
            let report = look(world);
            assert!(!report.sound && report.findings.iter().any(|it| it.what == *want), "{sql}: {report:?}");
        });
    }
}

#[test]
fn an_older_state_put_back_whole_is_found_by_the_anchor() {
    on_each_database(|world| {
        let sealer = Sealer::new("one".into());
        live(world, 3);
        seal_all(world, &sealer);
        run(world, "CREATE TABLE old_head AS SELECT * FROM journal_head");
        live(world, 3);
        seal_all(world, &sealer);
        let head = anchor::head(&world.door(), world.now()).unwrap().expect("a head");
        let anchors = anchor::parse(&format!("{}\n\n", anchor::line(&head).unwrap())).unwrap();
        let report = verify(&world.door(), world.now(), &anchors).unwrap();
        assert!(report.sound && report.anchored_to == Some(12) && report.sealed_not_anchored.is_none());
        run(world, "DELETE FROM journal_entry WHERE seq > 6");
        run(world, "DELETE FROM journal_head");
        run(world, "INSERT INTO journal_head SELECT * FROM old_head");
        assert!(look(world).sound, "without an anchor this cannot be told");
        let report = verify(&world.door(), world.now(), &anchors).unwrap();
        assert_eq!(report.findings[0].what, What::Truncated);
        assert_eq!((report.findings[0].seq, report.findings[0].to), (Some(7), Some(12)));
        let foreign =
            anchors.into_iter().map(|it| anchor::parse(&anchor::line(&it).unwrap().replace("12", "6")));
        let foreign = foreign.flat_map(|it| it.unwrap()).collect::<Vec<_>>();
        let report = verify(&world.door(), world.now(), &foreign).unwrap();
        assert_eq!(report.findings[0].what, What::ForeignAnchor);
    });
}

#[test]
fn what_is_past_its_time_goes_and_the_rest_stays_verifiable() {
    on_each_database(|world| {
        let sealer = Sealer::new("one".into());
        let kept = Retention::default();
        live(world, 5);
        seal_all(world, &sealer);
        assert_eq!(prune(&world.door(), world.now(), &kept).unwrap(), 0);
        world.pass_seconds(200 * 24 * 3_600);
        live(world, 2);
        seal_all(world, &sealer);
        // Five refusals go; five assessments stay for three years.
        assert_eq!(prune(&world.door(), world.now(), &kept).unwrap(), 5);
        let report = look(world);
        assert!(report.sound && report.pruned_to == Some(10), "{report:?}");
        assert_eq!(prune(&world.door(), world.now(), &kept).unwrap(), 0);
        world.pass_seconds(1_000 * 24 * 3_600);
        live(world, 1);
        seal_all(world, &sealer);
        assert_eq!(prune(&world.door(), world.now(), &kept).unwrap(), 7);
        let report = look(world);
        assert!(report.sound && report.pruned_to == Some(14), "{report:?}");
        run(world, "DELETE FROM journal_entry WHERE seq = (SELECT MIN(seq) FROM journal_entry)");
        assert_eq!(look(world).findings[0].what, What::Checkpoint);
    });
}
