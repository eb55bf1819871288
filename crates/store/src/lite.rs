//! `SQLite`: readers in parallel, one writer thread that commits in groups.
//!
//! A commit costs one `fsync`, however many units of work it holds. The writer takes whatever is
//! waiting, runs each unit in a savepoint of its own, and commits once for all of them.

use std::{
    sync::{Mutex, mpsc},
    thread,
};

use base::{Result, error::OrBroken};
use rusqlite::{Connection, types::ValueRef};

use crate::{Arg, Conn, Row, Tx, migrate};

/// Most units of work that one commit holds.
const GROUP_MAX: usize = 256;
/// Idle readers kept.
const READERS_MAX: usize = 8;

pub(crate) struct Lite {
    path: String,
    readers: Mutex<Vec<Connection>>,
    writer: mpsc::SyncSender<Unit>,
}

/// A unit of work: runs in the writer, answers a closure that tells the caller after the commit.
type Unit = Box<dyn FnOnce(&Connection) -> Answer + Send>;
type Answer = Box<dyn FnOnce(Result<()>) + Send>;

impl Lite {
    pub(crate) fn open(path: &str) -> Result<Lite> {
        let path = match path {
            ":memory:" => format!("file:mem{:?}?mode=memory&cache=shared", thread::current().id()),
            path => path.to_owned(),
        };
        let connection = connect(&path)?;
        migrate::run(&mut Lines(&connection), migrate::Dialect::Lite)?;
        let (writer, units) = mpsc::sync_channel(4 * GROUP_MAX);
        thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || write_loop(&connection, &units))
            .or_broken()?;
        Ok(Lite { path, readers: Mutex::default(), writer })
    }

    pub(crate) fn read<T>(&self, work: impl FnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        let idle = self.readers.lock().expect("no reader panics while it holds the lock").pop();
        let connection = match idle {
            Some(connection) => connection,
            None => connect(&self.path)?,
        };
        connection.execute_batch("BEGIN").or_broken()?;
        let answer = work(&mut Tx::new(&mut Lines(&connection)));
        connection.execute_batch("ROLLBACK").or_broken()?;
        let mut readers = self.readers.lock().expect("no reader panics while it holds the lock");
        if readers.len() < READERS_MAX {
            readers.push(connection);
        }
        answer
    }

    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Tx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (tell, told) = mpsc::channel();
        let unit: Unit = Box::new(move |connection| {
            let result = in_savepoint(connection, &work);
            Box::new(move |commit| {
                let _ = tell.send(commit.and(result));
            })
        });
        self.writer.send(unit).ok().ok_or("the writer has stopped").or_broken()?;
        told.recv().or_broken()?
    }
}

fn connect(path: &str) -> Result<Connection> {
    let connection = Connection::open(path).or_broken()?;
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
             PRAGMA busy_timeout = 5000;",
        )
        .or_broken()?;
    connection.set_prepared_statement_cache_capacity(512);
    Ok(connection)
}

fn write_loop(connection: &Connection, units: &mpsc::Receiver<Unit>) {
    while let Ok(first) = units.recv() {
        let begun = connection.execute_batch("BEGIN IMMEDIATE").or_broken();
        if let Err(error) = begun {
            first(connection)(Err(error));
            continue;
        }
        let waiting = units.try_iter().take(GROUP_MAX - 1);
        let answers: Vec<Answer> =
            std::iter::once(first).chain(waiting).map(|unit| unit(connection)).collect();
        let mut failure = connection.execute_batch("COMMIT").err().map(|error| error.to_string());
        if failure.is_some() && !connection.is_autocommit() {
            failure = failure.or(connection.execute_batch("ROLLBACK").err().map(|error| error.to_string()));
        }
        for answer in answers {
            answer(match &failure {
                None => Ok(()),
                Some(why) => Err(why.clone()).or_broken(),
            });
        }
    }
}

fn in_savepoint<T>(connection: &Connection, work: impl Fn(&mut Tx) -> Result<T>) -> Result<T> {
    connection.execute_batch("SAVEPOINT unit").or_broken()?;
    let result = work(&mut Tx::new(&mut Lines(connection)));
    let end = if result.is_ok() { "RELEASE unit" } else { "ROLLBACK TO unit; RELEASE unit" };
    connection.execute_batch(end).or_broken()?;
    result
}

/// A connection as the waist sees it.
struct Lines<'c>(&'c Connection);

impl Conn for Lines<'_> {
    fn exec(&mut self, sql: &str, args: &[Arg]) -> Result<u64> {
        let mut statement = self.0.prepare_cached(sql).or_broken()?;
        bind(&mut statement, args)?;
        let touched = statement.raw_execute().or_broken()?;
        Ok(touched as u64)
    }

    fn query(&mut self, sql: &str, args: &[Arg], each: &mut dyn FnMut(&Row) -> Result<()>) -> Result<()> {
        let mut statement = self.0.prepare_cached(sql).or_broken()?;
        bind(&mut statement, args)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().or_broken()? {
            each(&Row::Lite(row))?;
        }
        Ok(())
    }
}

/// Binds by number. To `SQLite` a `$2` is a name, counted by where it first stands in the text;
/// to `PostgreSQL` it is the second argument. Ours is the second argument.
fn bind(statement: &mut rusqlite::Statement, args: &[Arg]) -> Result<()> {
    for place in 1..=statement.parameter_count() {
        let number = statement.parameter_name(place).and_then(|name| name[1..].parse::<usize>().ok());
        let arg = number.and_then(|number| args.get(number - 1));
        let arg = arg.ok_or("a placeholder without its argument").or_broken()?;
        statement.raw_bind_parameter(place, arg).or_broken()?;
    }
    Ok(())
}

impl migrate::Script for Lines<'_> {
    fn script(&mut self, sql: &str) -> Result<()> {
        self.0.execute_batch(sql).or_broken()
    }
}

impl rusqlite::ToSql for Arg<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        let value = match *self {
            Arg::Null => ValueRef::Null,
            Arg::Int(it) => ValueRef::Integer(it),
            Arg::Real(it) => ValueRef::Real(it),
            Arg::Text(it) => ValueRef::Text(it.as_bytes()),
            Arg::Bytes(it) => ValueRef::Blob(it),
        };
        Ok(rusqlite::types::ToSqlOutput::Borrowed(value))
    }
}
