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
        let (actor, roles) = (cx.actor, pack.get::<Roles>());
        let sees = |row: &&mut TaskRow| kind.is_some_and(|it| actor.scope(it.purpose).covers(&row.area));
        if rows.iter_mut().find(sees).is_none() {
            return Err(Error::missing("task"));
        }
        finish(cx, &mut rows);
        let task = rows.pop().ok_or_else(|| Error::missing("task"))?;
        let right = kind.map_or("", |it| it.right.as_str()).to_owned();
        let mut holders = in_office(cx, false)?;
        holders.retain(|it| task.area.starts_with(&it.area) && may(roles, &it.role, &right));
        holders.dedup_by(|one, other| one.account == other.account);
        Ok(TaskPage { task, holders })
    }
}

/// Tasks that were ticked, to be given to somebody together.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Chosen {
    pub tasks: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChosenPage {
    pub tasks: Vec<TaskRow>,
    /// Who may be given every one of them.
    pub holders: Vec<Holder>,
}

/// Tasks of one page: an inbox shows fewer.
const CHOSEN_MAX: usize = 500;

impl Question for Chosen {
    const NAME: &'static str = "tasks.chosen";
    const RIGHT: &'static str = "tasks.do";
    const PURPOSE: Purpose = Purpose::Register;
    type Answer = ChosenPage;

    fn ask(self, cx: &mut Cx, _scope: &Scope) -> Result<ChosenPage> {
        let county = cx.county().to_owned();
        let pack = cx.house.packs.now();
        let (kinds, roles) = (pack.get::<Kinds>(), pack.get::<Roles>());
        let mut tasks: Vec<TaskRow> = Vec::new();
        for id in self.tasks.iter().take(CHOSEN_MAX) {
            let sql = format!("{COLUMNS} AND id = $2 AND closed_at IS NULL");
            tasks.extend(cx.find::<TaskRow>(&sql, &[(&county).into(), id.into()])?);
        }
        let actor = cx.actor;
        let kind_of = |row: &TaskRow| kinds.kind.get(&row.kind);
        tasks.retain(|row| kind_of(row).is_some_and(|it| actor.scope(it.purpose).covers(&row.area)));
        finish(cx, &mut tasks);
        let mut holders = in_office(cx, false)?;
        holders.retain(|it| {
            tasks.iter().all(|row| {
                let right = kind_of(row).map_or("", |it| it.right.as_str());
                row.area.starts_with(&it.area) && may(roles, &it.role, right)
            })
        });
        holders.dedup_by(|one, other| one.account == other.account);
        Ok(ChosenPage { tasks, holders })
    }
}

fn may(roles: &Roles, role: &str, right: &str) -> bool {
    roles.role.get(role).is_some_and(|it| it.rights.contains(right))
}

/// Who is in office today inside the reader's own area, and above it when asked, those nearest to the elder first.
pub(super) fn in_office(cx: &mut Cx, above: bool) -> Result<Vec<Holder>> {
    let (county, area, today) = (cx.county().to_owned(), cx.actor.area.clone(), cx.today().to_string());
    let granted: Vec<(String, String, String, String)> = cx.all(
        "SELECT a.id, a.name, g.role, g.area FROM access_grant g
         JOIN account a ON a.county = $1 AND a.id = g.account AND a.disabled_at IS NULL
         WHERE g.county = $1 AND g.revoked_at IS NULL AND g.valid_from <= $2
            AND (g.valid_to IS NULL OR $2 < g.valid_to)
         ORDER BY g.area DESC, a.name, a.id",
        &[(&county).into(), (&today).into()],
    )?;
    let holders = granted.into_iter().map(|(account, name, role, area)| Holder { account, name, role, area });
    Ok(holders.filter(|it| it.area.starts_with(&area) || (above && area.starts_with(&it.area))).collect())
}
