//! The assessments of an area.

use base::{Day, Result};
use platform::{
    Cx, Purpose, Question, Scope,
    listing::{Basis, ListAnswer, ListInput, Order},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{FromRow, Row};

/// The list of assessments.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Assessments {
    /// A part of the reader's area, by path.
    pub area: Option<String>,
    /// `requested`, `assigned`, `differing`, `rated`, `confirmed`, `closed`.
    pub state: Option<String>,
    pub reason: Option<String>,
    /// From the mildest, 0.
    pub level: Option<i64>,
    /// Only those whose result is worse than the one before.
    pub worse: Option<bool>,
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AssessmentRow {
    pub id: String,
    pub number: String,
    pub person: String,
    pub name: String,
    pub area: String,
    pub reason: String,
    pub state: String,
    pub origin: String,
    pub requested_on: Day,
    pub field_on: Option<Day>,
    pub assessed_on: Option<Day>,
    pub total: Option<i64>,
    pub level: Option<i64>,
    /// As the register calls the level.
    pub ability: Option<String>,
    pub valid_until: Option<Day>,
}

impl FromRow for AssessmentRow {
    fn from_row(row: &Row) -> Result<AssessmentRow> {
        Ok(AssessmentRow {
            id: row.get(0)?,
            number: row.get(1)?,
            person: row.get(2)?,
            name: row.get(3)?,
            area: row.get(4)?,
            reason: row.get(5)?,
            state: row.get(6)?,
            origin: row.get(7)?,
            requested_on: row.get(8)?,
            field_on: row.get(9)?,
            assessed_on: row.get(10)?,
            total: row.get(11)?,
            level: row.get(12)?,
            ability: None,
            valid_until: row.get(13)?,
        })
    }
}

const ORDERS: &[Order] = &[
    ("requested_on", " ORDER BY a.requested_on DESC, a.id DESC", " ORDER BY a.requested_on, a.id"),
    ("number", " ORDER BY a.number, a.id", " ORDER BY a.number DESC, a.id DESC"),
    ("area", " ORDER BY area, a.id", " ORDER BY area DESC, a.id DESC"),
    ("field_on", " ORDER BY a.field_on, a.id", " ORDER BY a.field_on DESC, a.id DESC"),
    ("total", " ORDER BY a.total, a.id", " ORDER BY a.total DESC, a.id DESC"),
    ("level", " ORDER BY a.level, a.id", " ORDER BY a.level DESC, a.id DESC"),
    ("valid_until", " ORDER BY a.valid_until, a.id", " ORDER BY a.valid_until DESC, a.id DESC"),
];

impl Question for Assessments {
    const NAME: &'static str = "assessment.list";
    const RIGHT: &'static str = "assessment.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ListAnswer<AssessmentRow>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<AssessmentRow>> {
        let scope = scope.part(self.area.as_deref())?;
        let (low, high) = scope.range();
        let (state, reason) = (self.state.unwrap_or_default(), self.reason.unwrap_or_default());
        // A level that no instrument has stands for all of them.
        let level = self.level.unwrap_or(-1);
        let worse = i64::from(self.worse.unwrap_or(false));
        let select = "SELECT a.id, a.number, a.person, a.name,
                CASE WHEN a.living = '' THEN a.registered ELSE a.living END AS area,
                a.reason, a.state, a.origin, a.requested_on, a.field_on, a.assessed_on, a.total, a.level, a.valid_until
             FROM assessment a
             WHERE a.county = $1
                AND (a.living >= $2 AND a.living < $3 OR a.registered >= $2 AND a.registered < $3)
                AND ($4 = '' OR a.state = $4) AND ($5 = '' OR a.reason = $5)
                AND ($6 = -1 OR a.level = $6)
                AND ($7 = 0 OR a.state = 'confirmed' AND a.replaced_by = '' AND EXISTS (
                    SELECT 1 FROM assessment b
                    WHERE b.county = $1 AND b.person = a.person AND b.replaced_by = a.id AND b.level < a.level))";
        let args = [
            scope.county.as_str().into(),
            low.as_str().into(),
            high.as_str().into(),
            state.as_str().into(),
            reason.as_str().into(),
            level.into(),
            worse.into(),
        ];
        let mut answer: ListAnswer<AssessmentRow> = self.list.read(cx, select, ORDERS, &args)?;
        for row in &mut answer.rows {
            row.ability = super::ability(cx, row.level)?;
        }
        Ok(answer.counted(Basis::Records, cx.today()))
    }
}
