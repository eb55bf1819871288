//! Small durable writes and bulk rows, beside bare rusqlite doing the same on the same disk.
//!
//! `cargo bench -p store` prints rates and their ratio; each is the best of three rounds, taken in
//! turn. With `SONGHE_TEST_PG` set, the same through the store on that server.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    time::Instant,
};

use rusqlite::{Connection, params};
use store::{Arg, Store, scratch::Scratch};

const ROUNDS: usize = 3;
const SMALL: i64 = 400;
const SMALL_MANY: i64 = 6_400;
const BULK: i64 = 200_000;
const TABLE: &str = "CREATE TABLE IF NOT EXISTS bench (
    id BIGINT PRIMARY KEY, county TEXT NOT NULL, name TEXT NOT NULL, price BIGINT NOT NULL, note TEXT)";
const INSERT: &str = "INSERT INTO bench (id, county, name, price, note) VALUES ($1, $2, $3, $4, $5)";

/// The benchmark's own voice.
macro_rules! tell {
    ($($word:tt)*) => {{
        let _ = writeln!(std::io::stdout(), $($word)*);
    }};
}

fn main() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let mut best = [f64::MIN; 6];
    for round in 0..ROUNDS {
        let path = folder.join(format!("bench-{}-{round}.db", std::process::id()));
        let bare = folder.join(format!("bare-{}-{round}.db", std::process::id()));
        let store = Store::open(&format!("sqlite:{}", path.display())).expect("a database");
        store.write(|tx| tx.exec(TABLE, &[])).expect("a table");
        let connection = connect(&bare);
        let rates = [
            rate(SMALL, || bare_small(&connection)),
            rate(SMALL, || small(&store, 1, SMALL)),
            rate(SMALL_MANY, || bare_callers(&bare, 16)),
            rate(SMALL_MANY, || small(&store, 16, SMALL_MANY)),
            rate(BULK, || bare_bulk(&connection)),
            rate(BULK, || bulk(&store)),
        ];
        for (best, rate) in best.iter_mut().zip(rates) {
            *best = best.max(rate);
        }
        drop((store, connection));
        for path in [path, bare] {
            remove(&path);
        }
    }
    say("small durable writes, 1 caller", best[0], best[1]);
    say("small durable writes, 16 callers", best[2], best[3]);
    say("bulk rows", best[4], best[5]);
    if let Some(admin) = server() {
        let scratch = Scratch::postgres(&admin).expect("a database on the server");
        let store = scratch.open().expect("it opens");
        store.write(|tx| tx.exec(TABLE, &[])).expect("a table");
        tell!("PostgreSQL: small writes, 1 caller {:>9.0}/s", rate(SMALL, || small(&store, 1, SMALL)));
        tell!(
            "PostgreSQL: small writes, 16 callers {:>7.0}/s",
            rate(SMALL_MANY, || small(&store, 16, SMALL_MANY))
        );
        tell!("PostgreSQL: bulk rows {:>22.0}/s", rate(BULK, || bulk(&store)));
    }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark's setting")]
fn server() -> Option<String> {
    std::env::var("SONGHE_TEST_PG").ok().filter(|it| it != "skip")
}

fn say(what: &str, bare: f64, ours: f64) {
    tell!("{what:<34} bare rusqlite {bare:>9.0}/s, store {ours:>9.0}/s, ratio {:.2}", ours / bare);
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures")]
fn rate(count: i64, work: impl FnOnce()) -> f64 {
    let began = Instant::now();
    work();
    count as f64 / began.elapsed().as_secs_f64()
}

fn remove(path: &Path) {
    for end in ["", "-wal", "-shm"] {
        std::fs::remove_file(format!("{}{end}", path.display())).ok();
    }
}

fn connect(path: &Path) -> Connection {
    let connection = Connection::open(path).expect("a database");
    connection
        .execute_batch(&format!(
            "PRAGMA busy_timeout = 30000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             PRAGMA foreign_keys = ON; {TABLE}"
        ))
        .expect("its settings");
    connection
}

/// A transaction each, as somebody writes who has no store.
fn bare_small(connection: &Connection) {
    for id in 0..SMALL {
        connection.execute_batch("BEGIN IMMEDIATE").expect("begin");
        let mut insert = connection.prepare_cached(INSERT).expect("a statement");
        insert.execute(params![id, "mianning", "name", id, Option::<String>::None]).expect("a row");
        connection.execute_batch("COMMIT").expect("commit");
    }
}

/// Sixteen connections, each with transactions of its own.
fn bare_callers(path: &Path, callers: i64) {
    std::thread::scope(|scope| {
        for caller in 0..callers {
            scope.spawn(move || {
                let connection = connect(path);
                for number in 0..SMALL_MANY / callers {
                    let id = 10_000_000 + caller * 1_000_000 + number;
                    connection.execute_batch("BEGIN IMMEDIATE").expect("begin");
                    let mut insert = connection.prepare_cached(INSERT).expect("a statement");
                    insert
                        .execute(params![id, "mianning", "name", id, Option::<String>::None])
                        .expect("a row");
                    connection.execute_batch("COMMIT").expect("commit");
                }
            });
        }
    });
}

fn bare_bulk(connection: &Connection) {
    for chunk in 0..BULK / 10_000 {
        connection.execute_batch("BEGIN IMMEDIATE").expect("begin");
        let mut insert = connection.prepare_cached(INSERT).expect("a statement");
        for number in 0..10_000 {
            let id = 100_000_000 + chunk * 10_000 + number;
            insert.execute(params![id, "mianning", "name", id, Option::<String>::None]).expect("a row");
        }
        connection.execute_batch("COMMIT").expect("commit");
    }
}

fn small(store: &Store, callers: i64, count: i64) {
    std::thread::scope(|scope| {
        for caller in 0..callers {
            scope.spawn(move || {
                for number in 0..count / callers {
                    let id = callers * 10_000_000 + caller * 1_000_000 + number;
                    store
                        .write(move |tx| {
                            let args = [id.into(), "mianning".into(), "name".into(), id.into(), Arg::Null];
                            tx.exec(INSERT, &args)
                        })
                        .expect("a write");
                }
            });
        }
    });
}

fn bulk(store: &Store) {
    for chunk in 0..BULK / 10_000 {
        store
            .write(move |tx| {
                let rows: Vec<Vec<Arg>> = (0..10_000)
                    .map(|number| {
                        let id = 1_000_000_000 + chunk * 10_000 + number;
                        vec![id.into(), "mianning".into(), "name".into(), id.into(), Arg::Null]
                    })
                    .collect();
                tx.insert_many("bench", &["id", "county", "name", "price", "note"], &rows)
            })
            .expect("a chunk");
    }
}
