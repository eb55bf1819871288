//! What rooms call.

use base::{Error, Result};

use crate::{Arg, FromRow, Row};

/// What a database must offer: run a statement, or run a query and hand over each row.
pub trait Conn {
    fn exec(&mut self, sql: &str, args: &[Arg]) -> Result<u64>;
    fn query(&mut self, sql: &str, args: &[Arg], each: &mut dyn FnMut(&Row) -> Result<()>) -> Result<()>;
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

    /// Inserts many rows in few statements. `rows` holds the values row after row.
    pub fn insert_many(&mut self, table: &str, columns: &[&str], rows: &[Vec<Arg>]) -> Result<()> {
        /// `SQLite` takes 32,766 placeholders a statement, `PostgreSQL` 65,535.
        const PLACEHOLDERS_MAX: usize = 30_000;
        for chunk in rows.chunks((PLACEHOLDERS_MAX / columns.len()).clamp(1, 500)) {
            let mut sql = format!("INSERT INTO {table} ({}) VALUES ", columns.join(", "));
            for row in 0..chunk.len() {
                let places: Vec<String> =
                    (1..=columns.len()).map(|place| format!("${}", row * columns.len() + place)).collect();
                sql.push_str(if row == 0 { "(" } else { ", (" });
                sql.push_str(&places.join(", "));
                sql.push(')');
            }
            let args: Vec<Arg> = chunk.iter().flatten().copied().collect();
            self.exec(&sql, &args)?;
        }
        Ok(())
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
}
