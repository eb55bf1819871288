//! What rooms call.

use base::{Error, Result};

use crate::{Arg, FromRow, Row};

/// Takes one row after another.
pub type Sink<'s> = &'s mut dyn FnMut(&[Arg]) -> Result<()>;

/// What a database must offer: run a statement, run a query and hand over each row, take rows in
/// bulk.
pub trait Conn {
    fn exec(&mut self, sql: &str, args: &[Arg]) -> Result<u64>;
    fn query(&mut self, sql: &str, args: &[Arg], each: &mut dyn FnMut(&Row) -> Result<()>) -> Result<()>;
    /// `rows` is called once and puts every row into the sink it is given.
    fn insert(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: &mut dyn FnMut(Sink) -> Result<()>,
    ) -> Result<u64>;
    /// `FOR UPDATE SKIP LOCKED` where several writers can meet on a row, else nothing.
    fn skip_locked(&self) -> &'static str;
    /// Rows of one statement that writes many: a round trip costs on `PostgreSQL`; in process one
    /// row of a statement that stays prepared is faster.
    fn rows_at_once(&self) -> usize {
        200
    }
}

/// An open transaction.
pub struct Tx<'c> {
    conn: &'c mut dyn Conn,
}

impl<'c> Tx<'c> {
    pub fn new(conn: &'c mut dyn Conn) -> Tx<'c> {
        Tx { conn }
    }

    /// Runs a statement; answers how many rows it touched.
    pub fn exec(&mut self, sql: &str, args: &[Arg]) -> Result<u64> {
        self.conn.exec(sql, args)
    }

    /// Runs a statement that must touch exactly one row: the guard against a lost update.
    pub fn exec_one(&mut self, sql: &str, args: &[Arg]) -> Result<()> {
        match self.exec(sql, args)? {
            1 => Ok(()),
            _ => Err(Error::conflict("record-moved-on")),
        }
    }

    /// Inserts many rows the fastest way the database knows (`COPY` on `PostgreSQL`).
    pub fn insert_many(&mut self, table: &str, columns: &[&str], rows: &[Vec<Arg>]) -> Result<()> {
        self.conn.insert(table, columns, &mut |sink| rows.iter().try_for_each(|row| sink(row)))?;
        Ok(())
    }

    /// As [`Tx::insert_many`], for rows that are made while they are written. Answers how many.
    pub fn insert_each(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: &mut dyn FnMut(Sink) -> Result<()>,
    ) -> Result<u64> {
        self.conn.insert(table, columns, rows)
    }

    /// Hands over each row without keeping them all.
    pub fn each<T: FromRow>(
        &mut self,
        sql: &str,
        args: &[Arg],
        each: &mut dyn FnMut(T) -> Result<()>,
    ) -> Result<()> {
        self.conn.query(sql, args, &mut |row| each(T::from_row(row)?))
    }

    /// As [`Tx::each`], for rows whose columns are known only at run time.
    pub fn rows(&mut self, sql: &str, args: &[Arg], each: &mut dyn FnMut(&Row) -> Result<()>) -> Result<()> {
        self.conn.query(sql, args, each)
    }

    pub fn all<T: FromRow>(&mut self, sql: &str, args: &[Arg]) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        self.conn.query(sql, args, &mut |row| {
            rows.push(T::from_row(row)?);
            Ok(())
        })?;
        Ok(rows)
    }

    /// The first row, if there is one. "Not found" is an answer here, not an error.
    pub fn find<T: FromRow>(&mut self, sql: &str, args: &[Arg]) -> Result<Option<T>> {
        let mut found = None;
        self.conn.query(sql, args, &mut |row| {
            if found.is_none() {
                found = Some(T::from_row(row)?);
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// The first row, which must be there.
    pub fn get<T: FromRow>(&mut self, what: &'static str, sql: &str, args: &[Arg]) -> Result<T> {
        self.find(sql, args)?.ok_or(Error::missing(what))
    }

    /// Marks a point to which what follows can be taken back, without the whole unit.
    pub fn mark(&mut self) -> Result<()> {
        self.exec("SAVEPOINT mark", &[]).map(drop)
    }

    /// Forgets the mark and keeps what was done since.
    pub fn keep(&mut self) -> Result<()> {
        self.exec("RELEASE SAVEPOINT mark", &[]).map(drop)
    }

    /// Takes back what was done since the mark.
    pub fn take_back(&mut self) -> Result<()> {
        self.exec("ROLLBACK TO SAVEPOINT mark", &[])?;
        self.keep()
    }

    /// What a claim adds to its `SELECT`, so that two claimers take two rows.
    pub fn skip_locked(&self) -> &'static str {
        self.conn.skip_locked()
    }

    /// How many rows a statement that writes many should hold on this database.
    pub fn rows_at_once(&self) -> usize {
        self.conn.rows_at_once()
    }

    /// As [`Tx::insert_many`] with an `ON CONFLICT …` after each statement. No two of `rows` may
    /// meet the same row.
    pub fn upsert_many(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: &[Vec<Arg>],
        on_conflict: &str,
    ) -> Result<()> {
        for chunk in rows.chunks(self.conn.rows_at_once()) {
            let places = |row: usize| {
                let places = (1..=columns.len()).map(|place| format!("${}", row * columns.len() + place));
                format!("({})", places.collect::<Vec<_>>().join(", "))
            };
            let values: Vec<String> = (0..chunk.len()).map(places).collect();
            let sql = format!(
                "INSERT INTO {table} ({}) VALUES {} {on_conflict}",
                columns.join(", "),
                values.join(", ")
            );
            let args: Vec<Arg> = chunk.iter().flatten().copied().collect();
            self.exec(&sql, &args)?;
        }
        Ok(())
    }
}
