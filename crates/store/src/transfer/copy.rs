//! Table by table from one database into another, in one snapshot of the one and one transaction
//! of the other.

use std::{path::Path, time::Duration};

use base::Result;
use postgres::IsolationLevel;

use super::{
    Progress, ROWS_A_WORD, Watch,
    digest::{Digest, Sum, sum},
    tables::{Table, tables},
};
use crate::{
    Arg, Kind, Trouble,
    lite::{self, lines::Lines as LiteLines, lines::say as say_lite},
    migrate::{self, Dialect, Script},
    pg::{
        self,
        lines::{Lines as PgLines, say as say_pg},
        pool::Pool,
    },
};

/// No statement of a copy is stopped for taking long: a table is one statement.
const STATEMENT_MAX: Duration = Duration::from_hours(24);

/// Copies the whole database of `from` into `to`, which must hold no table yet; verifies counts
/// and contents before anything of it can be seen. `from` may be in use meanwhile.
pub fn copy(from: &str, to: &str, watch: Watch) -> Result<Vec<Sum>> {
    if from == to {
        return Err(Trouble::new(Kind::Unfit, "a database cannot be copied onto itself").into());
    }
    read(from, &mut |source| write(to, source, watch))
}

/// Runs `work` on one snapshot of the database.
pub(super) fn read<T>(url: &str, work: &mut dyn FnMut(&mut dyn Script) -> Result<T>) -> Result<T> {
    if let Some(path) = url.strip_prefix("sqlite:") {
        if !Path::new(path).is_file() {
            return Err(Trouble::new(Kind::Unfit, format!("there is no file {path}")).into());
        }
        let connection = lite::connect(Path::new(path), lite::Pace::Durable)?;
        connection.execute_batch("BEGIN").map_err(|error| say_lite(&error, "BEGIN"))?;
        return work(&mut LiteLines::new(&connection));
    }
    let pool = Pool::new(url, STATEMENT_MAX)?;
    let mut session = pool.take()?;
    pg::fit(&mut session)?;
    let (client, statements) = session.parts();
    // Deferrable: waits for a moment whose snapshot no other transaction can make odd.
    let transaction = client
        .build_transaction()
        .isolation_level(IsolationLevel::Serializable)
        .read_only(true)
        .deferrable(true)
        .start()
        .map_err(|error| say_pg(&error, "BEGIN"))?;
    work(&mut PgLines::new(transaction, statements))
}

/// Makes the tables of `source` in `url`, fills them, compares, and commits.
pub(super) fn write(url: &str, source: &mut dyn Script, watch: Watch) -> Result<Vec<Sum>> {
    if let Some(path) = url.strip_prefix("sqlite:") {
        let connection = lite::connect(Path::new(path), lite::Pace::Durable)?;
        // Rows of one table may point at each other in any order.
        let begin = "BEGIN IMMEDIATE; PRAGMA defer_foreign_keys = ON";
        connection.execute_batch(begin).map_err(|error| say_lite(&error, begin))?;
        let sums = fill(&mut LiteLines::new(&connection), source, watch)?;
        connection.execute_batch("COMMIT").map_err(|error| say_lite(&error, "COMMIT"))?;
        lite::mark(&connection)?;
        let fold = "PRAGMA wal_checkpoint(TRUNCATE)";
        connection.execute_batch(fold).map_err(|error| say_lite(&error, fold))?;
        return Ok(sums);
    }
    let pool = Pool::new(url, STATEMENT_MAX)?;
    let mut session = pool.take()?;
    pg::fit(&mut session)?;
    let (client, statements) = session.parts();
    let transaction = client.transaction().map_err(|error| say_pg(&error, "BEGIN"))?;
    let mut lines = PgLines::new(transaction, statements);
    let sums = fill(&mut lines, source, watch)?;
    lines.commit()?;
    Ok(sums)
}

fn fill(target: &mut dyn Script, source: &mut dyn Script, watch: Watch) -> Result<Vec<Sum>> {
    let there = target.tables()?;
    if !there.is_empty() {
        let text = format!("the target is not empty, it holds {} tables; name a new database", there.len());
        return Err(Trouble::new(Kind::Unfit, text).into());
    }
    let versions: Vec<i64> = migrate::fitting(source)?;
    migrate::only(target, &versions)?;
    let from = tables(source)?;
    let to = tables(target)?;
    if let Some(odd) = from.iter().find(|table| !to.iter().any(|it| it.name == table.name)) {
        let text = format!("the source has a table of nobody's, {}; drop it or bring it elsewhere", odd.name);
        return Err(Trouble::new(Kind::Unfit, text).into());
    }
    let mut sums = Vec::new();
    for (place, table) in to.iter().enumerate() {
        sums.push(pour(source, target, table, (place, to.len()), watch)?);
    }
    for (place, (table, poured)) in to.iter().zip(&sums).enumerate() {
        let found = sum(target, table, (place, to.len()), watch)?;
        if found != *poured {
            let text = format!(
                "table {} did not arrive as it was: {} rows of {}, {} against {}",
                table.name, found.rows, poured.rows, found.sha256, poured.sha256
            );
            return Err(Trouble::new(Kind::Unfit, text).into());
        }
    }
    Ok(sums)
}

/// Pours one table; answers what was taken out of the source.
fn pour(
    source: &mut dyn Script,
    target: &mut dyn Script,
    table: &Table,
    (tables_done, tables): (usize, usize),
    watch: Watch,
) -> Result<Sum> {
    // Rows that a migration put there come with the source, if they are still in it.
    target.exec(&format!("DELETE FROM \"{}\"", table.name), &[])?;
    let quoted: Vec<String> = table.columns.iter().map(|it| format!("\"{it}\"")).collect();
    let columns: Vec<&str> = quoted.iter().map(String::as_str).collect();
    let no_nul = target.dialect() == Dialect::Pg;
    let mut digest = Digest::default();
    target.insert(&format!("\"{}\"", table.name), &columns, &mut |sink| {
        source.query(&table.select(), &[], &mut |row| {
            let mut values = Vec::with_capacity(columns.len());
            for place in 0..row.width() {
                let value = row.value(place)?;
                if no_nul && matches!(value, Arg::Text(it) if it.contains('\0')) {
                    let text = format!(
                        "table {}, row {}, column {}: PostgreSQL takes no text with a NUL in it",
                        table.name,
                        digest.rows + 1,
                        table.columns[place]
                    );
                    return Err(Trouble::new(Kind::Unfit, text).into());
                }
                digest.value(&value);
                values.push(value);
            }
            sink(&values)?;
            digest.rows += 1;
            if digest.rows % ROWS_A_WORD == 0 {
                watch(&Progress {
                    doing: "copy",
                    table: &table.name,
                    done: digest.rows,
                    tables_done,
                    tables,
                });
            }
            Ok(())
        })
    })?;
    let sum = digest.end(&table.name);
    watch(&Progress {
        doing: "copy",
        table: &table.name,
        done: sum.rows,
        tables_done: tables_done + 1,
        tables,
    });
    Ok(sum)
}
