//! SQL of screenings.

use base::{Day, Instant, Result};
use platform::Cx;
use store::{FromRow, Row};

/// A screening as it is kept.
#[derive(Clone, Debug)]
pub(super) struct Screening {
    pub(super) id: String,
    pub(super) person: String,
    pub(super) instrument: String,
    pub(super) edition: String,
    pub(super) day: Day,
    pub(super) informant: String,
    /// JSON.
    pub(super) answers: String,
    pub(super) context: String,
    pub(super) outcome: String,
    pub(super) total: Option<i64>,
    pub(super) level: Option<i64>,
    pub(super) replaces: Option<String>,
    pub(super) replaced_by: Option<String>,
    pub(super) recorded_at: Instant,
}

impl Screening {
    /// Whether the same was said.
    pub(super) fn same(&self, other: &Screening) -> bool {
        let said = |it: &Screening| {
            let texts = [&it.person, &it.instrument, &it.informant, &it.answers, &it.context];
            (texts.map(Clone::clone), it.day, it.replaces.clone())
        };
        said(self) == said(other)
    }
}

impl FromRow for Screening {
    fn from_row(row: &Row) -> Result<Screening> {
        Ok(Screening {
            id: row.get(0)?,
            person: row.get(1)?,
            instrument: row.get(2)?,
            edition: row.get(3)?,
            day: row.get(4)?,
            informant: row.get(5)?,
            answers: row.get(6)?,
            context: row.get(7)?,
            outcome: row.get(8)?,
            total: row.get(9)?,
            level: row.get(10)?,
            replaces: row.get(11)?,
            replaced_by: row.get(12)?,
            recorded_at: row.get(13)?,
        })
    }
}

const COLUMNS: &str = "s.id, s.person, s.instrument, s.edition, s.day, s.informant, s.answers, s.context,
    s.outcome, s.total, s.level, s.replaces, s.replaced_by, s.recorded_at";

pub(super) fn insert(cx: &mut Cx, it: &Screening) -> Result<()> {
    let (county, account) = (cx.county().to_owned(), cx.actor.account.clone());
    cx.exec_one(
        "INSERT INTO screening (county, id, person, instrument, edition, day, informant, answers, context,
            outcome, total, level, replaces, account, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        &[
            (&county).into(),
            (&it.id).into(),
            (&it.person).into(),
            (&it.instrument).into(),
            (&it.edition).into(),
            it.day.into(),
            (&it.informant).into(),
            (&it.answers).into(),
            (&it.context).into(),
            (&it.outcome).into(),
            it.total.into(),
            it.level.into(),
            it.replaces.as_ref().into(),
            (&account).into(),
            it.recorded_at.into(),
        ],
    )
}

pub(super) fn by_id(cx: &mut Cx, id: &str) -> Result<Option<Screening>> {
    let county = cx.county().to_owned();
    let sql = format!("SELECT {COLUMNS} FROM screening s WHERE s.county = $1 AND s.id = $2");
    cx.find(&sql, &[(&county).into(), id.into()])
}

/// By instrument, the newest day first.
pub(super) fn of_person(cx: &mut Cx, person: &str) -> Result<Vec<Screening>> {
    let county = cx.county().to_owned();
    let sql = format!(
        "SELECT {COLUMNS} FROM screening s WHERE s.county = $1 AND s.person = $2
         ORDER BY s.instrument, s.day DESC, s.id DESC"
    );
    cx.all(&sql, &[(&county).into(), person.into()])
}

pub(super) fn replace(cx: &mut Cx, wrong: &str, by: &str) -> Result<()> {
    let county = cx.county().to_owned();
    cx.exec_one(
        "UPDATE screening SET replaced_by = $3 WHERE county = $1 AND id = $2 AND replaced_by IS NULL",
        &[(&county).into(), wrong.into(), by.into()],
    )
}
