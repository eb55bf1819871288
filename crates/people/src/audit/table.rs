//! SQL of printed dossiers and of what was found out about suspicions.

use std::collections::HashMap;

use base::{Instant, Money, Month, Result};
use platform::Cx;
use store::{FromRow, Row};

/// A line of the roll as it is printed: who is paid in this run.
#[derive(Clone, Debug)]
pub(crate) struct PaperLine {
    pub(crate) person: String,
    pub(crate) name: String,
    pub(crate) area: String,
    pub(crate) born: Option<String>,
    pub(crate) tier: String,
    pub(crate) amount: Money,
    pub(crate) arrears: Money,
    pub(crate) prior: Money,
}

impl FromRow for PaperLine {
    fn from_row(row: &Row) -> Result<PaperLine> {
        Ok(PaperLine {
            person: row.get(0)?,
            name: row.get(1)?,
            area: row.get(2)?,
            born: row.get(3)?,
            tier: row.get::<Option<String>>(4)?.unwrap_or_default(),
            amount: row.get(5)?,
            arrears: row.get(6)?,
            prior: row.get(7)?,
        })
    }
}

pub(crate) struct Printed {
    pub(crate) number: String,
    pub(crate) checksum: String,
    pub(crate) printed_at: Instant,
    pub(crate) void_why: Option<String>,
}

/// The latest print of a run, void or not.
pub(crate) fn latest(cx: &mut Cx, run: &str) -> Result<Option<Printed>> {
    let county = cx.county();
    let found: Option<(String, String, Instant, Option<String>)> = cx.find(
        "SELECT number, checksum, printed_at, void_why FROM dossier WHERE county = $1 AND run = $2
         ORDER BY printed_at DESC, id DESC LIMIT 1",
        &[county.into(), run.into()],
    )?;
    Ok(found.map(|(number, checksum, printed_at, void_why)| Printed {
        number,
        checksum,
        printed_at,
        void_why,
    }))
}

pub(crate) fn number_taken(cx: &mut Cx, number: &str) -> Result<bool> {
    let county = cx.county();
    let (count,): (i64,) = cx.get(
        "dossier",
        "SELECT COUNT(*) FROM dossier WHERE county = $1 AND number = $2",
        &[county.into(), number.into()],
    )?;
    Ok(0 < count)
}

pub(crate) fn insert(cx: &mut Cx, run: &str, number: &str, checksum: &str) -> Result<()> {
    let id = cx.mint();
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO dossier (county, id, run, number, checksum, printed_by, printed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            (&actor.county).into(),
            (&id).into(),
            run.into(),
            number.into(),
            checksum.into(),
            (&actor.account).into(),
            now.into(),
        ],
    )
}

/// What was printed of a run no longer holds.
pub(crate) fn void(cx: &mut Cx, run: &str, why: &str) -> Result<()> {
    let (county, now) = (cx.county().to_owned(), cx.now);
    cx.exec(
        "UPDATE dossier SET void_at = $3, void_why = $4 WHERE county = $1 AND run = $2 AND void_at IS NULL",
        &[(&county).into(), run.into(), now.into(), why.into()],
    )?;
    Ok(())
}

/// What somebody found out about a suspicion.
pub(crate) struct Found {
    pub outcome: String,
    pub finding: String,
    /// The account, and when.
    pub by: String,
    pub at: Instant,
}

/// What was found out, by kind and person.
pub(crate) fn findings(cx: &mut Cx, month: Month) -> Result<HashMap<(String, String), Found>> {
    let county = cx.county();
    let all: Vec<(String, String, String, String, String, Instant)> = cx.all(
        "SELECT kind, subject, outcome, finding, found_by, found_at FROM suspicion_finding
         WHERE county = $1 AND month = $2",
        &[county.into(), (&month.to_string()).into()],
    )?;
    let found =
        |(kind, person, outcome, finding, by, at)| ((kind, person), Found { outcome, finding, by, at });
    Ok(all.into_iter().map(found).collect())
}

pub(crate) fn record(
    cx: &mut Cx,
    kind: &str,
    person: &str,
    month: Month,
    outcome: &str,
    finding: &str,
) -> Result<()> {
    let (actor, now) = (cx.actor, cx.now);
    cx.exec_one(
        "INSERT INTO suspicion_finding (county, kind, subject, month, outcome, finding, found_by, found_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (county, kind, subject, month) DO UPDATE SET outcome = excluded.outcome,
            finding = excluded.finding, found_by = excluded.found_by, found_at = excluded.found_at",
        &[
            (&actor.county).into(),
            kind.into(),
            person.into(),
            (&month.to_string()).into(),
            outcome.into(),
            finding.into(),
            (&actor.account).into(),
            now.into(),
        ],
    )
}
