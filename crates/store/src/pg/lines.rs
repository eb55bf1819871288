//! A transaction as the waist sees it, and the server's errors in the house's words.

use base::{Error, Result};
use postgres::{
    Client, Statement, Transaction,
    binary_copy::BinaryCopyInWriter,
    error::SqlState,
    fallible_iterator::FallibleIterator,
    types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked},
};

use super::pool::Statements;
use crate::{Arg, Conn, Kind, Row, Trouble, migrate, tx::Sink};

/// Any number that both programs agree on: the lock of those that migrate.
const MIGRATION_LOCK: i64 = 0x536f_6e67_6865;

pub(crate) struct Lines<'c> {
    transaction: Transaction<'c>,
    statements: &'c mut Statements,
    failed: Option<Trouble>,
}

impl<'c> Lines<'c> {
    pub(crate) fn new(transaction: Transaction<'c>, statements: &'c mut Statements) -> Lines<'c> {
        Lines { transaction, statements, failed: None }
    }

    /// The transaction, and the first statement that failed in it.
    pub(super) fn end(self) -> (Transaction<'c>, Option<Trouble>) {
        (self.transaction, self.failed)
    }

    pub(crate) fn commit(self) -> Result<()> {
        self.transaction.commit().map_err(|error| say(&error, "COMMIT").into())
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.transaction.prepare(sql).map_err(|error| note(&mut self.failed, &error, sql))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

fn note(failed: &mut Option<Trouble>, error: &postgres::Error, sql: &str) -> Error {
    let trouble = say(error, sql);
    failed.get_or_insert_with(|| trouble.again());
    trouble.into_error(error.as_db_error().and_then(|it| it.table()))
}

fn borrowed<'a>(args: &'a [Arg<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    args.iter().map(|arg| arg as _).collect()
}

impl Conn for Lines<'_> {
    fn exec(&mut self, sql: &str, args: &[Arg]) -> Result<u64> {
        let statement = self.prepared(sql)?;
        let done = self.transaction.execute(&statement, &borrowed(args));
        done.map_err(|error| note(&mut self.failed, &error, sql))
    }

    fn query(&mut self, sql: &str, args: &[Arg], each: &mut dyn FnMut(&Row) -> Result<()>) -> Result<()> {
        let statement = self.prepared(sql)?;
        let failed = &mut self.failed;
        let mut rows = self
            .transaction
            .query_raw(&statement, borrowed(args))
            .map_err(|error| note(failed, &error, sql))?;
        while let Some(row) = rows.next().map_err(|error| note(failed, &error, sql))? {
            each(&Row::Pg(&row))?;
        }
        Ok(())
    }

    fn insert(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: &mut dyn FnMut(Sink) -> Result<()>,
    ) -> Result<u64> {
        let columns = columns.join(", ");
        // What the columns hold, from a statement that is prepared and never run.
        let kinds = self.prepared(&format!("SELECT {columns} FROM {table}"))?;
        let kinds: Vec<Type> = kinds.columns().iter().map(|column| column.type_().clone()).collect();
        let sql = format!("COPY {table} ({columns}) FROM STDIN BINARY");
        let failed = &mut self.failed;
        let writer = self.transaction.copy_in(&sql).map_err(|error| note(failed, &error, &sql))?;
        let mut writer = BinaryCopyInWriter::new(writer, &kinds);
        rows(&mut |row| {
            let wrong = row.len() != kinds.len();
            if wrong {
                return Err(Trouble::new(Kind::Statement, "a row of another width").within(&sql).into());
            }
            writer.write(&borrowed(row)).map_err(|error| note(failed, &error, &sql))
        })?;
        writer.finish().map_err(|error| note(failed, &error, &sql))
    }

    fn skip_locked(&self) -> &'static str {
        " FOR UPDATE SKIP LOCKED"
    }
}

/// A connection outside a transaction, for migrations.
pub(crate) struct Whole<'c>(pub(crate) &'c mut Client);

impl Conn for Whole<'_> {
    fn exec(&mut self, sql: &str, args: &[Arg]) -> Result<u64> {
        self.0.execute(sql, &borrowed(args)).map_err(|error| say(&error, sql).into())
    }

    fn query(&mut self, sql: &str, args: &[Arg], each: &mut dyn FnMut(&Row) -> Result<()>) -> Result<()> {
        for row in self.0.query(sql, &borrowed(args)).map_err(|error| say(&error, sql))? {
            each(&Row::Pg(&row))?;
        }
        Ok(())
    }

    fn insert(&mut self, _: &str, _: &[&str], _: &mut dyn FnMut(Sink) -> Result<()>) -> Result<u64> {
        Err(Error::broken("rows go in by a transaction"))
    }

    fn skip_locked(&self) -> &'static str {
        ""
    }
}

impl migrate::Script for Whole<'_> {
    fn script(&mut self, sql: &str) -> Result<()> {
        self.0.batch_execute(sql).map_err(|error| say(&error, sql).into())
    }

    fn dialect(&self) -> migrate::Dialect {
        migrate::Dialect::Pg
    }

    fn lock(&mut self) -> Result<()> {
        self.script(&format!("BEGIN; SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
    }

    fn tables(&mut self) -> Result<Vec<String>> {
        tables(self)
    }
}

impl migrate::Script for Lines<'_> {
    fn script(&mut self, sql: &str) -> Result<()> {
        let failed = &mut self.failed;
        self.transaction.batch_execute(sql).map_err(|error| note(failed, &error, sql))
    }

    fn dialect(&self) -> migrate::Dialect {
        migrate::Dialect::Pg
    }

    fn lock(&mut self) -> Result<()> {
        self.script(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
    }

    fn tables(&mut self) -> Result<Vec<String>> {
        tables(self)
    }
}

fn tables(conn: &mut dyn Conn) -> Result<Vec<String>> {
    let sql = "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1";
    let mut tables = Vec::new();
    conn.query(sql, &[], &mut |row| {
        tables.push(row.get(0)?);
        Ok(())
    })?;
    Ok(tables)
}

impl ToSql for Arg<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        let wrong = |what: &str| Err(format!("{what} where the statement wants {kind}: CAST it").into());
        match *self {
            Arg::Null => Ok(IsNull::Yes),
            Arg::Int(it) => match *kind {
                Type::INT8 => it.to_sql(kind, out),
                Type::INT4 => i32::try_from(it)?.to_sql(kind, out),
                Type::INT2 => i16::try_from(it)?.to_sql(kind, out),
                _ => wrong("a whole number"),
            },
            Arg::Real(it) => match *kind {
                Type::FLOAT8 => it.to_sql(kind, out),
                _ => wrong("a real number"),
            },
            Arg::Text(it) if <&str as ToSql>::accepts(kind) => it.to_sql(kind, out),
            Arg::Text(_) => wrong("a text"),
            Arg::Bytes(it) if *kind == Type::BYTEA => it.to_sql(kind, out),
            Arg::Bytes(_) => wrong("bytes"),
            Arg::Day(it) => it.to_string().to_sql(kind, out),
            Arg::Month(it) => it.to_string().to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// The server's error in our words, without its details: they quote what is in the rows.
pub(crate) fn say(error: &postgres::Error, sql: &str) -> Trouble {
    if let Some(told) = error.as_db_error() {
        let kind = match told.code() {
            code if *code == SqlState::T_R_SERIALIZATION_FAILURE => Kind::Again,
            code if *code == SqlState::T_R_DEADLOCK_DETECTED => Kind::Again,
            code if *code == SqlState::UNIQUE_VIOLATION => Kind::Exists,
            code if *code == SqlState::DISK_FULL => Kind::DiskFull,
            code if *code == SqlState::QUERY_CANCELED => Kind::Deadline,
            code if *code == SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => Kind::Deadline,
            code if *code == SqlState::LOCK_NOT_AVAILABLE => Kind::Busy,
            code if *code == SqlState::TOO_MANY_CONNECTIONS => Kind::Busy,
            // 57P01..57P03: the server is going down, has fallen, or is not up yet.
            code if code.code().starts_with("57P") => Kind::Unreachable,
            _ => Kind::Statement,
        };
        return Trouble::new(kind, format!("{} ({})", told.message(), told.code().code())).within(sql);
    }
    let cause = std::error::Error::source(error).map(|cause| format!(": {cause}")).unwrap_or_default();
    let lost = error.is_closed() || cause.contains("os error") || cause.contains("connection");
    let kind = if lost { Kind::Unreachable } else { Kind::Statement };
    Trouble::new(kind, format!("{error}{cause}")).within(sql)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_of_another_type_is_named() {
        let said = Arg::Int(1).to_sql(&Type::NUMERIC, &mut BytesMut::new()).err().map(|it| it.to_string());
        assert_eq!(said.unwrap_or_default(), "a whole number where the statement wants numeric: CAST it");
        assert!(Arg::Int(1 << 40).to_sql(&Type::INT4, &mut BytesMut::new()).is_err());
    }
}
