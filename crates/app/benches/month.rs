//! A whole month's run for 57,459 elders, from reading facts to the committed ledger, against
//! inserting the same rows bare: the same tables, indexes, chunks and durability.
//!
//!   cargo bench -p app --bench month

#![expect(clippy::print_stdout, reason = "a benchmark tells its figures")]

use std::{
    fs,
    sync::Arc,
    time::{Duration, Instant as Clock},
};

use base::{Chance, Instant, Result};
use people::{
    register::{
        bulk::{self, Entry},
        draft::{Dated, Draft, Provenance},
    },
    runs::{draw::Draw, post::Post},
};
use platform::{
    Actor, Catalogue, Channel, Cx, House, Purpose, Step, Work,
    keys::Keys,
    packs::{Bundle, Packs},
};
use serde_json::{Value, json};
use store::{Arg, Store};

const ELDERS: usize = 57_459;
/// Of them eighty and over.
const OLD: usize = 10_714;
const NOW: Instant = Instant(1_795_320_000_000_000);
const CHUNK: usize = 2_000;
const TABLES: &[&str] =
    &["roll_line", "adjustment", "obligation", "instruction", "ledger_account", "ledger_transfer"];

#[expect(clippy::disallowed_methods, reason = "a benchmark measures")]
fn main() {
    let folder = std::env::temp_dir().join(format!("songhe-month-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let store = Store::open(&format!("sqlite:{}", folder.join("a.db").display())).expect("a database");
    let house = house();
    let actor = actor();
    population(&store, &house, &actor);

    let begun = Clock::now();
    let run = open(&store, &house, &actor);
    work(&store, &house, &actor, &Draw { run: run.clone(), persons: None });
    let drawn = begun.elapsed();
    approve(&store, &run);
    work(&store, &house, &actor, &Post { run: run.clone(), persons: None });
    let whole = begun.elapsed();

    let bare = bare(&store, &folder);
    let ratio = whole.as_secs_f64() / bare.as_secs_f64();
    println!("elders {ELDERS}, paid {}", count(&store, "instruction"));
    println!("draw {drawn:.2?}, draw and post {whole:.2?}, bare {bare:.2?}");
    println!("ratio {ratio:.2}");
    println!("resident {} MB at most", peak_megabytes());
    let _ = fs::remove_dir_all(&folder);
}

fn house() -> Arc<House> {
    let catalogue = Catalogue::new(&[platform::ROOMS, people::ROOMS]).with_sources(people::SOURCES);
    let packs = Packs::open(&Bundle::shipped(), &catalogue.sections(), "mianning").expect("packs");
    let entropy = |bytes: &mut [u8]| {
        bytes.fill(7);
        Ok(())
    };
    Arc::new(House { catalogue, packs, keys: Arc::new(Keys::new([1; 32], [2; 32], [3; 32])), entropy })
}

fn actor() -> Actor {
    Actor {
        account: "clerk".into(),
        name: "clerk".into(),
        role: "county_clerk".into(),
        county: "mianning".into(),
        area: "sc/liangshan/mianning/".into(),
        rights: Arc::default(),
        purposes: Arc::new([Purpose::Benefits].into()),
        channel: Channel::Job,
    }
}

fn write<T: Send + 'static>(
    store: &Store,
    house: &Arc<House>,
    actor: &Actor,
    seed: u64,
    unit: impl Fn(&mut Cx) -> Result<T> + Send + 'static,
) -> T {
    let (house, actor) = (house.clone(), actor.clone());
    store.write(move |tx| unit(&mut Cx::new(&actor, &house, NOW, seed, tx))).expect("a unit of work")
}

fn population(store: &Store, house: &Arc<House>, actor: &Actor) {
    let mut chance = Chance::new(1);
    let all: Vec<Entry> = (0..ELDERS)
        .map(|at| {
            let old = at % ELDERS < OLD;
            let year = if old { 1926 + chance.below(20) } else { 1948 + chance.below(18) };
            let born = format!("{year}-{:02}-{:02}", 1 + chance.below(10), 1 + chance.below(28));
            let village =
                format!("sc/liangshan/mianning/t{:02}/v{:03}/", chance.below(19), chance.below(146));
            let draft = Draft {
                name: Some(format!("王{}", char::from_u32(0x4e00 + (at % 20_000) as u32).unwrap_or('秀'))),
                birth_date: born.parse().ok(),
                registered: Some(Dated { value: village.clone(), ..Dated::default() }),
                living: Some(Dated { value: village, ..Dated::default() }),
                ..Draft::default()
            };
            let day = "2026-01-01".parse().expect("a day");
            Entry { person: None, draft, from: Provenance::default(), day }
        })
        .collect();
    for (at, chunk) in all.chunks(500).enumerate() {
        let chunk = chunk.to_vec();
        write(store, house, actor, at as u64, move |cx| bulk::commit(cx, &chunk).map(|_| ()));
    }
}

fn open(store: &Store, house: &Arc<House>, actor: &Actor) -> String {
    write(store, house, actor, 900_001, |cx| {
        let open: people::runs::open::Open =
            serde_json::from_value(json!({ "benefit": "old_age_allowance", "month": "2026-11" }))
                .map_err(base::Error::broken)?;
        Ok(platform::Verb::run(open, cx)?.run)
    })
}

fn work<W: Work + Clone + Send + 'static>(store: &Store, house: &Arc<House>, actor: &Actor, work: &W) {
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
    store
        .write(move |tx| {
            tx.exec(
                "UPDATE benefit_run SET state = 'posting', step = 'finance' WHERE id = $1",
                &[(&run).into()],
            )
        })
        .expect("approved");
}

/// Inserts the rows of the run into an empty database of the same tables, in chunks.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures")]
fn bare(store: &Store, folder: &std::path::Path) -> Duration {
    let other = Store::open(&format!("sqlite:{}", folder.join("b.db").display())).expect("a database");
    let mut tables = Vec::new();
    for table in TABLES {
        let mut columns: Vec<String> = Vec::new();
        let names: Vec<(String,)> = store
            .read(|tx| tx.all("SELECT name FROM pragma_table_info($1)", &[(*table).into()]))
            .expect("the columns");
        columns.extend(names.into_iter().map(|it| it.0));
        let mut rows: Vec<Vec<Own>> = Vec::new();
        store
            .read(|tx| {
                tx.rows(&format!("SELECT {} FROM {table}", columns.join(", ")), &[], &mut |row| {
                    let row: Result<Vec<Own>> =
                        (0..columns.len()).map(|at| row.value(at).map(Own::of)).collect();
                    rows.push(row?);
                    Ok(())
                })
            })
            .expect("the rows");
        tables.push((*table, columns, Arc::new(rows)));
    }
    let begun = Clock::now();
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
    begun.elapsed()
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

fn count(store: &Store, table: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {table}");
    store.read(|tx| tx.get::<(i64,)>("count", &sql, &[])).expect("a count").0
}

/// The most memory this process has had resident.
fn peak_megabytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|it| it.starts_with("VmHWM")).unwrap_or_default();
    let kilobytes: u64 = line.split_whitespace().nth(1).and_then(|it| it.parse().ok()).unwrap_or(0);
    kilobytes / 1024
}
