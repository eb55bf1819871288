//! Who stands in for whom, in the reader's area: now and in the days to come.

use base::{Day, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{FromRow, Row};

use super::{Holder, task::in_office};
use crate::{Cx, Purpose, Question, Scope, tasks::kinds::Kinds};

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Deputies {}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeputiesAnswer {
    pub rows: Vec<DeputyRow>,
    /// Who may be away or stand in: those in office in the reader's own area, and in those above.
    pub people: Vec<Holder>,
    pub days_max: i64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeputyRow {
    pub id: String,
    /// Who is away.
    pub account: String,
    pub name: String,
    pub deputy: String,
    pub from: Day,
    /// The last day.
    pub until: Day,
    pub why: String,
    /// Open tasks that are theirs by name.
    pub tasks: i64,
    /// Whether the reader may end it.
    pub may_end: bool,
}

impl FromRow for DeputyRow {
    fn from_row(row: &Row) -> Result<DeputyRow> {
        let after: Day = row.get(5)?;
        Ok(DeputyRow {
            id: row.get(0)?,
            account: row.get(1)?,
            name: row.get(2)?,
            deputy: row.get(3)?,
            from: row.get(4)?,
            until: after.plus_days(-1),
            why: row.get(6)?,
            tasks: row.get(7)?,
            may_end: false,
        })
    }
}

impl Question for Deputies {
    const NAME: &'static str = "tasks.deputies";
    const RIGHT: &'static str = "tasks.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = DeputiesAnswer;

    fn ask(self, cx: &mut Cx, _scope: &Scope) -> Result<DeputiesAnswer> {
        let (county, today) = (cx.county().to_owned(), cx.today().to_string());
        let mut rows: Vec<DeputyRow> = cx.all(
            "SELECT d.id, d.account, a.name, b.name, d.valid_from, d.valid_to, d.why,
                (SELECT COUNT(*) FROM task t
                 WHERE t.county = $1 AND t.account = d.account AND t.closed_at IS NULL)
             FROM task_deputy d
             JOIN account a ON a.county = $1 AND a.id = d.account
             JOIN account b ON b.county = $1 AND b.id = d.deputy
             WHERE d.county = $1 AND d.ended_at IS NULL AND $2 < d.valid_to ORDER BY d.valid_from, d.id",
            &[(&county).into(), (&today).into()],
        )?;
        let (own, area) = (cx.actor.account.clone(), cx.actor.area.clone());
        let inside = in_office(cx, false)?;
        let deputys: Vec<(String,)> = cx.all(
            "SELECT id FROM task_deputy WHERE county = $1 AND deputy = $2 AND ended_at IS NULL",
            &[(&county).into(), (&own).into()],
        )?;
        for row in &mut rows {
            let below = inside.iter().any(|it| it.account == row.account && area.len() < it.area.len());
            row.may_end = row.account == own || below || deputys.iter().any(|it| it.0 == row.id);
        }
        rows.retain(|row| row.may_end || inside.iter().any(|it| it.account == row.account));
        let mut people = in_office(cx, true)?;
        people.dedup_by(|one, other| one.account == other.account);
        let pack = cx.house.packs.now();
        Ok(DeputiesAnswer { rows, people, days_max: pack.get::<Kinds>().deputy.days_max })
    }
}
