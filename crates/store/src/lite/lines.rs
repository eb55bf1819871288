//! A connection as the waist sees it, and `SQLite`'s errors in the house's words.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU8, AtomicU32, Ordering},
};

use base::{Error, Result};
use rusqlite::{
    CachedStatement, Connection, ErrorCode, Statement, ffi,
    types::{ToSqlOutput, Value, ValueRef},
};

use super::writer::GIVEN_UP;
use crate::{Arg, Conn, Kind, Row, Trouble, migrate, tx::Sink};

/// Steps of `SQLite`'s machine between two looks at the deadline: about a millisecond.
const STEPS_A_LOOK: i32 = 50_000;
/// Looks that one question may last: some minutes of nothing but computing.
const LOOKS_MAX: u32 = 200_000;

/// Tells the statement that runs whether its caller still waits.
#[derive(Clone, Default)]
pub(super) struct Watch(Arc<Mutex<Option<Arc<AtomicU8>>>>);

impl Watch {
    pub(super) fn stand_over(&self, connection: &mut Connection) -> Result<()> {
        let watch = self.clone();
        connection
            .progress_handler(STEPS_A_LOOK, Some(move || watch.given_up()))
            .map_err(|error| say(&error, "watch").into())
    }

    pub(super) fn over(&self, unit: Option<&Arc<AtomicU8>>) {
        *self.0.lock().expect("nothing panics while it holds the watch") = unit.cloned();
    }

    fn given_up(&self) -> bool {
        let unit = self.0.lock().expect("nothing panics while it holds the watch");
        unit.as_ref().is_some_and(|state| state.load(Ordering::Acquire) == GIVEN_UP)
    }
}

/// Stops a question that computes without end.
#[derive(Default)]
pub(super) struct Steps(Arc<AtomicU32>);

impl Steps {
    pub(super) fn limit(&self, connection: &mut Connection) -> Result<()> {
        let looks = Arc::clone(&self.0);
        connection
            .progress_handler(STEPS_A_LOOK, Some(move || LOOKS_MAX < looks.fetch_add(1, Ordering::Relaxed)))
            .map_err(|error| say(&error, "limit").into())
    }

    pub(super) fn anew(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

pub(crate) struct Lines<'c> {
    connection: &'c Connection,
    failed: Option<Trouble>,
}

impl<'c> Lines<'c> {
    pub(crate) fn new(connection: &'c Connection) -> Lines<'c> {
        Lines { connection, failed: None }
    }

    /// The first statement that failed. `PostgreSQL` lets nothing follow a failed statement, so
    /// neither do we.
    pub(super) fn failed(self) -> Option<Trouble> {
        self.failed
    }

    fn note(&mut self, error: &rusqlite::Error, sql: &str) -> Error {
        let trouble = say(error, sql);
        self.failed.get_or_insert_with(|| trouble.again());
        let table = match error {
            rusqlite::Error::SqliteFailure(_, Some(text)) => exists_in(text),
            _ => None,
        };
        trouble.into_error(table)
    }

    fn prepared(&mut self, sql: &str, args: &[Arg]) -> Result<CachedStatement<'c>> {
        let connection = self.connection;
        let mut statement =
            connection.prepare_cached(&numbered(sql)).map_err(|error| self.note(&error, sql))?;
        bind(&mut statement, args).map_err(|error| self.note(&error, sql))?;
        Ok(statement)
    }
}

impl Conn for Lines<'_> {
    fn exec(&mut self, sql: &str, args: &[Arg]) -> Result<u64> {
        let mut statement = self.prepared(sql, args)?;
        match statement.raw_execute() {
            Ok(touched) => {
                kept(statement, sql);
                Ok(touched as u64)
            }
            // It answers rows (RETURNING), which nobody wants here.
            Err(rusqlite::Error::ExecuteReturnedResults) => {
                drop(statement);
                let mut rows = 0;
                self.query(sql, args, &mut |_| {
                    rows += 1;
                    Ok(())
                })?;
                Ok(rows)
            }
            Err(error) => Err(self.note(&error, sql)),
        }
    }

    fn query(&mut self, sql: &str, args: &[Arg], each: &mut dyn FnMut(&Row) -> Result<()>) -> Result<()> {
        let mut statement = self.prepared(sql, args)?;
        let mut rows = statement.raw_query();
        loop {
            match rows.next() {
                Ok(Some(row)) => each(&Row::Lite(row))?,
                Ok(None) => break,
                Err(error) => return Err(self.note(&error, sql)),
            }
        }
        drop(rows);
        kept(statement, sql);
        Ok(())
    }

    /// One prepared statement, run row after row: in process that is faster than many rows in one.
    fn insert(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: &mut dyn FnMut(Sink) -> Result<()>,
    ) -> Result<u64> {
        let places: Vec<String> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
        let sql = format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), places.join(", "));
        let connection = self.connection;
        let mut statement = connection.prepare_cached(&sql).map_err(|error| self.note(&error, &sql))?;
        let mut count = 0;
        rows(&mut |row| {
            // The places stand in their order here, so no name is looked up.
            let run = if row.len() == columns.len() {
                let mut places = 1..;
                let mut bind = |arg| statement.raw_bind_parameter(places.next().unwrap_or(0), arg);
                row.iter().try_for_each(&mut bind).and_then(|()| statement.raw_execute())
            } else {
                Err(rusqlite::Error::InvalidParameterCount(row.len(), columns.len()))
            };
            run.map_err(|error| self.note(&error, &sql))?;
            count += 1;
            Ok(())
        })?;
        Ok(count)
    }

    fn skip_locked(&self) -> &'static str {
        ""
    }

    fn rows_at_once(&self) -> usize {
        1
    }
}

impl migrate::Script for Lines<'_> {
    fn script(&mut self, sql: &str) -> Result<()> {
        self.connection.execute_batch(sql).map_err(|error| self.note(&error, sql))
    }

    fn dialect(&self) -> migrate::Dialect {
        migrate::Dialect::Lite
    }

    fn lock(&mut self) -> Result<()> {
        self.script("BEGIN IMMEDIATE")
    }

    fn tables(&mut self) -> Result<Vec<String>> {
        let mut tables = Vec::new();
        let sql =
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name";
        self.query(sql, &[], &mut |row| {
            tables.push(row.get(0)?);
            Ok(())
        })?;
        Ok(tables)
    }
}

/// Longest text of a statement that is kept prepared: one of hundreds of rows is rarely met again, and
/// each would keep a quarter of a megabyte.
const KEPT_TEXT_MAX: usize = 4_000;

fn kept(statement: CachedStatement, sql: &str) {
    if KEPT_TEXT_MAX < sql.len() {
        statement.discard();
    }
}

/// `$2` spelled `?2`. To `SQLite` a `$2` is a name, counted by where it first stands and looked for
/// through all names before it; a `?2` is the second argument, as `$2` is to `PostgreSQL`.
fn numbered(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(at) = rest.find('$') {
        let (before, after) = rest.split_at(at);
        text.push_str(before);
        let number = after[1..].starts_with(|it: char| it.is_ascii_digit());
        text.push(if number { '?' } else { '$' });
        rest = &after[1..];
    }
    text.push_str(rest);
    text
}

fn bind(statement: &mut Statement, args: &[Arg]) -> rusqlite::Result<()> {
    let count = statement.parameter_count();
    if count != args.len() {
        return Err(rusqlite::Error::InvalidParameterCount(args.len(), count));
    }
    args.iter().zip(1..).try_for_each(|(arg, place)| statement.raw_bind_parameter(place, arg))
}

impl rusqlite::ToSql for Arg<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Arg::Null => ValueRef::Null,
            Arg::Int(it) => ValueRef::Integer(it),
            Arg::Real(it) => ValueRef::Real(it),
            Arg::Text(it) => ValueRef::Text(it.as_bytes()),
            Arg::Bytes(it) => ValueRef::Blob(it),
            Arg::Day(it) => return Ok(ToSqlOutput::Owned(Value::Text(it.to_string()))),
            Arg::Month(it) => return Ok(ToSqlOutput::Owned(Value::Text(it.to_string()))),
        }))
    }
}

/// `SQLite`'s error in our words.
pub(crate) fn say(error: &rusqlite::Error, sql: &str) -> Trouble {
    let (kind, text) = match error {
        rusqlite::Error::SqliteFailure(code, said) => {
            let kind = match code.code {
                ErrorCode::DiskFull => Kind::DiskFull,
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Kind::Busy,
                ErrorCode::OperationInterrupted => Kind::Deadline,
                ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt | ErrorCode::CannotOpen => Kind::Unfit,
                _ if matches!(
                    code.extended_code,
                    ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
                ) =>
                {
                    Kind::Exists
                }
                _ => Kind::Statement,
            };
            (kind, said.clone().unwrap_or_else(|| code.to_string()))
        }
        other => (Kind::Statement, other.to_string()),
    };
    Trouble::new(kind, text).within(sql)
}

/// The table in `UNIQUE constraint failed: person.county, person.id`.
fn exists_in(text: &str) -> Option<&str> {
    text.strip_prefix("UNIQUE constraint failed: ")?.split('.').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_numbers() {
        let cases = [
            ("SELECT $2, $1 WHERE a = $12", "SELECT ?2, ?1 WHERE a = ?12"),
            ("SELECT 'a $ b'", "SELECT 'a $ b'"),
            ("SELECT 1", "SELECT 1"),
        ];
        for (ours, theirs) in cases {
            assert_eq!(numbered(ours), theirs);
        }
    }

    #[test]
    fn the_table_of_a_double_is_named() {
        assert_eq!(exists_in("UNIQUE constraint failed: person.county, person.id"), Some("person"));
        assert_eq!(exists_in("FOREIGN KEY constraint failed"), None);
    }
}
