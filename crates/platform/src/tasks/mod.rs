//! Tasks: the one kind of work for people. A visit due, an entrant to verify, a doubt to settle.
//!
//! ```text
//!   open ──▶ in the inbox of its level ──rises──▶ of the level above ──▶ closed: done, withdrawn
//! ```
//!
//! A kind of task is pack data: whose right it needs, at which level it begins, how many days it
//! has, and after how many it rises. A task belongs to an area and a level, not to a person: who
//! it was assigned to may leave, and it stands in the inbox as before and says who left it. Whoever is
//! away names a deputy; an office that nobody holds is told to the one above.

pub mod ask;
pub mod kinds;

pub mod assign;
pub mod assign_many;
pub mod close;
pub mod deputy;
mod may;
mod rise;
mod table;

use base::{Day, Error, Result};
use serde_json::Value;

pub use close::Outcome;
use kinds::Kinds;

use crate::{
    Cx, Purpose, Room,
    access::roles::{Level, Roles},
    catalog, packs,
};

pub const ROOM: Room = Room {
    name: "tasks",
    verbs: &[
        catalog::verb::<assign::Assign>(),
        catalog::verb::<assign_many::AssignMany>(),
        catalog::verb::<close::Close>(),
        catalog::verb::<deputy::StandIn>(),
        catalog::verb::<deputy::EndStandIn>(),
    ],
    questions: &[
        catalog::question::<ask::Inbox>(),
        catalog::question::<ask::Counts>(),
        catalog::question::<ask::OfSubject>(),
        catalog::question::<ask::TaskWaits>(),
        catalog::question::<ask::OneTask>(),
        catalog::question::<ask::Chosen>(),
        catalog::question::<ask::Calendar>(),
        catalog::question::<ask::Deputies>(),
        catalog::question::<ask::Deserted>(),
    ],
    works: &[catalog::work::<rise::Rise>()],
    sections: &[packs::section::<Kinds>()],
};

pub use rise::Rise;

/// The first in an inbox of those due on one day.
const URGENT: i64 = 1;

/// Work to be done by people.
#[derive(Clone, Debug)]
pub struct NewTask<'a> {
    /// As in the pack's `tasks.toml`.
    pub kind: &'a str,
    /// Tells two open tasks of one kind about one subject apart; often empty.
    pub reason: &'a str,
    pub subject_kind: &'a str,
    pub subject_id: &'a str,
    /// What the inbox shows: a masked name, a village. Never a number or an account.
    pub label: &'a str,
    /// Where it is to be done, as deep as is known.
    pub area: &'a str,
    /// Nothing: as many days from today as the pack gives the kind.
    pub due_on: Option<Day>,
    /// What the page of the task needs beside its subject.
    pub detail: Value,
}

/// Opens a task, unless the same is open already; answers its id.
pub fn open(cx: &mut Cx, new: &NewTask) -> Result<String> {
    let pack = cx.house.packs.now();
    let kind = pack.get::<Kinds>().named(new.kind)?;
    let today = cx.today();
    let due_on = new.due_on.unwrap_or_else(|| today.plus_days(kind.days));
    let level = deepest(kind.level, &pack_area(cx), new.area);
    let placed = table::Placed {
        level,
        held_at: cut(&pack_area(cx), new.area, level),
        purpose: kind.purpose,
        priority: kind.priority,
        due_on,
        rises_on: kind.rises_after_days.map(|days| due_on.plus_days(days)),
        roles: String::new(),
    };
    table::insert(cx, new, &placed)
}

/// Whose work a task is when its kind does not say: a step of a case names its roles itself.
#[derive(Clone, Debug)]
pub struct Office<'a> {
    /// At least one; the task is held at the level of the first.
    pub roles: &'a [String],
    pub purpose: Purpose,
    /// So many days overdue it rises a level.
    pub rises_after_days: Option<i64>,
}

/// Opens a task for some roles only, unless the same is open already; answers its id.
pub fn open_for(cx: &mut Cx, new: &NewTask, office: &Office) -> Result<String> {
    let pack = cx.house.packs.now();
    let kind = pack.get::<Kinds>().named(new.kind)?;
    let roles = &pack.get::<Roles>().role;
    let level = office.roles.first().and_then(|it| roles.get(it)).map_or(kind.level, |it| it.level);
    let today = cx.today();
    let due_on = new.due_on.unwrap_or_else(|| today.plus_days(kind.days));
    let level = deepest(level, &pack_area(cx), new.area);
    let placed = table::Placed {
        level,
        held_at: cut(&pack_area(cx), new.area, level),
        purpose: office.purpose,
        priority: kind.priority,
        due_on,
        rises_on: office.rises_after_days.map(|days| due_on.plus_days(days)),
        roles: office.roles.join(" "),
    };
    table::insert(cx, new, &placed)
}

/// A task that is open.
#[derive(Clone, Debug)]
pub struct Open {
    pub id: String,
    pub subject_id: String,
    pub area: String,
    pub due_on: Day,
}

/// The open tasks of a kind and reason by subject, those after `after`.
pub fn open_of(cx: &mut Cx, kind: &str, reason: &str, after: &str, limit: i64) -> Result<Vec<Open>> {
    table::open_of(cx, kind, reason, after, limit)
}

/// The open task of a kind about a subject, if there is one.
pub fn open_about(cx: &mut Cx, kind: &str, subject_id: &str) -> Result<Option<String>> {
    table::open_about(cx, kind, subject_id)
}

/// Makes an open task urgent, and says what its page needs anew.
pub fn urge(cx: &mut Cx, id: &str, detail: &Value) -> Result<()> {
    table::tell(cx, id, Some(URGENT), detail)
}

/// Says what the page of an open task needs anew.
pub fn tell(cx: &mut Cx, id: &str, detail: &Value) -> Result<()> {
    table::tell(cx, id, None, detail)
}

/// Closes what is open of a kind about a subject; answers how many were. `by` names what did it,
/// such as the verb's own record.
pub fn close(
    cx: &mut Cx,
    kind: &str,
    subject_id: &str,
    reason: Option<&str>,
    outcome: Outcome,
    by: &str,
) -> Result<u64> {
    table::close_of(cx, kind, subject_id, reason, outcome.as_str(), by)
}

/// Gives back to their inboxes the tasks of an account that is disabled or loses a grant, where they
/// say who left them.
pub(crate) fn release(cx: &mut Cx, account: &str) -> Result<u64> {
    table::end_deputies_of(cx, account)?;
    table::release(cx, account)
}

/// Where the county stands in the tree of areas.
fn pack_area(cx: &Cx) -> String {
    cx.house.packs.now().county().map_or_else(String::new, |it| it.area.clone())
}

/// The deepest level at which `area` can hold a task that begins at `level`.
fn deepest(level: Level, county: &str, area: &str) -> Level {
    let depth = area.strip_prefix(county).map_or(0, |rest| rest.matches('/').count());
    match (level, depth) {
        (_, 0) => Level::County,
        (Level::Village, 1) => Level::Township,
        _ => level,
    }
}

/// The part of `area` that a level holds: `…/lugu/changzheng/` at the township is `…/lugu/`.
fn cut(county: &str, area: &str, level: Level) -> String {
    let keep = match level {
        Level::County => 0,
        Level::Township => 1,
        Level::Village => 2,
    };
    let Some(rest) = area.strip_prefix(county) else { return area.to_owned() };
    let held: String = rest.split_inclusive('/').take(keep).collect();
    format!("{county}{held}")
}

fn above(level: Level) -> Option<Level> {
    match level {
        Level::Village => Some(Level::Township),
        Level::Township => Some(Level::County),
        Level::County => None,
    }
}

fn level_named(text: &str) -> Result<Level> {
    match text {
        "county" => Ok(Level::County),
        "township" => Ok(Level::Township),
        "village" => Ok(Level::Village),
        _ => Err(Error::broken(format!("not a level in a row: {text:?}"))),
    }
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::County => "county",
        Level::Township => "township",
        Level::Village => "village",
    }
}

fn purpose_name(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Register => "register",
        Purpose::Benefits => "benefits",
        Purpose::Care => "care",
        Purpose::System => "system",
        Purpose::Audit => "audit",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_is_held_by_the_level_of_its_kind_as_deep_as_its_area_goes() {
        let county = "sc/m/";
        let cases = [
            (Level::Village, "sc/m/lugu/a/", Level::Village, "sc/m/lugu/a/"),
            (Level::Village, "sc/m/lugu/", Level::Township, "sc/m/lugu/"),
            (Level::Township, "sc/m/lugu/a/", Level::Township, "sc/m/lugu/"),
            (Level::County, "sc/m/lugu/a/", Level::County, "sc/m/"),
            (Level::Village, "sc/m/", Level::County, "sc/m/"),
            (Level::Village, "sc/m/lugu/a/3/", Level::Village, "sc/m/lugu/a/"),
        ];
        for (level, area, held, at) in cases {
            let found = deepest(level, county, area);
            assert_eq!((found, cut(county, area, found).as_str()), (held, at), "{level:?} {area}");
        }
    }
}
