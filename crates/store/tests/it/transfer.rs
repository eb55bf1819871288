//! Copy, backup and restore, between every two kinds of database.

use std::path::PathBuf;

use base::{Instant, Result};
use store::{
    Arg, Kind, Store, Trouble,
    scratch::Scratch,
    transfer::{Progress, backup, copy, restore},
};

use crate::admin;

/// Rows with everything that can stand in them, in tables of the house.
fn furnish(store: &Store) {
    store
        .write(|tx| {
            let ids: Vec<String> = (0..12_000).map(|it| format!("id{it:05}")).collect();
            let rows: Vec<Vec<Arg>> = ids
                .iter()
                .zip(0_i64..)
                .map(|(id, at)| {
                    let answer = if at % 3 == 0 { Arg::Null } else { Arg::Text("Ａ·阿 '\"\\ 𠮷") };
                    let total = if at % 2 == 0 { Arg::Null } else { Arg::Int(-at) };
                    vec![
                        Arg::Text("mianning"),
                        id.into(),
                        Arg::Text("kind"),
                        Arg::Text(""),
                        Arg::Text("a"),
                        Arg::Text("r"),
                        Arg::Text("p"),
                        Arg::Int(i64::MAX - at),
                        Arg::Int(0),
                        Arg::Int(at),
                        total,
                        answer,
                        Arg::Int(at),
                    ]
                })
                .collect();
            let columns = [
                "county",
                "id",
                "kind",
                "payload",
                "account",
                "role",
                "area",
                "due_at",
                "attempts",
                "done",
                "total",
                "answer",
                "created_at",
            ];
            tx.insert_many("job", &columns, &rows)?;
            tx.exec(
                "INSERT INTO account (county, id, login, name, phone_sealed, created_at, created_by, revision)
                 VALUES ('mianning', 'a', 'li', '李', $1, 1, 'a', 1)",
                &[Arg::Bytes(&[0, 255, 1, 2])],
            )
        })
        .expect("the rows go in");
}

fn count(store: &Store) -> (i64, i64) {
    let sql = "SELECT (SELECT COUNT(*) FROM job), (SELECT COUNT(*) FROM account)";
    store.read(|tx| tx.get("count", sql, &[])).expect("the tables are there")
}

fn sources() -> Vec<Scratch> {
    let mut all = vec![Scratch::lite()];
    all.extend(admin().map(|admin| Scratch::postgres(&admin).unwrap()));
    all
}

fn targets() -> Vec<Scratch> {
    let mut all = vec![Scratch::lite()];
    all.extend(admin().map(|admin| Scratch::bare_postgres(&admin).unwrap()));
    all
}

#[track_caller]
fn refused<T>(answer: Result<T>, want: &str) {
    let error = answer.err().expect("it must be refused");
    assert!(Trouble::of(&error).is_some_and(|it| it.kind == Kind::Unfit), "{error}");
    assert!(error.to_string().contains(want), "{error}");
}

fn file(name: &str) -> PathBuf {
    static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    std::env::temp_dir().join(format!("songhe-{name}-{}-{number}", std::process::id()))
}

#[test]
fn a_database_is_copied_between_any_two_kinds() {
    for source in sources() {
        let store = source.open().unwrap();
        furnish(&store);
        for target in targets() {
            let mut words = 0;
            let sums = copy(source.url(), target.url(), &mut |_: &Progress| words += 1).unwrap();
            assert!(sums.iter().any(|it| it.table == "job" && it.rows == 12_000), "{sums:?}");
            assert!(sums.len() < words, "progress is told");
            let copied = target.open().unwrap();
            assert_eq!(count(&copied), (12_000, 1));
            copied.write(|tx| tx.exec("DELETE FROM job WHERE id = 'id00001'", &[])).unwrap();
            refused(copy(source.url(), target.url(), &mut |_| ()), "not empty");
            assert_eq!(count(&copied), (11_999, 1), "a refused copy touches nothing");
        }
    }
}

#[test]
fn a_copy_that_fails_leaves_nothing() {
    let Some(admin) = admin() else { return };
    let source = Scratch::lite();
    let store = source.open().unwrap();
    furnish(&store);
    // SQLite keeps a NUL in a text, PostgreSQL does not.
    store
        .write(|tx| tx.exec("UPDATE job SET payload = $1 WHERE id = 'id00007'", &[Arg::Text("a\0b")]))
        .unwrap();
    let target = Scratch::bare_postgres(&admin).unwrap();
    refused(copy(source.url(), target.url(), &mut |_| ()), "table job, row 8, column payload");
    store.write(|tx| tx.exec("UPDATE job SET payload = '' WHERE id = 'id00007'", &[])).unwrap();
    copy(source.url(), target.url(), &mut |_| ()).expect("the target is still empty");
}

#[test]
fn a_backup_of_a_running_system_is_restored_into_either_kind() {
    for source in sources() {
        let store = source.open().unwrap();
        furnish(&store);
        let path = file("backup");
        let done = std::sync::atomic::AtomicBool::new(false);
        let manifest = std::thread::scope(|scope| {
            // Somebody writes all the while.
            scope.spawn(|| {
                let mut number = 0_i64;
                while !done.load(std::sync::atomic::Ordering::Relaxed) {
                    number += 1;
                    let write = store.write(move |tx| {
                        tx.exec(
                            "UPDATE account SET revision = $1 WHERE county = 'mianning'",
                            &[number.into()],
                        )?;
                        tx.exec("UPDATE job SET done = $1 WHERE id = 'id00000'", &[number.into()])
                    });
                    write.expect("writers go on");
                }
            });
            let manifest = backup(source.url(), &path, Instant(1_000_000), &mut |_| ());
            done.store(true, std::sync::atomic::Ordering::Relaxed);
            manifest
        })
        .expect("the backup is taken");
        assert_eq!(manifest.engine, store.engine());
        assert!(!PathBuf::from(format!("{}-wal", path.display())).exists(), "a backup is one file");
        refused(backup(source.url(), &path, Instant(0), &mut |_| ()), "never overwrites");
        for target in targets() {
            let restored = restore(&path, target.url(), &mut |_| ()).unwrap();
            assert_eq!(restored, manifest);
            let store = target.open().unwrap();
            assert_eq!(count(&store), (12_000, 1));
            let same: (i64, i64) = store
                .read(|tx| {
                    tx.get(
                        "row",
                        "SELECT a.revision, j.done FROM account a, job j WHERE j.id = 'id00000'",
                        &[],
                    )
                })
                .unwrap();
            assert!(same.0 == same.1 || same == (1, 0), "one moment of it: {same:?}");
            refused(restore(&path, target.url(), &mut |_| ()), "not empty");
        }
        std::fs::remove_file(&path).unwrap();
    }
}

#[test]
fn a_backup_that_was_damaged_or_is_none_is_refused() {
    let source = Scratch::lite();
    let store = source.open().unwrap();
    furnish(&store);
    let path = file("damaged");
    backup(source.url(), &path, Instant(0), &mut |_| ()).unwrap();
    let whole = std::fs::read(&path).unwrap();
    // A letter changed in the middle of a row.
    let place = whole.windows(7).position(|it| it == b"id06000").expect("a row") + 2;
    let mut bytes = whole.clone();
    bytes[place] = b'9';
    std::fs::write(&path, &bytes).unwrap();
    let target = Scratch::lite();
    let answer = restore(&path, target.url(), &mut |_| ());
    assert!(answer.is_err(), "{answer:?}");
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    assert!(restore(&path, target.url(), &mut |_| ()).is_err());
    std::fs::write(&path, b"not a backup").unwrap();
    refused(restore(&path, target.url(), &mut |_| ()), "no backup made by");
    refused(restore(&file("nowhere"), target.url(), &mut |_| ()), "is not there");
    std::fs::write(&path, &whole).unwrap();
    restore(&path, target.url(), &mut |_| ()).expect("after all that the target is still empty");
    std::fs::remove_file(&path).unwrap();
}
