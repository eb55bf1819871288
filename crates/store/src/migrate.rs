//! Numbered SQL files, each applied once, in order, forward only.
//!
//! Every file is one SQL text for both databases. Where they differ it says so in a word in
//! braces: `{int}`, `{real}`, `{bytes}`, `{strict}`, and `{by_key}` for a narrow table that lies in
//! the order of its key; nothing else is replaced. All that is missing is applied in one transaction
//! under one lock: two programs that start at once do not meet, and a file that fails leaves the
//! database as it was. The checksum of each applied file is kept; a
//! file altered later, and a database newer than this program, are refused.

use std::collections::BTreeMap;

use base::Result;
use sha2::{Digest, Sha256};

use crate::{Arg, Conn, Kind, Trouble};

pub(crate) type Migration = (i64, &'static str);

/// One line a file.
#[rustfmt::skip]
const MIGRATIONS: &[Migration] = &[
    (1, include_str!("../../../migrations/0001_platform.sql")),
    (2, include_str!("../../../migrations/0002_access.sql")),
    (3, include_str!("../../../migrations/0003_tasks.sql")),
    (4, include_str!("../../../migrations/0004_files.sql")),
    (5, include_str!("../../../migrations/0005_packs.sql")),
    (6, include_str!("../../../migrations/0006_notices.sql")),
    (7, include_str!("../../../migrations/0007_ledger.sql")),
    (9, include_str!("../../../migrations/0009_journal.sql")),
    (10, include_str!("../../../migrations/0010_register.sql")),
    (11, include_str!("../../../migrations/0011_intake.sql")),
    (21, include_str!("../../../migrations/0021_runs.sql")),
    (22, include_str!("../../../migrations/0022_payees.sql")),
    (23, include_str!("../../../migrations/0023_bank.sql")),
    (24, include_str!("../../../migrations/0024_recovery.sql")),
    (25, include_str!("../../../migrations/0025_entry.sql")),
    (26, include_str!("../../../migrations/0026_audit.sql")),
    (27, include_str!("../../../migrations/0027_run_list.sql")),
    (28, include_str!("../../../migrations/0028_intake_alike.sql")),
    (30, include_str!("../../../migrations/0030_casebooks.sql")),
    (31, include_str!("../../../migrations/0031_facilities.sql")),
    (32, include_str!("../../../migrations/0032_case_desk.sql")),
    (33, include_str!("../../../migrations/0033_case_due.sql")),
    (35, include_str!("../../../migrations/0035_editions.sql")),
    (36, include_str!("../../../migrations/0036_book_drafts.sql")),
    (37, include_str!("../../../migrations/0037_publication.sql")),
    (38, include_str!("../../../migrations/0038_retention.sql")),
    (39, include_str!("../../../migrations/0039_correction.sql")),
    (40, include_str!("../../../migrations/0040_sheet_spots.sql")),
    (41, include_str!("../../../migrations/0041_case_lists.sql")),
    (42, include_str!("../../../migrations/0042_findings.sql")),
    (43, include_str!("../../../migrations/0043_applications.sql")),
    (44, include_str!("../../../migrations/0044_benefit_drafts.sql")),
    (46, include_str!("../../../migrations/0046_fund_budget.sql")),
    (47, include_str!("../../../migrations/0047_settlement.sql")),
    (48, include_str!("../../../migrations/0048_beds.sql")),
    (49, include_str!("../../../migrations/0049_quotas.sql")),
    (50, include_str!("../../../migrations/0050_passes.sql")),
    (51, include_str!("../../../migrations/0051_provider_claim.sql")),
    (52, include_str!("../../../migrations/0052_proof_check.sql")),
    (53, include_str!("../../../migrations/0053_settlement_payment.sql")),
    (54, include_str!("../../../migrations/0054_screenings.sql")),
    (55, include_str!("../../../migrations/0055_assessment.sql")),
    (56, include_str!("../../../migrations/0056_visits.sql")),
    (57, include_str!("../../../migrations/0057_field.sql")),
    (58, include_str!("../../../migrations/0058_tasks.sql")),
];

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (
    version  {int} PRIMARY KEY,
    checksum TEXT NOT NULL,
    program  TEXT NOT NULL
) {strict}";

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Lite,
    Pg,
}

/// A connection that can also run a whole script.
pub(crate) trait Script: Conn {
    fn script(&mut self, sql: &str) -> Result<()>;
    fn dialect(&self) -> Dialect;
    /// Opens a transaction that no other migration can run beside.
    fn lock(&mut self) -> Result<()>;
    /// The tables there are.
    fn tables(&mut self) -> Result<Vec<String>>;
}

/// The version a database has after this program opened it.
pub fn newest() -> i64 {
    MIGRATIONS.iter().map(|(version, _)| *version).max().unwrap_or(0)
}

/// Brings the tables up to date, or refuses a database that is not one of ours.
pub(crate) fn run(conn: &mut dyn Script) -> Result<()> {
    conn.lock()?;
    let done = within(conn, MIGRATIONS);
    conn.script(if done.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    done
}

/// Looks without touching: answers whether the tables are up to date.
pub(crate) fn check(conn: &mut dyn Script) -> Result<bool> {
    if !conn.tables()?.iter().any(|table| table == "migration") {
        return Ok(false);
    }
    Ok(missing(&applied(conn)?, MIGRATIONS)?.is_empty())
}

/// Applies what is missing of `versions`, in the transaction that is open.
pub(crate) fn only(conn: &mut dyn Script, versions: &[i64]) -> Result<()> {
    let some: Vec<Migration> =
        MIGRATIONS.iter().filter(|(version, _)| versions.contains(version)).copied().collect();
    within(conn, &some)
}

/// The versions a database has, all of which this program must know unaltered.
pub(crate) fn fitting(conn: &mut dyn Script) -> Result<Vec<i64>> {
    if !conn.tables()?.iter().any(|table| table == "migration") {
        return Err(Trouble::new(Kind::Unfit, "the source is not a database of songhe").into());
    }
    let applied = applied(conn)?;
    missing(&applied, MIGRATIONS)?;
    Ok(applied.into_keys().collect())
}

fn within(conn: &mut dyn Script, migrations: &[Migration]) -> Result<()> {
    let tables = conn.tables()?;
    if !tables.is_empty() && !tables.iter().any(|table| table == "migration") {
        let text = format!("it holds tables of another program ({}); name an empty one", tables.join(", "));
        return Err(Trouble::new(Kind::Unfit, text).into());
    }
    conn.script(&spell(TABLE, conn.dialect()))?;
    let applied = applied(conn)?;
    for (version, sql) in missing(&applied, migrations)? {
        conn.script(&spell(sql, conn.dialect()))
            .map_err(|error| Trouble::new(Kind::Unfit, format!("migration {version} failed: {error}")))?;
        conn.exec(
            "INSERT INTO migration (version, checksum, program) VALUES ($1, $2, $3)",
            &[version.into(), Arg::Text(&checksum(sql)), Arg::Text(env!("CARGO_PKG_VERSION"))],
        )?;
    }
    Ok(())
}

/// Version → checksum and program, as the database has it.
pub(crate) type Applied = BTreeMap<i64, (String, String)>;

pub(crate) fn applied(conn: &mut dyn Conn) -> Result<Applied> {
    let mut applied = BTreeMap::new();
    conn.query("SELECT version, checksum, program FROM migration", &[], &mut |row| {
        applied.insert(row.get(0)?, (row.get(1)?, row.get(2)?));
        Ok(())
    })?;
    Ok(applied)
}

/// What is still to apply; an error when what was applied is not what this program has.
pub(crate) fn missing(applied: &Applied, migrations: &[Migration]) -> Result<Vec<Migration>> {
    let unfit = |text: String| Err(Trouble::new(Kind::Unfit, text).into());
    let newest = migrations.last().map_or(0, |(version, _)| *version);
    for (version, (sum, program)) in applied {
        let ours = migrations.iter().find(|(number, _)| number == version);
        match ours {
            None if newest < *version => {
                return unfit(format!(
                    "songhe {program} brought it to migration {version}, this is songhe {} and knows {newest}; \
                     run the newer program, or restore the backup made before the upgrade",
                    env!("CARGO_PKG_VERSION"),
                ));
            }
            None => {
                return unfit(format!(
                    "it has migration {version} of songhe {program}, which this program lacks"
                ));
            }
            Some((_, sql)) if checksum(sql) != *sum => {
                return unfit(format!(
                    "migration {version} was altered after songhe {program} applied it; \
                     run the program that matches, or copy the data into a new database",
                ));
            }
            Some(_) => (),
        }
    }
    Ok(migrations.iter().filter(|(version, _)| !applied.contains_key(version)).copied().collect())
}

/// Names the whole set of migrations.
pub(crate) fn fingerprint() -> String {
    let sums: Vec<String> =
        MIGRATIONS.iter().map(|(version, sql)| format!("{version} {}", checksum(sql))).collect();
    checksum(&sums.join("\n"))
}

fn checksum(sql: &str) -> String {
    hex(&Sha256::digest(sql.as_bytes()))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| char::from(DIGITS[usize::from(half & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

fn spell(sql: &str, dialect: Dialect) -> String {
    let words = match dialect {
        Dialect::Lite => [
            ("{int}", "INTEGER"),
            ("{real}", "REAL"),
            ("{bytes}", "BLOB"),
            ("{strict}", "STRICT"),
            ("{by_key}", "STRICT, WITHOUT ROWID"),
        ],
        Dialect::Pg => [
            ("{int}", "BIGINT"),
            ("{real}", "DOUBLE PRECISION"),
            ("{bytes}", "BYTEA"),
            ("{strict}", ""),
            ("{by_key}", ""),
        ],
    };
    words.iter().fold(sql.to_owned(), |sql, (word, spelled)| sql.replace(word, spelled))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &[Migration] = &[(1, "CREATE TABLE a (x {int})"), (2, "CREATE TABLE b (x {int})")];

    fn has(rows: &[(i64, &str)]) -> Applied {
        let row = |(version, sql): &(i64, &str)| (*version, (checksum(sql), "0.0.9".to_owned()));
        rows.iter().map(row).collect()
    }

    #[track_caller]
    fn check(rows: &[(i64, &str)], want: Result<&[i64], &str>) {
        let got = missing(&has(rows), TWO).map(|left| left.iter().map(|it| it.0).collect::<Vec<_>>());
        match (got, want) {
            (Ok(got), Ok(want)) => assert_eq!(got, want),
            (Err(got), Err(want)) => assert!(got.to_string().contains(want), "{got}"),
            (got, want) => panic!("{got:?} is not {want:?}"),
        }
    }

    #[test]
    fn what_is_missing_is_applied_and_what_does_not_fit_is_refused() {
        check(&[], Ok(&[1, 2]));
        check(&[TWO[0]], Ok(&[2]));
        check(&[TWO[1]], Ok(&[1]));
        check(TWO, Ok(&[]));
        check(&[TWO[0], (2, "CREATE TABLE b (y {int})")], Err("migration 2 was altered"));
        check(&[TWO[0], (3, "")], Err("run the newer program, or restore the backup"));
        check(&[(0, "")], Err("which this program lacks"));
    }

    #[test]
    fn files_are_listed_in_order_and_once() {
        let versions: Vec<i64> = MIGRATIONS.iter().map(|(version, _)| *version).collect();
        assert!(versions.is_sorted_by(|one, two| one < two), "{versions:?}");
    }
}
