//! SQL of assessments, in a file for each noun.

pub(super) mod hand;
pub(super) mod objection;
pub(super) mod sheet;

use base::{Day, Error, Instant, Month, Result};
use platform::Cx;
use store::{FromRow, Row};

use super::state::State;

/// An assessment as it stands.
#[derive(Clone, Debug)]
pub(super) struct Assessment {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) person: String,
    pub(super) name: String,
    pub(super) registered: String,
    pub(super) living: String,
    pub(super) reason: String,
    pub(super) purpose: String,
    pub(super) asked_by: String,
    pub(super) note: String,
    pub(super) requested_on: Day,
    pub(super) requested_by: String,
    pub(super) requester: String,
    pub(super) requested_at: Instant,
    pub(super) state: State,
    pub(super) origin: String,
    pub(super) instrument: String,
    pub(super) hands: i64,
    pub(super) review_of: String,
    pub(super) organ: String,
    pub(super) paper: String,
    pub(super) file: String,
    pub(super) field_on: Option<Day>,
    pub(super) assessed_on: Option<Day>,
    pub(super) minutes: Option<i64>,
    pub(super) agreement: Option<i64>,
    pub(super) outcome: String,
    pub(super) total: Option<i64>,
    pub(super) first_level: Option<i64>,
    pub(super) level: Option<i64>,
    pub(super) extra: String,
    pub(super) confirmer: String,
    pub(super) confirmed_by: String,
    pub(super) confirmed_at: Option<Instant>,
    pub(super) words: String,
    pub(super) valid_until: Option<Day>,
    pub(super) code: String,
    pub(super) closed_why: String,
    pub(super) replaced_by: String,
    pub(super) due_why: String,
    pub(super) revision: i64,
}

impl FromRow for Assessment {
    fn from_row(row: &Row) -> Result<Assessment> {
        let state: String = row.get(14)?;
        Ok(Assessment {
            id: row.get(0)?,
            number: row.get(1)?,
            person: row.get(2)?,
            name: row.get(3)?,
            registered: row.get(4)?,
            living: row.get(5)?,
            reason: row.get(6)?,
            purpose: row.get(7)?,
            asked_by: row.get(8)?,
            note: row.get(9)?,
            requested_on: row.get(10)?,
            requested_by: row.get(11)?,
            requester: row.get(12)?,
            requested_at: row.get(13)?,
            state: State::parse(&state).ok_or_else(|| Error::broken("the state of an assessment"))?,
            origin: row.get(15)?,
            instrument: row.get(16)?,
            hands: row.get(17)?,
            review_of: row.get(18)?,
            organ: row.get(19)?,
            paper: row.get(20)?,
            file: row.get(21)?,
            field_on: row.get(22)?,
            assessed_on: row.get(23)?,
            minutes: row.get(24)?,
            agreement: row.get(25)?,
            outcome: row.get(26)?,
            total: row.get(27)?,
            first_level: row.get(28)?,
            level: row.get(29)?,
            extra: row.get(30)?,
            confirmer: row.get(31)?,
            confirmed_by: row.get(32)?,
            confirmed_at: row.get(33)?,
            words: row.get(34)?,
            valid_until: row.get(35)?,
            code: row.get(36)?,
            closed_why: row.get(37)?,
            replaced_by: row.get(38)?,
            due_why: row.get(39)?,
            revision: row.get(40)?,
        })
    }
}

pub(super) const COLUMNS: &str =
    "a.id, a.number, a.person, a.name, a.registered, a.living, a.reason, a.purpose,
    a.asked_by, a.note, a.requested_on, a.requested_by, a.requester, a.requested_at, a.state, a.origin,
    a.instrument, a.hands, a.review_of, a.organ, a.paper, a.file, a.field_on, a.assessed_on, a.minutes,
    a.agreement, a.outcome, a.total, a.first_level, a.level, a.extra, a.confirmer, a.confirmed_by,
    a.confirmed_at, a.words, a.valid_until, a.code, a.closed_why, a.replaced_by, a.due_why, a.revision";

pub(super) fn get(cx: &mut Cx, id: &str) -> Result<Assessment> {
    let county = cx.county();
    let sql = format!("SELECT {COLUMNS} FROM assessment a WHERE a.county = $1 AND a.id = $2");
    cx.find(&sql, &[county.into(), id.into()])?.ok_or_else(|| Error::missing("assessment"))
}

/// All of a person, the newest first.
pub(super) fn of_person(cx: &mut Cx, person: &str) -> Result<Vec<Assessment>> {
    let county = cx.county();
    let sql = format!(
        "SELECT {COLUMNS} FROM assessment a WHERE a.county = $1 AND a.person = $2
         ORDER BY a.requested_at DESC, a.id DESC"
    );
    cx.all(&sql, &[county.into(), person.into()])
}

/// The result of a person that stands.
pub(super) fn standing(cx: &mut Cx, person: &str) -> Result<Option<Assessment>> {
    let county = cx.county();
    let sql = format!(
        "SELECT {COLUMNS} FROM assessment a WHERE a.county = $1 AND a.person = $2 AND a.state = 'confirmed'
            AND a.replaced_by = ''"
    );
    cx.find(&sql, &[county.into(), person.into()])
}

/// The next results that stand, by id.
pub(super) fn standing_after(cx: &mut Cx, after: &str, limit: i64) -> Result<Vec<Assessment>> {
    let county = cx.county();
    let sql = format!(
        "SELECT {COLUMNS} FROM assessment a WHERE a.county = $1 AND a.id > $2 AND a.state = 'confirmed'
            AND a.replaced_by = '' ORDER BY a.id LIMIT $3"
    );
    cx.all(&sql, &[county.into(), after.into(), limit.into()])
}

/// The results in force of a range of places.
pub(super) fn in_force(cx: &mut Cx, low: &str, high: &str) -> Result<Vec<Assessment>> {
    let county = cx.county();
    let sql = format!(
        "SELECT {COLUMNS} FROM assessment a WHERE a.county = $1 AND a.state = 'confirmed' AND a.replaced_by = ''
            AND a.valid_until >= $4
            AND (a.living >= $2 AND a.living < $3 OR a.registered >= $2 AND a.registered < $3)
         ORDER BY a.level DESC, a.id"
    );
    let today = cx.today();
    cx.all(&sql, &[county.into(), low.into(), high.into(), today.into()])
}

/// The own results that were confirmed in a month.
pub(super) fn confirmed_in(cx: &mut Cx, month: Month) -> Result<Vec<Assessment>> {
    let county = cx.county();
    let (from, to) = (month.first_day().starts_at(), month.last_day().plus_days(1).starts_at());
    let sql = format!(
        "SELECT {COLUMNS} FROM assessment a WHERE a.county = $1 AND a.state = 'confirmed' AND a.origin = 'own'
            AND a.confirmed_at >= $2 AND a.confirmed_at < $3 ORDER BY a.id"
    );
    cx.all(&sql, &[county.into(), from.into(), to.into()])
}

pub(super) fn by_number(cx: &mut Cx, number: &str) -> Result<Option<Assessment>> {
    let county = cx.county();
    let sql = format!("SELECT {COLUMNS} FROM assessment a WHERE a.county = $1 AND a.number = $2");
    cx.find(&sql, &[county.into(), number.into()])
}

/// Takes the next number of a year.
pub(super) fn serial(cx: &mut Cx, year: &str) -> Result<i64> {
    let county = cx.county();
    cx.exec(
        "INSERT INTO assessment_serial (county, year, last) VALUES ($1, $2, 1)
         ON CONFLICT (county, year) DO UPDATE SET last = assessment_serial.last + 1",
        &[county.into(), year.into()],
    )?;
    let (last,): (i64,) = cx.get(
        "assessment-serial",
        "SELECT last FROM assessment_serial WHERE county = $1 AND year = $2",
        &[county.into(), year.into()],
    )?;
    Ok(last)
}

pub(super) fn insert(cx: &mut Cx, it: &Assessment) -> Result<()> {
    let county = cx.county();
    cx.exec_one(
        "INSERT INTO assessment (county, id, number, person, name, registered, living, reason, purpose, asked_by,
            note, requested_on, requested_by, requester, requested_at, state, origin, instrument, hands, review_of,
            organ, paper, file, field_on, assessed_on, minutes, agreement, outcome, total, first_level, level,
            extra, confirmer, confirmed_by, confirmed_at, words, valid_until, code, closed_why, replaced_by, due_why, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
            $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, 1)",
        &[
            county.into(),
            (&it.id).into(),
            (&it.number).into(),
            (&it.person).into(),
            (&it.name).into(),
            (&it.registered).into(),
            (&it.living).into(),
            (&it.reason).into(),
            (&it.purpose).into(),
            (&it.asked_by).into(),
            (&it.note).into(),
            it.requested_on.into(),
            (&it.requested_by).into(),
            (&it.requester).into(),
            it.requested_at.into(),
            it.state.as_str().into(),
            (&it.origin).into(),
            (&it.instrument).into(),
            it.hands.into(),
            (&it.review_of).into(),
            (&it.organ).into(),
            (&it.paper).into(),
            (&it.file).into(),
            it.field_on.into(),
            it.assessed_on.into(),
            it.minutes.into(),
            it.agreement.into(),
            (&it.outcome).into(),
            it.total.into(),
            it.first_level.into(),
            it.level.into(),
            (&it.extra).into(),
            (&it.confirmer).into(),
            (&it.confirmed_by).into(),
            it.confirmed_at.into(),
            (&it.words).into(),
            it.valid_until.into(),
            (&it.code).into(),
            (&it.closed_why).into(),
            (&it.replaced_by).into(),
            (&it.due_why).into(),
        ],
    )
}

/// Writes what came of it; two who do so at once are one too many.
pub(super) fn update(cx: &mut Cx, it: &Assessment) -> Result<()> {
    let county = cx.county();
    let changed = cx.exec(
        "UPDATE assessment SET name = $4, registered = $5, living = $6, state = $7, field_on = $8, assessed_on = $9,
            minutes = $10, agreement = $11, outcome = $12, total = $13, first_level = $14, level = $15, extra = $16,
            confirmer = $17, confirmed_by = $18, confirmed_at = $19, words = $20, valid_until = $21, code = $22,
            closed_why = $23, replaced_by = $24, due_why = $25, revision = revision + 1
         WHERE county = $1 AND id = $2 AND revision = $3",
        &[
            county.into(),
            (&it.id).into(),
            it.revision.into(),
            (&it.name).into(),
            (&it.registered).into(),
            (&it.living).into(),
            it.state.as_str().into(),
            it.field_on.into(),
            it.assessed_on.into(),
            it.minutes.into(),
            it.agreement.into(),
            (&it.outcome).into(),
            it.total.into(),
            it.first_level.into(),
            it.level.into(),
            (&it.extra).into(),
            (&it.confirmer).into(),
            (&it.confirmed_by).into(),
            it.confirmed_at.into(),
            (&it.words).into(),
            it.valid_until.into(),
            (&it.code).into(),
            (&it.closed_why).into(),
            (&it.replaced_by).into(),
            (&it.due_why).into(),
        ],
    )?;
    if changed == 1 { Ok(()) } else { Err(Error::conflict("record-moved-on")) }
}
