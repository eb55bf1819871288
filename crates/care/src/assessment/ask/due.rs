//! Whose next assessment is due: results that have ended or end soon, and those after which something happened.

use base::{Day, Result};
use platform::{
    Cx, Purpose, Question, Scope,
    listing::{Basis, ListAnswer, ListInput, Order},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{FromRow, Row};

use crate::assessment::{due::Due, pack::Procedure};

/// The people to be assessed again, with none under way.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DueList {
    /// A part of the reader's area, by path.
    pub area: Option<String>,
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DueRow {
    pub id: String,
    pub number: String,
    pub person: String,
    pub name: String,
    pub area: String,
    pub ability: Option<String>,
    pub assessed_on: Option<Day>,
    pub valid_until: Option<Day>,
    /// `over`, `ends`, or a trigger of the pack.
    pub why: String,
    #[serde(skip)]
    level: Option<i64>,
}

impl FromRow for DueRow {
    fn from_row(row: &Row) -> Result<DueRow> {
        Ok(DueRow {
            id: row.get(0)?,
            number: row.get(1)?,
            person: row.get(2)?,
            name: row.get(3)?,
            area: row.get(4)?,
            level: row.get(5)?,
            assessed_on: row.get(6)?,
            valid_until: row.get(7)?,
            ability: None,
            why: row.get(8)?,
        })
    }
}

const ORDERS: &[Order] = &[
    ("valid_until", " ORDER BY a.valid_until, a.id", " ORDER BY a.valid_until DESC, a.id DESC"),
    ("area", " ORDER BY area, a.id", " ORDER BY area DESC, a.id DESC"),
];

impl Question for DueList {
    const NAME: &'static str = "assessment.due";
    const RIGHT: &'static str = "assessment.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ListAnswer<DueRow>;

    fn ask(self, cx: &mut Cx, scope: &Scope) -> Result<ListAnswer<DueRow>> {
        let scope = scope.part(self.area.as_deref())?;
        let (low, high) = scope.range();
        let pack = cx.house.packs.county(cx.county())?;
        let rules = pack.get::<Procedure>();
        let today = cx.today();
        let soon = today.plus_days(rules.ahead_days.value);
        // What happened since was found by the night or the moment, and stands as a mark on the result.
        let select = "SELECT a.id, a.number, a.person, a.name,
                CASE WHEN a.living = '' THEN a.registered ELSE a.living END AS area,
                a.level, a.assessed_on, a.valid_until, a.due_why
             FROM assessment a
             WHERE a.county = $1 AND a.state = 'confirmed' AND a.replaced_by = ''
                AND (a.living >= $2 AND a.living < $3 OR a.registered >= $2 AND a.registered < $3)
                AND (a.valid_until <= $4 OR a.due_why <> '')
                AND NOT EXISTS (SELECT 1 FROM assessment b WHERE b.county = $1 AND b.person = a.person
                    AND b.state IN ('requested', 'assigned', 'differing', 'rated'))";
        let args = [scope.county.as_str().into(), low.as_str().into(), high.as_str().into(), soon.into()];
        let mut answer: ListAnswer<DueRow> = self.list.read(cx, select, ORDERS, &args)?;
        for row in &mut answer.rows {
            if row.why.is_empty() {
                let over = row.valid_until.is_some_and(|it| it < today);
                if over { Due::Over } else { Due::Ends }.id().clone_into(&mut row.why);
            }
            row.ability = row.level.and_then(|it| rules.ability(it)).map(str::to_owned);
        }
        Ok(answer.counted(Basis::Records, cx.today()))
    }
}
