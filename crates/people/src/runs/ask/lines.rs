//! The lines of a run, filtered and sorted.

use base::{Money, Result, error::OrBroken};
use platform::{
    Cx, Purpose, Question, Scope,
    listing::{Basis, ListAnswer, ListInput, Order},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{FromRow, Row};

use crate::runs::table::run;

/// The lines of a run.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Lines {
    pub run: String,
    pub person: Option<String>,
    /// Only an area within the reader's own.
    pub area: Option<String>,
    /// due, pending, suspended, ineligible
    pub status: Option<String>,
    /// new, stopped, changed, suspended, resumed, pending; `any` for every change
    pub change: Option<String>,
    /// held, arrears, second, unknown
    pub only: Option<String>,
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LineShown {
    pub person: String,
    pub area: String,
    pub name: String,
    pub born: Option<String>,
    pub status: String,
    pub change: String,
    pub before: Money,
    pub amount: Money,
    pub arrears: Money,
    pub prior: Money,
    pub tier: Option<String>,
    pub reason: String,
    pub unknown: Vec<String>,
    pub second: bool,
    pub held_why: Option<String>,
    pub held: bool,
    pub revision: i64,
}

impl FromRow for LineShown {
    fn from_row(row: &Row) -> Result<LineShown> {
        let unknown: String = row.get(12)?;
        Ok(LineShown {
            person: row.get(0)?,
            area: row.get(1)?,
            name: row.get(2)?,
            born: row.get(3)?,
            status: row.get(4)?,
            change: row.get(5)?,
            before: row.get(6)?,
            amount: row.get(7)?,
            arrears: row.get(8)?,
            prior: row.get(9)?,
            tier: row.get(10)?,
            reason: row.get(11)?,
            unknown: serde_json::from_str(&unknown).or_broken()?,
            second: row.get::<i64>(13)? == 1,
            held_why: row.get(14)?,
            held: row.get::<Option<i64>>(15)?.is_some(),
            revision: row.get(16)?,
        })
    }
}

const LINE_ORDERS: &[Order] = &[
    ("area", " ORDER BY area, person", " ORDER BY area DESC, person"),
    ("name", " ORDER BY name, person", " ORDER BY name DESC, person"),
    ("born", " ORDER BY born, person", " ORDER BY born DESC, person"),
    ("amount", " ORDER BY amount, person", " ORDER BY amount DESC, person"),
    ("arrears", " ORDER BY arrears, person", " ORDER BY arrears DESC, person"),
    ("change", " ORDER BY change, area, person", " ORDER BY change DESC, area, person"),
];

impl Question for Lines {
    const NAME: &'static str = "runs.lines";
    const RIGHT: &'static str = "benefits.read";
    const PURPOSE: Purpose = Purpose::Benefits;
    type Answer = ListAnswer<LineShown>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<LineShown>> {
        let scope = self.area.as_deref().map_or_else(|| Ok(scope.clone()), |area| scope.narrowed(area))?;
        let (low, high) = scope.range();
        let args = [
            (&scope.county).into(),
            (&self.run).into(),
            (&low).into(),
            (&high).into(),
            self.status.as_deref().into(),
            self.change.as_deref().into(),
            self.only.as_deref().into(),
            self.person.as_deref().into(),
        ];
        let select = "SELECT person, area, name, born, status, change, before, amount, arrears, prior, tier,
                reason, unknown, second, held_why, held_at, revision
             FROM roll_line WHERE county = $1 AND run = $2 AND area >= $3 AND area < $4
                AND (CAST($5 AS TEXT) IS NULL OR status = $5)
                AND (CAST($6 AS TEXT) IS NULL OR change = $6 OR ($6 = 'any' AND change <> 'same'))
                AND (CAST($7 AS TEXT) IS NULL OR ($7 = 'held' AND held_at IS NOT NULL)
                    OR ($7 = 'arrears' AND arrears > 0) OR ($7 = 'second' AND second = 1)
                    OR ($7 = 'unknown' AND unknown <> '[]'))
                AND (CAST($8 AS TEXT) IS NULL OR person = $8)";
        let answer = self.list.read(cx, select, LINE_ORDERS, &args)?;
        let run = run::get(cx, &self.run)?;
        Ok(answer.counted(Basis::Registered, run.known_at.day()))
    }
}
