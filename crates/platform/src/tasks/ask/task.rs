//! One task, and who may be given it.

use base::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{COLUMNS, Kinds, TaskRow, finish};
use crate::{Cx, Purpose, Question, Scope, access::roles::Roles};

/// One task.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OneTask {
    pub task: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TaskPage {
    pub task: TaskRow,
    /// Whom the reader may give it to: accounts of the reader's own area that may do it.
    pub holders: Vec<Holder>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Holder {
    pub account: String,
    pub name: String,
    pub role: String,
    pub area: String,
}

impl Question for OneTask {
    const NAME: &'static str = "tasks.task";
    const RIGHT: &'static str = "tasks.read";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = TaskPage;

    fn ask(self, cx: &mut Cx, _scope: &Scope) -> Result<TaskPage> {
        let county = cx.county().to_owned();
        let sql = format!("{COLUMNS} AND id = $2");
        let mut rows: Vec<TaskRow> = cx.all(&sql, &[(&county).into(), (&self.task).into()])?;
        let pack = cx.house.packs.now();
        let kind = rows.first().and_then(|row| pack.get::<Kinds>().kind.get(&row.kind));
        let actor = cx.actor;
        let sees = |row: &&mut TaskRow| kind.is_some_and(|it| actor.scope(it.purpose).covers(&row.area));
        if rows.iter_mut().find(sees).is_none() {
            return Err(Error::missing("task"));
        }
        finish(cx, &mut rows);
        let task = rows.pop().ok_or_else(|| Error::missing("task"))?;
        let right = kind.map_or("", |it| it.right.as_str());
        let (area, today) = (cx.actor.area.clone(), cx.today().to_string());
        let granted: Vec<(String, String, String, String)> = cx.all(
            "SELECT a.id, a.name, g.role, g.area FROM access_grant g
             JOIN account a ON a.county = $1 AND a.id = g.account AND a.disabled_at IS NULL
             WHERE g.county = $1 AND g.revoked_at IS NULL AND g.valid_from <= $2
                AND (g.valid_to IS NULL OR $2 < g.valid_to)
             ORDER BY g.area DESC, a.name, a.id",
            &[(&county).into(), (&today).into()],
        )?;
        let roles = pack.get::<Roles>();
        let may =
            |role: &str| roles.role.get(role).is_some_and(|it| it.rights.iter().any(|held| held == right));
        let mut holders: Vec<Holder> = granted
            .into_iter()
            .map(|(account, name, role, area)| Holder { account, name, role, area })
            .filter(|it| it.area.starts_with(&area) && task.area.starts_with(&it.area) && may(&it.role))
            .collect();
        holders.dedup_by(|one, other| one.account == other.account);
        Ok(TaskPage { task, holders })
    }
}
