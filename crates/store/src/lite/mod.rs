//! `SQLite`: readers in parallel, one writer thread that commits in groups.
//!
//! | file        | what                                                        |
//! |-------------|-------------------------------------------------------------|
//! | `writer.rs` | the thread, its groups, deadlines and panics                |
//! | `lines.rs`  | a connection as the waist sees it; `SQLite`'s errors in ours |
//!
//! The write-ahead log is synced at every commit (`synchronous = FULL`): what was answered
//! survives a power cut. At a clean close the log is folded in, and the database is one file. Opened
//! without `Options::durable`, there is no log, and the disk is waited for at the close alone.

pub(crate) mod lines;
mod writer;

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use base::Result;
use rusqlite::{Connection, OpenFlags, config::DbConfig};

use self::{
    lines::{Lines, say},
    writer::Writer,
};
use crate::{Kind, Options, Trouble, Tx, migrate, trouble::caught};

/// Idle readers kept.
const READERS_MAX: usize = 8;
/// Pages kept by the writer and by each reader, in KiB: together about a hundred megabytes. A roster's
/// rows land all over the indexes of names; with a quarter of this every eighth second was reading.
const WRITER_CACHE: i64 = 64_000;
const READER_CACHE: i64 = 6_000;
/// The same for a writer that fills a database in one go: a county with its history is a gigabyte.
const FILLING_CACHE: i64 = 256_000;
/// How long another process (the command line beside the server) may hold the database.
const BUSY_MAX: Duration = Duration::from_secs(30);
/// Pages of log after which it is carried over into the file (64 MiB). With the usual thousand, commits
/// and carrying the same pages over again took a third of an import.
const LOG_PAGES: i64 = 16_384;
/// A log that grew past this is cut back when it is next reset.
const LOG_BYTES_MAX: i64 = 64 << 20;
/// Statements kept prepared by each connection.
const STATEMENTS_MAX: usize = 512;
/// Looks at every table, also at those never looked at, and reads at most some rows of each.
const OPTIMIZE: &str = "PRAGMA optimize = 0x10002";
/// "SoHe": names the file's owner to `file` and to us.
const APPLICATION: i64 = 0x536f_4865;

pub(crate) struct Lite {
    path: PathBuf,
    readers: Mutex<Vec<Reader>>,
    writer: Option<Writer>,
    pace: Pace,
}

/// What a commit waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    /// The disk.
    Durable,
    /// Nothing; the file is synced once, when it is closed.
    Filling,
    /// Nothing; the file goes at the close.
    Fleeting,
}

struct Reader {
    connection: Connection,
    steps: lines::Steps,
}

impl Lite {
    /// `:memory:` is a file of its own on the memory file system, never synced and gone at close:
    /// tests walk the same path as a county.
    pub(crate) fn open(path: &str, options: &Options) -> Result<Lite> {
        let fleeting = path == ":memory:";
        let path = if fleeting { fleeting_path() } else { PathBuf::from(path) };
        let pace = match (fleeting, options.durable) {
            (true, _) => Pace::Fleeting,
            (false, true) => Pace::Durable,
            (false, false) => Pace::Filling,
        };
        let mut connection = connect(&path, pace)?;
        let up_to_date = if options.migrate {
            migrate::run(&mut Lines::new(&connection)).map(|()| true)
        } else {
            migrate::check(&mut Lines::new(&connection))
        };
        if !up_to_date? {
            let text = format!("{} is not up to date with this program", path.display());
            return Err(Trouble::new(Kind::Unfit, text).into());
        }
        if options.migrate {
            mark(&connection)?;
        }
        // With counted rows SQLite would parse a statement again for every argument it is given, to
        // look whether another way is better for it. A writer runs the same statements all day.
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(|error| say(&error, "steady plans"))?;
        let watch = lines::Watch::default();
        watch.stand_over(&mut connection)?;
        let writer = Writer::start(connection, watch, options.unit_max)?;
        Ok(Lite { path, readers: Mutex::default(), writer: Some(writer), pace })
    }

    pub(crate) fn read<T>(&self, work: impl FnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        let reader = self.reader()?;
        let connection = &reader.connection;
        connection.execute_batch("BEGIN").map_err(|error| say(&error, "BEGIN"))?;
        let mut lines = Lines::new(connection);
        let answer = caught(|| work(&mut Tx::new(&mut lines)));
        connection.execute_batch("ROLLBACK").map_err(|error| say(&error, "ROLLBACK"))?;
        let mut readers = self.readers.lock().expect("no reader panics while it holds the lock");
        if readers.len() < READERS_MAX {
            readers.push(reader);
        }
        answer
    }

    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Tx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.writer.as_ref().expect("the writer is there until the store is dropped").run(work)
    }

    /// Counts anew how rows are spread, where they changed much, for whoever plans a query. Idle
    /// readers go, because a connection reads these counts only once.
    pub(crate) fn optimize(&self) -> Result<()> {
        self.write(|tx| tx.rows(OPTIMIZE, &[], &mut |_| Ok(())))?;
        self.readers.lock().expect("no reader panics while it holds the lock").clear();
        Ok(())
    }

    pub(crate) fn prepare_only(&self, sql: &str) -> Result<()> {
        let reader = self.reader()?;
        reader.connection.prepare(sql).map(drop).map_err(|error| say(&error, sql).into())
    }

    fn reader(&self) -> Result<Reader> {
        let idle = self.readers.lock().expect("no reader panics while it holds the lock").pop();
        if let Some(reader) = idle {
            reader.steps.anew();
            return Ok(reader);
        }
        let mut connection = connect(&self.path, self.pace)?;
        let settings = [("query_only", 1), ("cache_size", -READER_CACHE)];
        for (name, value) in settings {
            connection.pragma_update(None, name, value).map_err(|error| say(&error, name))?;
        }
        let steps = lines::Steps::default();
        steps.limit(&mut connection)?;
        Ok(Reader { connection, steps })
    }
}

impl Drop for Lite {
    /// Readers go first, so that the writer is the last connection and can fold in the log.
    fn drop(&mut self) {
        self.readers.lock().map(|mut readers| readers.clear()).ok();
        self.writer = None;
        if self.pace == Pace::Filling {
            File::open(&self.path).and_then(|it| it.sync_all()).ok();
        }
        if self.pace == Pace::Fleeting {
            for end in ["", "-wal", "-shm"] {
                let mut name = self.path.clone().into_os_string();
                name.push(end);
                fs::remove_file(name).ok();
            }
        }
    }
}

fn fleeting_path() -> PathBuf {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let folder = ["/dev/shm", "/tmp"].into_iter().map(Path::new).find(|it| it.is_dir());
    let folder = folder.unwrap_or(Path::new("."));
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    folder.join(format!("songhe-memory-{}-{number}.db", std::process::id()))
}

/// A connection that changes nothing, not even a log beside the file: for backups, which may lie
/// on a disk that cannot be written.
pub(crate) fn connect_to_read(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(path, flags);
    opened.map_err(|error| Trouble::new(Kind::Unfit, format!("{}: {error}", path.display())).into())
}

/// Writes our mark into the file's head, if it is not there.
pub(crate) fn mark(connection: &Connection) -> Result<()> {
    let owner: i64 = connection
        .pragma_query_value(None, "application_id", |row| row.get(0))
        .map_err(|error| say(&error, "application_id"))?;
    if owner != APPLICATION {
        let marked = connection.pragma_update(None, "application_id", APPLICATION);
        marked.map_err(|error| say(&error, "application_id"))?;
    }
    Ok(())
}

/// A connection with the house's settings.
pub(crate) fn connect(path: &Path, pace: Pace) -> Result<Connection> {
    let wrong = |error: &rusqlite::Error| {
        let mut trouble = say(error, "open");
        if trouble.kind == Kind::Statement {
            trouble = Trouble::new(Kind::Unfit, format!("{}: {error}", path.display()));
        }
        trouble
    };
    let connection = Connection::open(path).map_err(|error| wrong(&error))?;
    connection.busy_timeout(BUSY_MAX).map_err(|error| wrong(&error))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    // Two processes that open a new file at once can meet here, where SQLite does not wait.
    let mut tries = 0;
    let journal = if pace == Pace::Filling { "MEMORY" } else { "WAL" };
    loop {
        let turned = connection.execute_batch(&format!("PRAGMA journal_mode = {journal}"));
        match turned {
            Err(error) if say(&error, "").kind == Kind::Busy && tries < 100 => {
                tries += 1;
                thread::sleep(Duration::from_millis(20));
            }
            turned => break turned.map_err(|error| wrong(&error))?,
        }
    }
    let synchronous = if pace == Pace::Durable { "FULL" } else { "OFF" };
    let cache = if pace == Pace::Filling { FILLING_CACHE } else { WRITER_CACHE };
    connection
        .execute_batch(&format!(
            "PRAGMA synchronous = {synchronous}; PRAGMA foreign_keys = ON;
             PRAGMA journal_size_limit = {LOG_BYTES_MAX}; PRAGMA temp_store = MEMORY;
             PRAGMA cache_size = -{cache}; PRAGMA wal_autocheckpoint = {LOG_PAGES}"
        ))
        .map_err(|error| wrong(&error))?;
    let owner: i64 = connection
        .pragma_query_value(None, "application_id", |row| row.get(0))
        .map_err(|error| wrong(&error))?;
    if owner != 0 && owner != APPLICATION {
        let text = format!("{} is a database of another program", path.display());
        return Err(Trouble::new(Kind::Unfit, text).into());
    }
    Ok(connection)
}
