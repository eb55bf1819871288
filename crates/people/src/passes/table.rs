//! SQL of passes and visits.

use base::{Day, Instant, Result};
use platform::Cx;
use store::{FromRow, Row};

/// A pass as it stands.
#[derive(Clone, Debug)]
pub(super) struct Pass {
    pub(super) id: String,
    pub(super) person: String,
    /// `family`, `card`.
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) relation: String,
    pub(super) consent_by: String,
    pub(super) consent_way: String,
    pub(super) consent_on: Day,
    pub(super) given_at: Instant,
    pub(super) ends_on: Day,
    pub(super) withdrawn_at: Option<Instant>,
    pub(super) why: String,
    pub(super) wrong: i64,
    pub(super) locked_until: Option<Instant>,
    pub(super) used_at: Option<Instant>,
}

impl Pass {
    /// Whether it opens anything on a day.
    pub(super) fn holds(&self, today: Day) -> bool {
        self.withdrawn_at.is_none() && today <= self.ends_on
    }
}

impl FromRow for Pass {
    fn from_row(row: &Row) -> Result<Pass> {
        Ok(Pass {
            id: row.get(0)?,
            person: row.get(1)?,
            kind: row.get(2)?,
            name: row.get(3)?,
            relation: row.get(4)?,
            consent_by: row.get(5)?,
            consent_way: row.get(6)?,
            consent_on: row.get(7)?,
            given_at: row.get(8)?,
            ends_on: row.get(9)?,
            withdrawn_at: row.get(10)?,
            why: row.get(11)?,
            wrong: row.get(12)?,
            locked_until: row.get(13)?,
            used_at: row.get(14)?,
        })
    }
}

const COLUMNS: &str = "p.id, p.person, p.kind, p.name, p.relation, p.consent_by, p.consent_way,
    p.consent_on, p.given_at, p.ends_on, p.withdrawn_at, p.why, p.wrong, p.locked_until, p.used_at";

pub(super) fn insert(cx: &mut Cx, it: &Pass, digest: &str) -> Result<()> {
    let (county, account) = (cx.county().to_owned(), cx.actor.account.clone());
    cx.exec_one(
        "INSERT INTO pass (county, id, person, kind, digest, name, relation, consent_by, consent_way,
            consent_on, given_by, given_at, ends_on, why, wrong)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', 0)",
        &[
            (&county).into(),
            (&it.id).into(),
            (&it.person).into(),
            (&it.kind).into(),
            digest.into(),
            (&it.name).into(),
            (&it.relation).into(),
            (&it.consent_by).into(),
            (&it.consent_way).into(),
            it.consent_on.into(),
            (&account).into(),
            it.given_at.into(),
            it.ends_on.into(),
        ],
    )
}

pub(super) fn by_id(cx: &mut Cx, id: &str) -> Result<Option<Pass>> {
    let county = cx.county().to_owned();
    let sql = format!("SELECT {COLUMNS} FROM pass p WHERE p.county = $1 AND p.id = $2");
    cx.find(&sql, &[(&county).into(), id.into()])
}

pub(super) fn by_code(cx: &mut Cx, kind: &str, digest: &str) -> Result<Option<Pass>> {
    let county = cx.county().to_owned();
    let sql = format!("SELECT {COLUMNS} FROM pass p WHERE p.county = $1 AND p.digest = $2 AND p.kind = $3");
    cx.find(&sql, &[(&county).into(), digest.into(), kind.into()])
}

/// The newest first.
pub(super) fn of_person(cx: &mut Cx, person: &str) -> Result<Vec<Pass>> {
    let county = cx.county().to_owned();
    let sql =
        format!("SELECT {COLUMNS} FROM pass p WHERE p.county = $1 AND p.person = $2 ORDER BY p.id DESC");
    cx.all(&sql, &[(&county).into(), person.into()])
}

pub(super) fn withdraw(cx: &mut Cx, id: &str, why: &str) -> Result<()> {
    let (county, account, now) = (cx.county().to_owned(), cx.actor.account.clone(), cx.now);
    cx.exec_one(
        "UPDATE pass SET withdrawn_at = $3, withdrawn_by = $4, why = $5
         WHERE county = $1 AND id = $2 AND withdrawn_at IS NULL",
        &[(&county).into(), id.into(), now.into(), (&account).into(), why.into()],
    )?;
    leave_all(cx, id)
}

/// Counts a wrong birth date, or locks.
pub(super) fn tried(cx: &mut Cx, id: &str, wrong: i64, locked_until: Option<Instant>) -> Result<()> {
    let county = cx.county().to_owned();
    cx.exec_one(
        "UPDATE pass SET wrong = $3, locked_until = $4 WHERE county = $1 AND id = $2",
        &[(&county).into(), id.into(), wrong.into(), locked_until.into()],
    )
}

/// Opens a visit; what is over of this pass goes.
pub(super) fn enter(cx: &mut Cx, pass: &str, digest: &str, ends_at: Instant) -> Result<()> {
    let (county, now) = (cx.county().to_owned(), cx.now);
    cx.exec(
        "DELETE FROM pass_visit WHERE county = $1 AND pass = $2 AND ends_at <= $3",
        &[(&county).into(), pass.into(), now.into()],
    )?;
    cx.exec_one(
        "INSERT INTO pass_visit (county, digest, pass, ends_at) VALUES ($1, $2, $3, $4)",
        &[(&county).into(), digest.into(), pass.into(), ends_at.into()],
    )?;
    cx.exec_one(
        "UPDATE pass SET used_at = $3, wrong = 0, locked_until = NULL WHERE county = $1 AND id = $2",
        &[(&county).into(), pass.into(), now.into()],
    )
}

/// The pass of a visit that is not over.
pub(super) fn of_visit(cx: &mut Cx, digest: &str) -> Result<Option<Pass>> {
    let (county, now) = (cx.county().to_owned(), cx.now);
    let sql = format!(
        "SELECT {COLUMNS} FROM pass_visit v JOIN pass p ON p.county = $1 AND p.id = v.pass
         WHERE v.county = $1 AND v.digest = $2 AND $3 < v.ends_at"
    );
    cx.find(&sql, &[(&county).into(), digest.into(), now.into()])
}

pub(super) fn leave(cx: &mut Cx, digest: &str) -> Result<()> {
    let county = cx.county().to_owned();
    cx.exec("DELETE FROM pass_visit WHERE county = $1 AND digest = $2", &[(&county).into(), digest.into()])?;
    Ok(())
}

fn leave_all(cx: &mut Cx, pass: &str) -> Result<()> {
    let county = cx.county().to_owned();
    cx.exec("DELETE FROM pass_visit WHERE county = $1 AND pass = $2", &[(&county).into(), pass.into()])?;
    Ok(())
}
