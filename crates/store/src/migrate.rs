//! Numbered SQL files, each applied once, in order.
//!
//! Every file is one SQL text for both databases. Where they differ it says so in a word in
//! braces: `{int}`, `{real}`, `{strict}`; nothing else is replaced.

use base::{Result, error::OrBroken};

use crate::Conn;

const MIGRATIONS: &[(i64, &str)] = &[
    (1, include_str!("../../../migrations/0001_platform.sql")),
    (5, include_str!("../../../migrations/0005_packs.sql")),
    (10, include_str!("../../../migrations/0010_register.sql")),
];

#[derive(Clone, Copy)]
pub(crate) enum Dialect {
    Lite,
    Pg,
}

/// A connection that can also run a whole script.
pub(crate) trait Script: Conn {
    fn script(&mut self, sql: &str) -> Result<()>;
}

pub(crate) fn run(conn: &mut dyn Script, dialect: Dialect) -> Result<()> {
    conn.script("CREATE TABLE IF NOT EXISTS migration (version BIGINT PRIMARY KEY)")?;
    let mut applied = 0;
    conn.query("SELECT COALESCE(MAX(version), 0) FROM migration", &[], &mut |row| {
        applied = row.get(0)?;
        Ok(())
    })?;
    for (version, sql) in MIGRATIONS.iter().filter(|(version, _)| applied < *version) {
        let sql = spell(sql, dialect);
        conn.script(&format!("BEGIN; {sql}; INSERT INTO migration VALUES ({version}); COMMIT"))
            .map_err(|error| format!("migration {version}: {error}"))
            .or_broken()?;
    }
    Ok(())
}

fn spell(sql: &str, dialect: Dialect) -> String {
    let words = match dialect {
        Dialect::Lite => {
            [("{int}", "INTEGER"), ("{real}", "REAL"), ("{bytes}", "BLOB"), ("{strict}", "STRICT")]
        }
        Dialect::Pg => {
            [("{int}", "BIGINT"), ("{real}", "DOUBLE PRECISION"), ("{bytes}", "BYTEA"), ("{strict}", "")]
        }
    };
    words.iter().fold(sql.to_owned(), |sql, (word, spelled)| sql.replace(word, spelled))
}
