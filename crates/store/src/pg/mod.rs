//! `PostgreSQL`: a pool of connections, serializable transactions, retries when the server asks.
//!
//! | file       | what                                                        |
//! |------------|-------------------------------------------------------------|
//! | `place.rs` | the URL, and TLS by rustls as it asks                        |
//! | `pool.rs`  | connections: at most sixteen, checked, replaced when they die |
//! | `lines.rs` | a transaction as the waist sees it; the server's errors      |
//!
//! Writes are `SERIALIZABLE` and run again, after a pause that chance spreads, when the server
//! finds that two of them met (40001, 40P01), once when a double key may be such a meeting, and
//! when the connection fell before anything was committed. Reads are `REPEATABLE READ`: one
//! committed snapshot, never asked to run again.

pub(crate) mod lines;
pub(crate) mod place;
pub(crate) mod pool;

use std::{sync::Mutex, thread, time::Duration};

use base::{Chance, Result};
use postgres::IsolationLevel;

use self::{
    lines::{Lines, Whole, say},
    pool::{Pool, Session},
};
use crate::{Kind, Options, Trouble, Tx, migrate, trouble::caught};

/// Most times that one unit is tried.
const TRIES_MAX: u32 = 24;
/// The first pause is below this, each further one below twice as much …
const PAUSE_MICROS: u64 = 1_000;
/// … up to this.
const PAUSE_MICROS_MAX: u64 = 200_000;

pub(crate) struct Pg {
    pool: Pool,
    chance: Mutex<Chance>,
}

impl Pg {
    pub(crate) fn open(url: &str, options: &Options) -> Result<Pg> {
        let pool = Pool::new(url, options.unit_max)?;
        let mut session = pool.take()?;
        fit(&mut session)?;
        let client = session.client();
        if options.migrate {
            // Most starts find nothing to do and need no lock.
            let up_to_date = migrate::check(&mut Whole(client)).unwrap_or(false);
            if !up_to_date {
                migrate::run(&mut Whole(client))?;
            }
        } else if !migrate::check(&mut Whole(client))? {
            return Err(Trouble::new(Kind::Unfit, "it is not up to date with this program").into());
        }
        drop(session);
        Ok(Pg { pool, chance: Mutex::new(Chance::new(options.seed)) })
    }

    pub(crate) fn read<T>(&self, work: impl FnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        let mut work = Some(work);
        loop {
            let mut session = self.pool.take()?;
            let pooled = session.pooled();
            let (client, statements) = session.parts();
            let begun = client
                .build_transaction()
                .isolation_level(IsolationLevel::RepeatableRead)
                .read_only(true)
                .start();
            let transaction = match begun {
                Ok(transaction) => transaction,
                // It died while it lay in the pool: take another, which may be new.
                Err(_) if pooled => continue,
                Err(error) => return Err(say(&error, "BEGIN").into()),
            };
            let mut lines = Lines::new(transaction, statements);
            let work = work.take().expect("a read runs once");
            return caught(|| work(&mut Tx::new(&mut lines)));
        }
    }

    pub(crate) fn write<T>(&self, work: impl Fn(&mut Tx) -> Result<T>) -> Result<T> {
        let mut tries = 0;
        loop {
            tries += 1;
            let (answer, again) = self.write_once(&work);
            match again {
                Again::No => return answer,
                Again::Once if 1 < tries => return answer,
                Again::Yes if TRIES_MAX <= tries => return answer,
                Again::Once | Again::Yes => self.pause(tries),
            }
        }
    }

    fn write_once<T>(&self, work: impl Fn(&mut Tx) -> Result<T>) -> (Result<T>, Again) {
        let mut session = match self.pool.take() {
            Ok(session) => session,
            Err(error) => return (Err(error), Again::No),
        };
        let pooled = session.pooled();
        let (client, statements) = session.parts();
        let begun = client.build_transaction().isolation_level(IsolationLevel::Serializable).start();
        let transaction = match begun {
            Ok(transaction) => transaction,
            Err(error) => {
                let again = if pooled { Again::Yes } else { Again::No };
                return (Err(say(&error, "BEGIN").into()), again);
            }
        };
        let mut lines = Lines::new(transaction, statements);
        let answer = caught(|| work(&mut Tx::new(&mut lines)));
        let (transaction, failed) = lines.end();
        if let Some(trouble) = failed {
            // Nothing was committed, so running again is safe whatever fell.
            let again = match trouble.kind {
                Kind::Again | Kind::Unreachable => Again::Yes,
                Kind::Exists => Again::Once,
                _ => Again::No,
            };
            return (answer.and_then(|_| Err(trouble.into())), again);
        }
        match answer {
            Ok(answer) => match transaction.commit() {
                Ok(()) => (Ok(answer), Again::No),
                Err(error) => {
                    let trouble = say(&error, "COMMIT");
                    // A connection that fell here may have committed: the caller decides, by
                    // repeating its command under the same id.
                    let again = if trouble.kind == Kind::Again { Again::Yes } else { Again::No };
                    (Err(trouble.into()), again)
                }
            },
            refused => (refused, Again::No),
        }
    }

    pub(crate) fn prepare_only(&self, sql: &str) -> Result<()> {
        let mut session = self.pool.take()?;
        session.client().prepare(sql).map(drop).map_err(|error| say(&error, sql).into())
    }

    fn pause(&self, tries: u32) {
        let below = (PAUSE_MICROS << tries.min(16)).min(PAUSE_MICROS_MAX);
        let micros = self.chance.lock().expect("nothing panics while it draws").below(below);
        thread::sleep(Duration::from_micros(micros));
    }
}

enum Again {
    No,
    Once,
    Yes,
}

/// Texts must sort by their bytes, as `SQLite` sorts them, and be UTF-8.
pub(crate) fn fit(session: &mut Session) -> Result<()> {
    let sql = "SELECT datcollate, pg_encoding_to_char(encoding) FROM pg_database
               WHERE datname = current_database()";
    let row = session.client().query_one(sql, &[]).map_err(|error| say(&error, sql))?;
    let (collation, encoding): (String, String) = (row.get(0), row.get(1));
    let bytewise = ["C", "POSIX", "C.UTF-8", "C.utf8"].contains(&collation.as_str());
    if bytewise && encoding == "UTF8" {
        return Ok(());
    }
    let text = format!(
        "its texts sort by {collation} and are {encoding}; make one with CREATE DATABASE … TEMPLATE template0 \
         ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
    );
    Err(Trouble::new(Kind::Unfit, text).into())
}
