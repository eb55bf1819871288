//! A whole month's run for 57,459 elders, from reading facts to the committed ledger, against
//! inserting the same rows bare: the same tables, indexes, chunks and durability.
//!
//! `cargo bench -p app --bench month`; medians of three rounds, each on a copy of one database,
//! the run and the bare inserts in turn.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark measures and prints")]

mod county;

use std::{
    fs,
    path::Path,
    sync::Arc,
    time::{Duration, Instant as Clock},
};

use base::Result;
use people::runs::{draw::Draw, post::Post};
use platform::{Actor, House, Step, Work};
use serde_json::{Value, json};
use store::{Arg, Store};

use county::{
    Folder, MIANNING, OLD, Verdict, actor, cpu_seconds, fill, forget_peak, house, median, peak_megabytes,
    write,
};

const ROUNDS: usize = 3;
/// As many rows in a transaction as the run has lines in one.
const CHUNK: usize = 2_000;
/// What the run writes. The one row of the run itself and its job are left out.
const TABLES: &[&str] = &[
    "roll_line",
    "adjustment",
    "obligation",
    "instruction",
    "ledger_account",
    "ledger_transfer",
    "journal_entry",
];

fn main() {
    let folder = Folder::new("month");
    let house = house();
    {
        let store = Store::open(&folder.database("county.db")).expect("a database");
        fill(&store, &house, MIANNING);
    }
    let actor = actor("sc/liangshan/mianning/", &[]);
    let (mut runs, mut bares, mut peak) = (Vec::new(), Vec::new(), 0);
    let mut cpu = [Vec::new(), Vec::new()];
    for round in 0..ROUNDS {
        let copy = folder.0.join(format!("run{round}.db"));
        fs::copy(folder.0.join("county.db"), &copy).expect("a copy");
        let store = Store::open(&format!("sqlite:{}", copy.display())).expect("a database");
        forget_peak();
        let before = cpu_seconds();
        let (drawn, whole) = month(&store, &house, &actor);
        cpu[0].push(cpu_seconds() - before);
        peak = peak.max(peak_megabytes("self").unwrap_or(0));
        check(&store);
        let (bare, computed) = bare(&store, &folder.0.join(format!("bare{round}.db")));
        cpu[1].push(computed);
        println!("round {round}: draw {drawn:.2?}, draw and post {whole:.2?}, bare {bare:.2?}");
        runs.push(whole.as_secs_f64());
        bares.push(bare.as_secs_f64());
        let _ = fs::remove_file(&copy);
    }
    let (run, bare) = (median(runs), median(bares));
    let mut verdict = Verdict::default();
    println!("elders {MIANNING}, run {run:.2} s, bare {bare:.2} s");
    let [ours, theirs] = cpu.map(median);
    println!("of the processor alone: run {ours:.2} s, bare {theirs:.2} s, {:.2}x", ours / theirs);
    verdict.at_most("a month's run against its rows bare", run / bare, 3.0, "x");
    verdict.at_most("resident at most", peak as f64, 300.0, " MB");
    verdict.end();
}

/// Draws and posts; how long the draw took, and the whole.
fn month(store: &Store, house: &Arc<House>, actor: &Actor) -> (Duration, Duration) {
    let begun = Clock::now();
    let run = write(store, house, actor, 900_001, |cx| {
        let asked = json!({ "benefit": "old_age_allowance", "month": "2026-11" });
        let open: people::runs::open::Open = serde_json::from_value(asked).map_err(base::Error::broken)?;
        Ok(platform::Verb::run(open, cx)?.run)
    });
    work(store, house, actor, &Draw { run: run.clone(), persons: None });
    let drawn = begun.elapsed();
    approve(store, &run);
    work(store, house, actor, &Post { run, persons: None });
    (drawn, begun.elapsed())
}

fn work<W: Work + Clone + Send + Sync + 'static>(store: &Store, house: &Arc<House>, actor: &Actor, work: &W) {
    let mut cursor: Option<Value> = None;
    for seed in 1_000_000.. {
        let (at, work) = (cursor.clone(), work.clone());
        match write(store, house, actor, seed, move |cx| work.step(cx, at.clone())) {
            Step::More { cursor: next, .. } => cursor = Some(next),
            Step::Done { .. } => return,
        }
    }
}

/// Everybody has confirmed and approved: those few rows are not what is measured.
fn approve(store: &Store, run: &str) {
    let run = run.to_owned();
    let sql = "UPDATE benefit_run SET state = 'posting', step = 'finance' WHERE id = $1";
    store.write(move |tx| tx.exec(sql, &[(&run).into()])).expect("approved");
}

/// Whoever is eighty or over stands on the roll, is owed, and the ledger says so too.
fn check(store: &Store) {
    let lines = number(store, "SELECT COUNT(*) FROM roll_line WHERE status = 'due'");
    let owed = number(store, "SELECT CAST(SUM(owed) AS BIGINT) FROM obligation");
    let told = number(store, "SELECT CAST(SUM(amount + arrears) AS BIGINT) FROM instruction");
    let posted = number(store, "SELECT CAST(SUM(amount) AS BIGINT) FROM ledger_transfer");
    assert_eq!(lines, OLD as i64, "everybody of eighty and over is due");
    assert!(0 < owed && owed == told && owed == posted, "owed {owed}, told {told}, posted {posted}");
}

fn number(store: &Store, sql: &str) -> i64 {
    store.read(|tx| tx.get::<(i64,)>("number", sql, &[])).expect("a number").0
}

/// Inserts the rows of the run into an empty database of the same tables, in chunks.
fn bare(store: &Store, file: &Path) -> (Duration, f64) {
    let other = Store::open(&format!("sqlite:{}", file.display())).expect("a database");
    let tables: Vec<_> = TABLES.iter().map(|table| rows_of(store, table)).collect();
    let (begun, computed) = (Clock::now(), cpu_seconds());
    for (table, columns, rows) in tables {
        for from in (0..rows.len()).step_by(CHUNK) {
            let (columns, rows) = (columns.clone(), rows.clone());
            other
                .write(move |tx| {
                    let names: Vec<&str> = columns.iter().map(String::as_str).collect();
                    let chunk = &rows[from..rows.len().min(from + CHUNK)];
                    let args: Vec<Vec<Arg>> =
                        chunk.iter().map(|row| row.iter().map(Own::arg).collect()).collect();
                    tx.insert_many(table, &names, &args)
                })
                .expect("inserted");
        }
    }
    let taken = (begun.elapsed(), cpu_seconds() - computed);
    drop(other);
    let _ = fs::remove_file(file);
    taken
}

type Rows = (&'static str, Vec<String>, Arc<Vec<Vec<Own>>>);

fn rows_of(store: &Store, table: &'static str) -> Rows {
    let names: Vec<(String,)> = store
        .read(|tx| tx.all("SELECT name FROM pragma_table_info($1)", &[table.into()]))
        .expect("the columns");
    let columns: Vec<String> = names.into_iter().map(|it| it.0).collect();
    let mut rows: Vec<Vec<Own>> = Vec::new();
    let sql = format!("SELECT {} FROM {table}", columns.join(", "));
    store
        .read(|tx| {
            tx.rows(&sql, &[], &mut |row| {
                let row: Result<Vec<Own>> = (0..columns.len()).map(|at| row.value(at).map(Own::of)).collect();
                rows.push(row?);
                Ok(())
            })
        })
        .expect("the rows");
    (table, columns, Arc::new(rows))
}

/// A value of a row, kept.
enum Own {
    Null,
    Int(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Own {
    fn of(arg: Arg) -> Own {
        match arg {
            Arg::Null => Own::Null,
            Arg::Int(it) => Own::Int(it),
            Arg::Real(it) => Own::Real(it),
            Arg::Text(it) => Own::Text(it.to_owned()),
            Arg::Bytes(it) => Own::Bytes(it.to_vec()),
            Arg::Day(it) => Own::Text(it.to_string()),
            Arg::Month(it) => Own::Text(it.to_string()),
        }
    }

    fn arg(&self) -> Arg<'_> {
        match self {
            Own::Null => Arg::Null,
            Own::Int(it) => Arg::Int(*it),
            Own::Real(it) => Arg::Real(*it),
            Own::Text(it) => Arg::Text(it),
            Own::Bytes(it) => Arg::Bytes(it),
        }
    }
}
