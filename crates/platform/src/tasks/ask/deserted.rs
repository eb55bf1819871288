//! Offices that have work and nobody in them: a worker left, and nobody was put in their place. Their
//! tasks rise when their day comes; whoever is above is told before.

use std::collections::BTreeMap;

use base::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Filter, Inbox, Whose};
use crate::{
    Cx, Purpose, Question, Scope,
    access::roles::Roles,
    listing::{ListAnswer, ListInput},
    tasks::{kinds::Kinds, level_name, table},
};

/// The deserted offices below the reader's.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Deserted {
    #[serde(flatten)]
    pub list: ListInput,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DesertedRow {
    pub area: String,
    pub level: String,
    pub open: i64,
    pub overdue: i64,
}

impl Question for Deserted {
    const NAME: &'static str = "tasks.deserted";
    const RIGHT: &'static str = "tasks.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ListAnswer<DesertedRow>;

    fn ask(self, cx: &mut Cx, _scope: &Scope) -> Result<ListAnswer<DesertedRow>> {
        let offices = offices(cx)?;
        let total = offices.len() as i64;
        let (skip, take) = (self.list.offset() as usize, self.list.limit() as usize);
        Ok(ListAnswer::new(&self.list, total, offices.into_iter().skip(skip).take(take).collect()))
    }
}

/// The offices below the reader's where a kind of task is open that nobody in office there may do.
pub(super) fn offices(cx: &mut Cx) -> Result<Vec<DesertedRow>> {
    let filter = Filter::of(cx, &Inbox { whose: Whose::Below, ..Inbox::default() })?;
    let today = cx.today().to_string();
    let mut args = filter.args();
    args.push((&today).into());
    let day = args.len();
    let sql = format!(
        "SELECT held_at, level, kind, COUNT(*), CAST(SUM(CASE WHEN due_on < ${day} THEN 1 ELSE 0 END) AS BIGINT)
         FROM task WHERE county = $1{} GROUP BY held_at, level, kind ORDER BY held_at, level, kind",
        filter.sql
    );
    let found: Vec<(String, String, String, i64, i64)> = cx.all(&sql, &args)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let held = table::offices(cx, None)?;
    let pack = cx.house.packs.now();
    let (kinds, roles) = (pack.get::<Kinds>(), pack.get::<Roles>());
    let mut rows: BTreeMap<(String, String), (i64, i64)> = BTreeMap::new();
    for (area, level, kind, open, overdue) in found {
        let right = kinds.kind.get(&kind).map_or("", |it| it.right.as_str());
        let manned = held.iter().any(|it| {
            it.area == area
                && roles
                    .role
                    .get(&it.role)
                    .is_some_and(|role| level_name(role.level) == level && role.rights.contains(right))
        });
        if !manned {
            let sums = rows.entry((area, level)).or_default();
            sums.0 += open;
            sums.1 += overdue;
        }
    }
    let rows = rows.into_iter();
    Ok(rows.map(|((area, level), (open, overdue))| DesertedRow { area, level, open, overdue }).collect())
}
