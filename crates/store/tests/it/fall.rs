//! Bad luck: a killed process, a full disk, two processes at once, a server that goes away.

use std::{
    io::Write as _,
    process::{Command, Stdio},
    time::Duration,
};

use base::Error;
use store::{Kind, Store, Trouble, scratch::Scratch};

use crate::{
    admin, each_scratch, setting,
    units::{bench_table, prices, put},
};

/// Not a test of its own: what the children below run.
#[test]
fn child() {
    let Some(url) = setting("SONGHE_TEST_CHILD") else { return };
    let store = Store::open(&url).expect("the child opens the database");
    let first: i64 = setting("SONGHE_TEST_FIRST").and_then(|it| it.parse().ok()).unwrap_or(0);
    let count: i64 = setting("SONGHE_TEST_COUNT").and_then(|it| it.parse().ok()).unwrap_or(i64::MAX - first);
    for id in first..first + count {
        store.write(move |tx| put(tx, id, "child", 1)).expect("the child writes");
        // Only what was committed is said.
        let _ = writeln!(std::io::stderr(), "wrote {id}");
    }
}

fn child_of(url: &str, first: i64, count: Option<i64>) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this test's own program"));
    command.args(["--exact", "fall::child", "--nocapture"]);
    command.env("SONGHE_TEST_CHILD", url).env("SONGHE_TEST_FIRST", first.to_string());
    if let Some(count) = count {
        command.env("SONGHE_TEST_COUNT", count.to_string());
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

fn last_said(stderr: &[u8]) -> Option<i64> {
    let said = String::from_utf8_lossy(stderr);
    // A line cut off by the kill is not counted.
    let whole = said.rsplit_once('\n').map(|(whole, _)| whole)?;
    whole.lines().rev().find_map(|line| line.strip_prefix("wrote ")?.parse().ok())
}

#[test]
fn a_killed_process_loses_nothing_that_was_committed() {
    for scratch in each_scratch() {
        bench_table(&scratch.open().unwrap());
        for round in 0..6_i64 {
            let mut child = child_of(scratch.url(), round * 1_000_000, None).spawn().unwrap();
            std::thread::sleep(Duration::from_millis(120 + 37 * round as u64));
            child.kill().unwrap();
            let said = child.wait_with_output().unwrap();
            let store = scratch.open().expect("it opens after a kill");
            let there = prices(&store).into_iter().map(|it| it.0).filter(|id| round * 1_000_000 <= *id);
            let last = last_said(&said.stderr);
            assert!(last <= there.clone().max(), "{last:?} was said and is not there");
            let ids: Vec<i64> = there.collect();
            assert_eq!(ids, (round * 1_000_000..).take(ids.len()).collect::<Vec<_>>(), "no holes");
        }
        assert!(!prices(&scratch.open().unwrap()).is_empty(), "the children were too slow to test anything");
    }
}

#[test]
fn two_processes_write_the_same_database() {
    for scratch in each_scratch() {
        let store = scratch.open().unwrap();
        bench_table(&store);
        let child = child_of(scratch.url(), 1_000, Some(200)).spawn().unwrap();
        for id in 0..200 {
            store.write(move |tx| put(tx, id, "here", 1)).unwrap();
        }
        let ended = child.wait_with_output().unwrap();
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
        assert_eq!(prices(&store).len(), 400);
    }
}

#[test]
fn two_processes_that_start_at_once_migrate_once() {
    let bare = admin().map(|admin| Scratch::bare_postgres(&admin).unwrap());
    for scratch in [Some(Scratch::lite()), bare].into_iter().flatten() {
        std::thread::scope(|scope| {
            let starts: Vec<_> = (0..6).map(|_| scope.spawn(|| scratch.open().map(drop))).collect();
            for start in starts {
                start.join().unwrap().expect("each start finds a migrated database");
            }
        });
    }
}

#[test]
fn a_closed_database_is_one_file() {
    let scratch = Scratch::lite();
    let path = scratch.url().trim_start_matches("sqlite:").to_owned();
    let store = scratch.open().unwrap();
    bench_table(&store);
    store.write(|tx| put(tx, 1, "a", 1)).unwrap();
    assert_eq!(prices(&store).len(), 1);
    drop(store);
    assert!(std::path::Path::new(&path).exists());
    for end in ["-wal", "-shm"] {
        assert!(!std::path::Path::new(&format!("{path}{end}")).exists(), "{end} is left");
    }
}

#[test]
fn a_full_disk_is_said_and_what_was_there_stays() {
    let scratch = Scratch::lite();
    let store = scratch.open().unwrap();
    bench_table(&store);
    store.write(|tx| put(tx, 1, "a", 1)).unwrap();
    // SQLite answers a file that may not grow as it answers a disk that is full.
    let cap = |tx: &mut store::Tx| {
        let (pages,): (i64,) = tx.get("pages", "PRAGMA page_count", &[])?;
        tx.find::<(i64,)>(&format!("PRAGMA max_page_count = {}", pages + 8), &[])
    };
    store.write(cap).unwrap();
    let error = store.write(|tx| put(tx, 2, &"x".repeat(900_000), 1)).unwrap_err();
    assert_eq!(Trouble::of(&error).map(|it| it.kind), Some(Kind::DiskFull), "{error}");
    assert!(error.to_string().contains("make room and try again"));
    store.write(|tx| put(tx, 3, "c", 1)).expect("small things still fit");
    assert_eq!(prices(&store), [(1, 1), (3, 1)]);
}

#[test]
fn connections_that_the_server_cut_are_replaced() {
    let Some(admin) = admin() else { return };
    let scratch = Scratch::postgres(&admin).unwrap();
    let store = scratch.open().unwrap();
    bench_table(&store);
    let cut = || {
        let mut client = postgres::Client::connect(&admin, postgres::NoTls).unwrap();
        let name = scratch.url().rsplit('/').next().unwrap().to_owned();
        client
            .execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", &[&name])
            .unwrap();
    };
    cut();
    store.write(|tx| put(tx, 1, "a", 1)).expect("a write finds a new connection");
    cut();
    assert_eq!(prices(&store), [(1, 1)]);
    // And in the middle of a unit, before anything was committed.
    let fallen = std::sync::atomic::AtomicBool::new(false);
    let answer = store.write(move |tx| {
        put(tx, 2, "b", 1)?;
        if !fallen.swap(true, std::sync::atomic::Ordering::SeqCst) {
            let own: (i64,) = tx.get("pid", "SELECT CAST(pg_backend_pid() AS BIGINT)", &[])?;
            let mut client = postgres::Client::connect(&admin, postgres::NoTls).map_err(Error::broken)?;
            client.execute("SELECT pg_terminate_backend($1)", &[&(own.0 as i32)]).map_err(Error::broken)?;
        }
        put(tx, 3, "c", 1)
    });
    answer.expect("the unit ran again on another connection");
    assert_eq!(prices(&store), [(1, 1), (2, 1), (3, 1)]);
}
