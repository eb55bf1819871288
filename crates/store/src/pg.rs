//! `PostgreSQL`: a pool of connections, serializable transactions, retries when the server asks.

use std::{
    collections::HashMap,
    sync::{Condvar, Mutex},
};

use base::{Error, Result, error::OrBroken};
use postgres::{
    Client, IsolationLevel, NoTls, Statement, Transaction,
    error::SqlState,
    types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked},
};

use crate::{Arg, Conn, Row, Tx, migrate};

const CONNECTIONS_MAX: usize = 16;
const TRIES_MAX: usize = 8;

pub(crate) struct Pg {
    url: String,
    pool: Mutex<Pool>,
    freed: Condvar,
}

#[derive(Default)]
struct Pool {
    idle: Vec<Session>,
    open: usize,
}

/// A connection and the statements it has prepared.
struct Session {
    client: Client,
    statements: HashMap<String, Statement>,
}

impl Pg {
    pub(crate) fn open(url: &str) -> Result<Pg> {
        let pg = Pg { url: url.to_owned(), pool: Mutex::default(), freed: Condvar::new() };
        pg.write(|_| Ok(()))?;
        let mut session = pg.take()?;
        migrate::run(&mut Whole(&mut session.client), migrate::Dialect::Pg)?;
        pg.give(Some(session));
        Ok(pg)
    }

    pub(crate) fn read<T>(&self, work: impl FnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        let mut session = self.take()?;
        let answer = session.run(true, work);
        self.give((!session.client.is_closed()).then_some(session));
        answer
    }

    pub(crate) fn write<T>(&self, work: impl Fn(&mut Tx) -> Result<T>) -> Result<T> {
        for _ in 1..TRIES_MAX {
            match self.write_once(&work) {
                Err(Error::Broken(source)) if must_retry(source.as_ref()) => (),
                answer => return answer,
            }
        }
        self.write_once(&work)
    }

    fn write_once<T>(&self, work: impl FnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        let mut session = self.take()?;
        let answer = session.run(false, work);
        self.give((!session.client.is_closed()).then_some(session));
        answer
    }

    fn take(&self) -> Result<Session> {
        let mut pool = self.pool.lock().expect("nothing panics while it holds the pool");
        loop {
            if let Some(session) = pool.idle.pop() {
                return Ok(session);
            }
            if pool.open < CONNECTIONS_MAX {
                pool.open += 1;
                drop(pool);
                return match Client::connect(&self.url, NoTls).or_broken() {
                    Ok(client) => Ok(Session { client, statements: HashMap::new() }),
                    Err(error) => {
                        self.give(None);
                        Err(error)
                    }
                };
            }
            pool = self.freed.wait(pool).expect("nothing panics while it holds the pool");
        }
    }

    fn give(&self, session: Option<Session>) {
        let mut pool = self.pool.lock().expect("nothing panics while it holds the pool");
        match session {
            Some(session) => pool.idle.push(session),
            None => pool.open -= 1,
        }
        self.freed.notify_one();
    }
}

impl Session {
    fn run<T>(&mut self, read_only: bool, work: impl FnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        let transaction = self
            .client
            .build_transaction()
            .isolation_level(IsolationLevel::Serializable)
            .read_only(read_only)
            .start()
            .or_broken()?;
        let mut lines = Lines { transaction, statements: &mut self.statements };
        let answer = work(&mut Tx::new(&mut lines))?;
        lines.transaction.commit().or_broken()?;
        Ok(answer)
    }
}

fn must_retry(source: &(dyn std::error::Error + 'static)) -> bool {
    let code = source.downcast_ref::<postgres::Error>().and_then(postgres::Error::code);
    code == Some(&SqlState::T_R_SERIALIZATION_FAILURE) || code == Some(&SqlState::T_R_DEADLOCK_DETECTED)
}

/// A transaction as the waist sees it.
struct Lines<'c> {
    transaction: Transaction<'c>,
    statements: &'c mut HashMap<String, Statement>,
}

impl Lines<'_> {
    fn prepared(&mut self, sql: &str) -> Result<Statement> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.transaction.prepare(sql).or_broken()?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

fn borrowed<'a>(args: &'a [Arg<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    args.iter().map(|arg| arg as _).collect()
}

impl Conn for Lines<'_> {
    fn exec(&mut self, sql: &str, args: &[Arg]) -> Result<u64> {
        let statement = self.prepared(sql)?;
        self.transaction.execute(&statement, &borrowed(args)).or_broken()
    }

    fn query(&mut self, sql: &str, args: &[Arg], each: &mut dyn FnMut(&Row) -> Result<()>) -> Result<()> {
        let statement = self.prepared(sql)?;
        for row in self.transaction.query(&statement, &borrowed(args)).or_broken()? {
            each(&Row::Pg(&row))?;
        }
        Ok(())
    }
}

/// A connection outside a transaction, for migrations.
struct Whole<'c>(&'c mut Client);

impl Conn for Whole<'_> {
    fn exec(&mut self, sql: &str, args: &[Arg]) -> Result<u64> {
        self.0.execute(sql, &borrowed(args)).or_broken()
    }

    fn query(&mut self, sql: &str, args: &[Arg], each: &mut dyn FnMut(&Row) -> Result<()>) -> Result<()> {
        for row in self.0.query(sql, &borrowed(args)).or_broken()? {
            each(&Row::Pg(&row))?;
        }
        Ok(())
    }
}

impl migrate::Script for Whole<'_> {
    fn script(&mut self, sql: &str) -> Result<()> {
        self.0.batch_execute(sql).or_broken()
    }
}

impl ToSql for Arg<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match *self {
            Arg::Null => Ok(IsNull::Yes),
            Arg::Int(it) => it.to_sql(kind, out),
            Arg::Real(it) => it.to_sql(kind, out),
            Arg::Text(it) => it.to_sql(kind, out),
            Arg::Bytes(it) => it.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
