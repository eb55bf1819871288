//! One `SQLite` file that holds everything, with a manifest inside: what it was taken from, when,
//! and what each table comes to. The same file whichever database it came from, and it can be
//! restored into either.

use std::{path::Path, time::Duration};

use base::{Instant, Result};
use rusqlite::{
    Connection,
    backup::{Backup, StepResult},
};

use super::{
    Progress, Watch,
    copy::{read, write},
    digest::{Sum, sum},
    tables::tables,
};
use crate::{
    Arg, Conn, FromRow, Kind, Trouble,
    lite::{self, lines::Lines, lines::say},
    migrate,
};

/// Pages between two words of progress.
const PAGES_A_STEP: i32 = 2_000;

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    pub program: String,
    /// `sqlite` or `postgres`: what it was taken from.
    pub engine: String,
    pub taken_at: Instant,
    pub tables: Vec<Sum>,
}

const MANIFEST: &str = "CREATE TABLE backup_manifest (
    name   TEXT PRIMARY KEY,
    rows   INTEGER NOT NULL,
    sha256 TEXT NOT NULL
) STRICT";

/// Backs up a database that may be in use into a new file.
pub fn backup(from: &str, file: &Path, now: Instant, watch: Watch) -> Result<Manifest> {
    if file.exists() {
        let text = format!("{} is there already; a backup never overwrites one", file.display());
        return Err(Trouble::new(Kind::Unfit, text).into());
    }
    let made = take(from, file, now, watch);
    if made.is_err() {
        for end in ["", "-wal", "-shm", "-journal"] {
            std::fs::remove_file(format!("{}{end}", file.display())).ok();
        }
    }
    made
}

fn take(from: &str, file: &Path, now: Instant, watch: Watch) -> Result<Manifest> {
    let (engine, sums) = if let Some(path) = from.strip_prefix("sqlite:") {
        ("sqlite", pages(Path::new(path), file, watch)?)
    } else {
        let target = format!("sqlite:{}", file.display());
        ("postgres", read(from, &mut |source| write(&target, source, watch))?)
    };
    let manifest = Manifest {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        engine: engine.to_owned(),
        taken_at: now,
        tables: sums,
    };
    let connection = lite::connect(file, lite::Pace::Durable)?;
    let mut lines = Lines::new(&connection);
    lines.exec(MANIFEST, &[])?;
    let head = [
        ("program", manifest.program.clone()),
        ("engine", manifest.engine.clone()),
        ("taken_at", now.rfc3339()),
    ];
    let insert = "INSERT INTO backup_manifest (name, rows, sha256) VALUES ($1, $2, $3)";
    for (name, value) in &head {
        lines.exec(insert, &[Arg::Text(&format!("#{name}")), Arg::Int(now.0), value.into()])?;
    }
    for sum in &manifest.tables {
        lines.exec(insert, &[(&sum.table).into(), Arg::Int(sum.rows as i64), (&sum.sha256).into()])?;
    }
    drop(lines);
    // One file, that needs no log beside it wherever it is carried.
    let close = "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE";
    connection.execute_batch(close).map_err(|error| say(&error, close))?;
    Ok(manifest)
}

/// `SQLite`'s own online backup, of one snapshot: writers go on meanwhile.
fn pages(path: &Path, file: &Path, watch: Watch) -> Result<Vec<Sum>> {
    if !path.is_file() {
        return Err(Trouble::new(Kind::Unfit, format!("there is no file {}", path.display())).into());
    }
    let source = lite::connect(path, lite::Pace::Durable)?;
    // Held open, so that the snapshot stands still until the last page.
    source
        .execute_batch("BEGIN; SELECT COUNT(*) FROM sqlite_schema")
        .map_err(|error| say(&error, "BEGIN"))?;
    migrate::fitting(&mut Lines::new(&source))?;
    let mut target = Connection::open(file).map_err(|error| say(&error, "backup"))?;
    {
        let copy = Backup::new(&source, &mut target).map_err(|error| say(&error, "backup"))?;
        let mut tries = 0;
        loop {
            match copy.step(PAGES_A_STEP).map_err(|error| say(&error, "backup"))? {
                StepResult::Done => break,
                StepResult::More => {
                    let at = copy.progress();
                    let done = (at.pagecount - at.remaining).max(0) as u64;
                    watch(&Progress { doing: "backup", table: "pages", done, tables_done: 0, tables: 1 });
                }
                _ if tries < 500 => {
                    tries += 1;
                    std::thread::sleep(Duration::from_millis(20));
                }
                _ => return Err(Trouble::new(Kind::Busy, "the file is locked by another").into()),
            }
        }
    }
    let mut lines = Lines::new(&target);
    let tables = tables(&mut lines)?;
    let count = tables.len();
    tables.iter().enumerate().map(|(place, table)| sum(&mut lines, table, (place, count), watch)).collect()
}

/// Restores a backup into `to`, which must hold no table yet, after checking that the file is
/// whole. An older backup is brought up to date when the database is opened.
pub fn restore(file: &Path, to: &str, watch: Watch) -> Result<Manifest> {
    let manifest = manifest(file)?;
    let connection = lite::connect_to_read(file)?;
    let source = &mut Lines::new(&connection);
    let held = tables(source)?;
    for (place, kept) in manifest.tables.iter().enumerate() {
        let table = held.iter().find(|it| it.name == kept.table);
        let found = table.map(|it| sum(source, it, (place, manifest.tables.len()), watch)).transpose()?;
        if found.as_ref() != Some(kept) {
            let text = format!("table {} is not as it was backed up: the file is damaged", kept.table);
            return Err(Trouble::new(Kind::Unfit, text).into());
        }
    }
    let sums = write(to, source, watch)?;
    if sums.iter().any(|sum| 0 < sum.rows && !manifest.tables.contains(sum)) {
        return Err(Trouble::new(Kind::Unfit, "what was restored is not what was backed up").into());
    }
    Ok(manifest)
}

/// Asks a backup one thing before it is restored: the first row of `sql`.
pub fn first<T: FromRow>(file: &Path, sql: &str) -> Result<Option<T>> {
    let connection = lite::connect_to_read(file)?;
    let mut found = None;
    Lines::new(&connection).query(sql, &[], &mut |row| {
        if found.is_none() {
            found = Some(T::from_row(row)?);
        }
        Ok(())
    })?;
    Ok(found)
}

/// Reads what a backup says of itself.
fn manifest(file: &Path) -> Result<Manifest> {
    let unfit = |why: &str| Trouble::new(Kind::Unfit, format!("{} {why}", file.display()));
    if !file.is_file() {
        return Err(unfit("is not there").into());
    }
    let connection = lite::connect_to_read(file)?;
    let mut lines = Lines::new(&connection);
    let (mut head, mut tables) = (std::collections::BTreeMap::new(), Vec::new());
    let mut taken_at = Instant(0);
    lines
        .query("SELECT name, rows, sha256 FROM backup_manifest ORDER BY name", &[], &mut |row| {
            let (name, rows, sha256): (String, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            match name.strip_prefix('#') {
                Some(name) => {
                    taken_at = Instant(rows);
                    head.insert(name.to_owned(), sha256);
                }
                None => tables.push(Sum { table: name, rows: rows as u64, sha256 }),
            }
            Ok(())
        })
        .map_err(|_| unfit("is no backup made by `songhe backup`"))?;
    let mut word = |name: &str| head.remove(name).unwrap_or_default();
    Ok(Manifest { program: word("program"), engine: word("engine"), taken_at, tables })
}
